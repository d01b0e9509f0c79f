// Owed work: what waits, what is done, what was given up and why. What was given up is tried again, what
// waits is given up; both stand in the trail, and each can be taken back by the other.

import { useClient } from '@antiphon/sdk/react';
import { Badge, type BadgeProps, Button, EmptyState, Select, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import styles from './Jobs.module.css';

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
  { id: 'any', label: 'All' },
  { id: 'dead', label: 'Given up' },
  { id: 'ready', label: 'Waiting' },
  { id: 'running', label: 'Running' },
  { id: 'done', label: 'Done' },
] as const;

const tones: Record<Job['state'], BadgeProps['tone']> = {
  ready: 'plain',
  running: 'accent',
  done: 'green',
  dead: 'red',
};

/** "files.clean" as "Files clean". */
const kindOf = (kind: string) => {
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
        text: deed === 'retry' ? 'It is tried again.' : 'It is given up.',
        action: { label: 'Undo', run: () => change.mutate({ job, deed: back }) },
      });
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs', 'pages'] }),
  });

  return (
    <Page
      title="Jobs"
      lead="Work that is owed for what people did, such as imports and mail. It is tried again by itself; what failed too often is given up and kept for 30 days."
    >
      <Select
        label="Where it stands"
        hideLabel
        options={[...states]}
        value={state}
        onChange={setState}
      />
      <Paged<Job>
        path="/api/jobs"
        query={new URLSearchParams(state === 'any' ? {} : { state })}
        list="jobs"
        what="the jobs"
        likely={5}
        empty={
          <EmptyState
            icon={<ListChecks />}
            title={state === 'dead' ? 'Nothing was given up' : 'Nothing is owed'}
          >
            Work appears here while it waits, and for a day after it was done.
          </EmptyState>
        }
      >
        {(jobs) => (
          <Table
            name="Jobs"
            rows={jobs}
            idOf={(job) => job.id}
            columns={[
              {
                name: 'Work',
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
                name: 'State',
                cell: (job) => (
                  <Badge tone={tones[job.state]}>
                    {states.find((one) => one.id === job.state)?.label}
                  </Badge>
                ),
              },
              { name: 'Tries', cell: (job) => `${job.attempts} of ${job.max_attempts}` },
              {
                name: 'When',
                cell: (job) => (
                  <bdi className={styles.when}>{fullTime(job.finished_at ?? job.run_at)}</bdi>
                ),
              },
              {
                name: 'What to do',
                quiet: true,
                cell: (job) =>
                  job.state === 'dead' ? (
                    <Button
                      size="s"
                      aria-label={`Try ${kindOf(job.kind)} again`}
                      onPress={() => change.mutate({ job, deed: 'retry' })}
                    >
                      Try again
                    </Button>
                  ) : job.state === 'ready' ? (
                    <Button
                      size="s"
                      aria-label={`Give up ${kindOf(job.kind)}`}
                      onPress={() => change.mutate({ job, deed: 'discard' })}
                    >
                      Give up
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
