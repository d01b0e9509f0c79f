// Who was invited and has not come yet: ask once more, or take it back. Nothing is shown where there is nobody.

import { useClient } from '@antiphon/sdk/react';
import { Badge, Button, Confirm, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '../shell/browser.ts';
import { Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import { type Invitation, type InvitationAnswer, LinkOnce } from './Invite.tsx';
import styles from './People.module.css';
import { nameOf, type Role } from './permissions.ts';

export function Invitations({ roles }: { roles: Role[] }) {
  const client = useClient();
  const queries = useQueryClient();
  const now = useNow();
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: ['invitations'] });
  const resend = useMutation({
    mutationFn: ({ id }: Invitation) =>
      client.request<InvitationAnswer>('POST', `/api/invitations/${id}/resend`),
    onSuccess: ({ email, link }) => {
      if (!link) toast({ text: `The invitation is on its way to ${email} again.` });
      return again();
    },
    onError: (error) => toast({ text: `Not sent. ${sentence(error)}` }),
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => client.request('DELETE', `/api/invitations/${id}`),
    onSuccess: () => {
      toast({ text: 'The invitation is taken back.' });
      setRevoking(null);
      return again();
    },
    onError: (error) => toast({ text: `Not taken back. ${sentence(error)}` }),
  });

  return (
    <>
      <Paged<Invitation>
        path="/api/invitations"
        list="invitations"
        what="the invitations"
        likely={1}
        empty={<span hidden />}
      >
        {(invitations) => (
          <section className={styles.invitations} aria-label="Invited">
            <h2 className={styles.subtitle}>Invited</h2>
            <Table
              name="Invited"
              rows={invitations}
              idOf={(one) => one.id}
              columns={[
                {
                  name: 'E-mail',
                  cell: (one) => (
                    <span className={styles.person}>
                      <bdi>{one.email}</bdi>
                      {one.name ? <bdi className={styles.faint}>{one.name}</bdi> : null}
                    </span>
                  ),
                },
                {
                  name: 'Role',
                  cell: (one) => (
                    <Badge tone={one.role === 'admin' ? 'accent' : 'plain'}>
                      <bdi>{nameOf(one, roles)}</bdi>
                    </Badge>
                  ),
                },
                {
                  name: 'Holds until',
                  cell: (one) =>
                    Date.parse(one.expires_at) <= now ? (
                      <Badge tone="red">Too old</Badge>
                    ) : (
                      <bdi className={styles.when}>{fullTime(one.expires_at)}</bdi>
                    ),
                },
                {
                  name: 'What to do',
                  quiet: true,
                  cell: (one) => (
                    <span className={styles.deeds}>
                      <Button
                        size="s"
                        aria-label={`Send the invitation to ${one.email} again`}
                        onPress={() => resend.mutate(one)}
                      >
                        Send again
                      </Button>
                      <Button
                        size="s"
                        aria-label={`Revoke the invitation to ${one.email}`}
                        onPress={() => setRevoking(one)}
                      >
                        Revoke
                      </Button>
                    </span>
                  ),
                },
              ]}
            />
          </section>
        )}
      </Paged>
      {resend.data?.link ? (
        <LinkOnce invitation={resend.data} isOpen onClose={resend.reset} />
      ) : null}
      <Confirm
        title={`Revoke the invitation to ${revoking?.email ?? ''}?`}
        action="Revoke"
        isOpen={revoking !== null}
        isPending={revoke.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={() => revoking && revoke.mutate(revoking)}
      >
        The link that they have opens nothing any more.
      </Confirm>
    </>
  );
}
