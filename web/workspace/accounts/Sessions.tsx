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
import { everywhere } from '../words/everywhere.ts';
import { Password } from './Password.tsx';
import styles from './People.module.css';
import { say } from './say.ts';

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
      toast({ text: say.sessionEnded });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
  });
  const endOthers = useMutation({
    mutationFn: () => client.request('DELETE', '/api/sessions'),
    onSuccess: () => {
      toast({ text: say.othersEnded });
      setEndingOthers(false);
      void queries.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
  });

  return (
    <Page
      title={say.sessions}
      lead={say.sessionsLead}
      action={
        <span className={styles.deeds}>
          <Button onPress={() => setEndingOthers(true)}>{say.askEndOthers}</Button>
          <Button onPress={() => setChanging(true)}>{say.askChangePassword}</Button>
        </span>
      }
    >
      {sessions.isPending ? (
        <SkeletonRows label={say.loadingSessions} rows={2} />
      ) : sessions.error ? (
        <ErrorPanel title={say.sessionsNotLoaded} onRetry={() => void sessions.refetch()}>
          {sentence(sessions.error)}
        </ErrorPanel>
      ) : (
        <Table
          name={say.sessions}
          rows={sessions.data.sessions}
          idOf={(one) => one.id}
          columns={[
            {
              name: say.device,
              cell: (one) => (
                <span className={styles.person}>
                  {deviceOf(one.user_agent)}
                  {one.current ? <Badge tone="green">{say.thisOne}</Badge> : null}
                </span>
              ),
            },
            {
              name: say.address,
              cell: (one) =>
                one.address ? <bdi>{one.address}</bdi> : <span className={styles.faint}>–</span>,
            },
            { name: say.signedIn, cell: (one) => <bdi>{fullTime(one.created_at)}</bdi> },
            {
              name: say.lastUsed,
              cell: (one) =>
                one.last_used_at ? (
                  <bdi>{ago(Date.parse(one.last_used_at), now)}</bdi>
                ) : (
                  <span className={styles.faint}>–</span>
                ),
            },
            {
              name: everywhere.whatToDo,
              quiet: true,
              cell: (one) => (
                <Button
                  size="s"
                  aria-label={
                    one.current ? say.signOutHere : say.endSessionIn(deviceOf(one.user_agent))
                  }
                  onPress={() => (one.current ? void signOut() : end.mutate(one.id))}
                >
                  {one.current ? say.signOut : say.end}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Confirm
        title={say.reallyEndOthers}
        action={say.endOthers}
        isOpen={endingOthers}
        isPending={endOthers.isPending}
        onClose={() => setEndingOthers(false)}
        onConfirm={() => endOthers.mutate()}
      >
        {say.endOthersMeans}
      </Confirm>
      <Password isOpen={changing} onClose={() => setChanging(false)} />
    </Page>
  );
}

/** Browser and system out of a user-agent text, as far as a person wants to know. */
export function deviceOf(agent: string | null | undefined): string {
  if (!agent) return say.unknownDevice;
  const browser =
    [
      ['Edg/', 'Edge'],
      ['OPR/', 'Opera'],
      ['Firefox/', 'Firefox'],
      ['Chrome/', 'Chrome'],
      ['Safari/', 'Safari'],
    ].find(([sign]) => agent.includes(sign as string))?.[1] ?? say.browser;
  const system = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['Windows', 'Windows'],
    ['Mac OS', 'Mac'],
    ['Linux', 'Linux'],
  ].find(([sign]) => agent.includes(sign as string))?.[1];
  if (!/Mozilla/.test(agent)) return agent.split(/[ /]/)[0] ?? say.program;
  return system ? say.browserOn(browser, system) : browser;
}
