// Owed work: what waits, what is done, what was given up and why. What was given up is tried again, what
// waits is given up; both stand in the trail, and each can be taken back by the other.

import { useClient } from '@antiphon/sdk/react';
import { Badge, type BadgeProps, Button, EmptyState, Select, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { say as frame } from '../shell/say.ts';
import { sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { number } from '../words/language.ts';
import styles from './Jobs.module.css';
import { say } from './say.ts';

interface Job {
  id: string;
  kind: string;
  state: 'ready' | 'running' | 'done' | 'dead';
  run_at: string;
  attempts: number;
  max_attempts: number;
  last_error: string | null;
  finished_at: string | null;
}

const states = [
  { id: 'any', label: say.states.any },
  { id: 'dead', label: say.states.dead },
  { id: 'ready', label: say.states.ready },
  { id: 'running', label: say.states.running },
  { id: 'done', label: say.states.done },
] as const;

const tones: Record<Job['state'], BadgeProps['tone']> = {
  ready: 'plain',
  running: 'accent',
  done: 'green',
  dead: 'red',
};

/** "files.clean" as "Files clean", where it has no words of its own. */
const kindOf = (kind: string) => {
  if (say.kinds[kind]) return say.kinds[kind];
  const words = kind.replace(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export default function Jobs() {
  const client = useClient();
  const queries = useQueryClient();
  const [state, setState] = useState<(typeof states)[number]['id']>('any');
  const change = useMutation({
    mutationFn: ({ job, deed }: { job: Job; deed: 'retry' | 'discard' }) =>
      client.request<Job>('POST', `/api/jobs/${job.id}/${deed}`),
    onSuccess: (job, { deed }) => {
      const back = deed === 'retry' ? 'discard' : 'retry';
      toast({
        text: deed === 'retry' ? say.triedAgain : say.givenUp,
        about: `job:${job.id}`,
        action: { label: everywhere.undo, run: () => change.mutate({ job, deed: back }) },
      });
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs', 'pages'] }),
  });

  return (
    <Page title={frame.pages.jobs} lead={say.lead}>
      <Select label={say.where} hideLabel options={[...states]} value={state} onChange={setState} />
      <Paged<Job>
        path="/api/jobs"
        query={new URLSearchParams(state === 'any' ? {} : { state })}
        list="jobs"
        what={everywhere.listOf.jobs}
        likely={5}
        empty={
          <EmptyState
            icon={<ListChecks />}
            title={state === 'dead' ? say.nothingGivenUp : say.nothingOwed}
          >
            {say.appears}
          </EmptyState>
        }
      >
        {(jobs) => (
          <Table
            name={frame.pages.jobs}
            rows={jobs}
            idOf={(job) => job.id}
            columns={[
              {
                name: say.work,
                cell: (job) => (
                  <span className={styles.work}>
                    <span className={styles.kind}>{kindOf(job.kind)}</span>
                    {job.last_error && job.state !== 'done' ? (
                      <span className={styles.why}>{job.last_error}</span>
                    ) : null}
                  </span>
                ),
              },
              {
                name: say.state,
                cell: (job) => (
                  <Badge tone={tones[job.state]}>
                    {states.find((one) => one.id === job.state)?.label}
                  </Badge>
                ),
              },
              {
                name: say.tries,
                cell: (job) => say.triesOf(number(job.attempts), number(job.max_attempts)),
              },
              {
                name: say.when,
                cell: (job) => (
                  <bdi className={styles.when}>{fullTime(job.finished_at ?? job.run_at)}</bdi>
                ),
              },
              {
                name: everywhere.whatToDo,
                quiet: true,
                cell: (job) =>
                  job.state === 'dead' ? (
                    <Button
                      size="s"
                      aria-label={say.triesAgain(kindOf(job.kind))}
                      onPress={() => change.mutate({ job, deed: 'retry' })}
                    >
                      {everywhere.tryAgain}
                    </Button>
                  ) : job.state === 'ready' ? (
                    <Button
                      size="s"
                      aria-label={say.givesUp(kindOf(job.kind))}
                      onPress={() => change.mutate({ job, deed: 'discard' })}
                    >
                      {say.giveUp}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  );
}
