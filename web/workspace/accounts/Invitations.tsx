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
import { everywhere } from '../words/everywhere.ts';
import { type Invitation, type InvitationAnswer, LinkOnce } from './Invite.tsx';
import styles from './People.module.css';
import { nameOf, type Role } from './permissions.ts';
import { say } from './say.ts';

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
      if (!link) toast({ text: say.goesAgain(email) });
      return again();
    },
    onError: (error) => toast({ text: say.notSent(sentence(error)) }),
  });
  const revoke = useMutation({
    mutationFn: ({ id }: Invitation) => client.request('DELETE', `/api/invitations/${id}`),
    onSuccess: () => {
      toast({ text: say.takenBack });
      setRevoking(null);
      return again();
    },
    onError: (error) => toast({ text: say.notTakenBack(sentence(error)) }),
  });

  return (
    <>
      <Paged<Invitation>
        path="/api/invitations"
        list="invitations"
        what={everywhere.listOf.invitations}
        likely={1}
        empty={<span hidden />}
      >
        {(invitations) => (
          <section className={styles.invitations} aria-label={say.invited}>
            <h2 className={styles.subtitle}>{say.invited}</h2>
            <Table
              name={say.invited}
              rows={invitations}
              idOf={(one) => one.id}
              columns={[
                {
                  name: everywhere.email,
                  cell: (one) => (
                    <span className={styles.person}>
                      <bdi>{one.email}</bdi>
                      {one.name ? <bdi className={styles.faint}>{one.name}</bdi> : null}
                    </span>
                  ),
                },
                {
                  name: everywhere.role,
                  cell: (one) => (
                    <Badge tone={one.role === 'admin' ? 'accent' : 'plain'}>
                      <bdi>{nameOf(one, roles)}</bdi>
                    </Badge>
                  ),
                },
                {
                  name: say.holdsUntil,
                  cell: (one) =>
                    Date.parse(one.expires_at) <= now ? (
                      <Badge tone="red">{say.tooOld}</Badge>
                    ) : (
                      <bdi className={styles.when}>{fullTime(one.expires_at)}</bdi>
                    ),
                },
                {
                  name: everywhere.whatToDo,
                  quiet: true,
                  cell: (one) => (
                    <span className={styles.deeds}>
                      <Button
                        size="s"
                        aria-label={say.sendsAgain(one.email)}
                        onPress={() => resend.mutate(one)}
                      >
                        {say.sendAgain}
                      </Button>
                      <Button
                        size="s"
                        aria-label={say.revokes(one.email)}
                        onPress={() => setRevoking(one)}
                      >
                        {say.revoke}
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
        title={say.reallyRevoke(revoking?.email ?? '')}
        action={say.revoke}
        isOpen={revoking !== null}
        isPending={revoke.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={() => revoking && revoke.mutate(revoking)}
      >
        {say.revokeMeans}
      </Confirm>
    </>
  );
}
