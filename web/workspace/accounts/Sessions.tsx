// Where one is signed in, and a way to end what one does not know.

import { useClient } from '@antiphon/sdk/react';
import { Badge, Button, Confirm, ErrorPanel, SkeletonRows, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNow } from '../shell/browser.ts';
import { Page, Table } from '../shell/Page.tsx';
import { sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import { Password } from './Password.tsx';
import styles from './People.module.css';

interface SignIn {
  id: string;
  created_at: string;
  last_used_at?: string | null;
  address?: string | null;
  user_agent?: string | null;
  current?: boolean;
}

export default function Sessions() {
  const { signOut } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const now = useNow();
  const [changing, setChanging] = useState(false);
  const [endingOthers, setEndingOthers] = useState(false);
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: () => client.request<{ sessions: SignIn[] }>('GET', '/api/sessions'),
  });
  const end = useMutation({
    mutationFn: (id: string) => client.request('DELETE', `/api/sessions/${id}`),
    onSuccess: () => {
      toast({ text: 'That session is signed out.' });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
  });
  const endOthers = useMutation({
    mutationFn: () => client.request('DELETE', '/api/sessions'),
    onSuccess: () => {
      toast({ text: 'You are signed out everywhere else.' });
      setEndingOthers(false);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
  });

  return (
    <Page
      title="Sessions"
      lead="Where you are signed in. End what you do not know, then change your password."
      action={
        <span className={styles.deeds}>
          <Button onPress={() => setEndingOthers(true)}>Sign out everywhere else…</Button>
          <Button onPress={() => setChanging(true)}>Change password…</Button>
        </span>
      }
    >
      {sessions.isPending ? (
        <SkeletonRows label="Loading sessions" rows={2} />
      ) : sessions.error ? (
        <ErrorPanel
          title="The sessions could not be loaded"
          onRetry={() => void sessions.refetch()}
        >
          {sentence(sessions.error)}
        </ErrorPanel>
      ) : (
        <Table
          name="Sessions"
          rows={sessions.data.sessions}
          idOf={(one) => one.id}
          columns={[
            {
              name: 'Device',
              cell: (one) => (
                <span className={styles.person}>
                  {deviceOf(one.user_agent)}
                  {one.current ? <Badge tone="green">This one</Badge> : null}
                </span>
              ),
            },
            {
              name: 'Address',
              cell: (one) =>
                one.address ? <bdi>{one.address}</bdi> : <span className={styles.faint}>–</span>,
            },
            { name: 'Signed in', cell: (one) => <bdi>{fullTime(one.created_at)}</bdi> },
            {
              name: 'Last used',
              cell: (one) =>
                one.last_used_at ? (
                  <bdi>{ago(Date.parse(one.last_used_at), now)}</bdi>
                ) : (
                  <span className={styles.faint}>–</span>
                ),
            },
            {
              name: 'What to do',
              quiet: true,
              cell: (one) => (
                <Button
                  size="s"
                  aria-label={
                    one.current ? 'Sign out here' : `End the session in ${deviceOf(one.user_agent)}`
                  }
                  onPress={() => (one.current ? void signOut() : end.mutate(one.id))}
                >
                  {one.current ? 'Sign out' : 'End'}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Confirm
        title="Sign out everywhere else?"
        action="Sign out everywhere else"
        isOpen={endingOthers}
        isPending={endOthers.isPending}
        onClose={() => setEndingOthers(false)}
        onConfirm={() => endOthers.mutate()}
      >
        All your other sessions end at once, in all your workspaces. This one stays.
      </Confirm>
      <Password isOpen={changing} onClose={() => setChanging(false)} />
    </Page>
  );
}

/** Browser and system out of a user-agent text, as far as a person wants to know. */
export function deviceOf(agent: string | null | undefined): string {
  if (!agent) return 'Unknown device';
  const browser =
    [
      ['Edg/', 'Edge'],
      ['OPR/', 'Opera'],
      ['Firefox/', 'Firefox'],
      ['Chrome/', 'Chrome'],
      ['Safari/', 'Safari'],
    ].find(([sign]) => agent.includes(sign as string))?.[1] ?? 'Browser';
  const system = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['Windows', 'Windows'],
    ['Mac OS', 'Mac'],
    ['Linux', 'Linux'],
  ].find(([sign]) => agent.includes(sign as string))?.[1];
  if (!/Mozilla/.test(agent)) return agent.split(/[ /]/)[0] ?? 'Program';
  return system ? `${browser} on ${system}` : browser;
}
