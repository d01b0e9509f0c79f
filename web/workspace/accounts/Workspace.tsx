// The workspace's own settings, each change with a way back, and what the server's configuration decides beside them:
// shown under the names by which whoever runs the server finds them.
import { fileSize } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import { Button, ErrorPanel, SkeletonLines, TextField, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import styles from './Workspace.module.css';

type Value = string | number | boolean | string[] | null;

interface Settings {
  id: string;
  name: string;
  file_quota: number | null;
  created_at: string;
  server: { name: string; value: Value }[];
}

type Change = Partial<Pick<Settings, 'name' | 'file_quota'>>;

const MEGABYTE = 1024 * 1024;

export default function Workspace() {
  const client = useClient();
  const settings = useQuery({
    queryKey: ['workspace'],
    queryFn: () => client.request<Settings>('GET', '/api/workspace'),
  });
  return (
    <Page title="Workspace" lead="Each change stands in the audit trail.">
      {settings.isPending ? (
        <SkeletonLines label="Loading the settings" lines={6} />
      ) : settings.error && !settings.data ? (
        <ErrorPanel
          title="The settings could not be loaded"
          onRetry={() => void settings.refetch()}
        >
          {sentence(settings.error)}
        </ErrorPanel>
      ) : (
        <>
          <Name settings={settings.data} />
          <Room settings={settings.data} />
          <Server settings={settings.data} />
        </>
      )}
    </Page>
  );
}

/** Changes the settings, and offers the former ones back. */
function useChange(before: Settings) {
  const client = useClient();
  const queries = useQueryClient();
  const show = (after: Settings) => {
    queries.setQueryData(['workspace'], after);
    // The name stands in the frame too.
    void queries.invalidateQueries({ queryKey: ['me'] });
  };
  const send = (change: Change) => client.request<Settings>('PATCH', '/api/workspace', change);
  return useMutation({
    mutationFn: send,
    onSuccess: (after, change) => {
      show(after);
      const former = Object.fromEntries(
        (Object.keys(change) as (keyof Change)[]).map((name) => [name, before[name]]),
      );
      toast({
        text: 'Saved.',
        action: {
          label: 'Undo',
          run: () =>
            void send(former).then(show, (error) =>
              toast({ text: `Not undone. ${sentence(error)}` }),
            ),
        },
      });
    },
  });
}

function Name({ settings }: { settings: Settings }) {
  const [name, setName] = useState(settings.name);
  useEffect(() => setName(settings.name), [settings.name]);
  const change = useChange(settings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && name.trim() !== settings.name) change.mutate({ name: name.trim() });
  };
  return (
    <Card title="Name">
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="Name of the workspace"
          hint="Colleagues see it, and it stands as the sender of mail."
          autoComplete="off"
          value={name}
          onChange={setName}
          error={
            change.error ? (fieldError(change.error, 'name') ?? sentence(change.error)) : undefined
          }
        />
        <div>
          <Button
            type="submit"
            look="primary"
            isPending={change.isPending}
            isDisabled={!name.trim() || name.trim() === settings.name}
          >
            Save the name
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Room({ settings }: { settings: Settings }) {
  const known = settings.file_quota === null ? '' : String(settings.file_quota / MEGABYTE);
  const [text, setText] = useState(known);
  useEffect(() => setText(known), [known]);
  const change = useChange(settings);
  const number = Number(text.replace(',', '.'));
  const isWrong = text.trim() !== '' && !(number > 0);
  const quota = text.trim() === '' ? null : Math.round(number * MEGABYTE);
  const server = settings.server.find(({ name }) => name === 'files.quota_bytes')?.value;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong && quota !== settings.file_quota) change.mutate({ file_quota: quota });
  };
  return (
    <Card title="Room for files">
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="All files together, in megabytes"
          hint={
            typeof server === 'number' && server > 0
              ? `Left empty, the server's limit holds: ${fileSize(server)}.`
              : 'Left empty, there is no limit.'
          }
          autoComplete="off"
          value={text}
          onChange={setText}
          error={
            isWrong
              ? 'Give a number above zero, or nothing.'
              : change.error
                ? (fieldError(change.error, 'file_quota') ?? sentence(change.error))
                : undefined
          }
        />
        <div>
          <Button
            type="submit"
            look="primary"
            isPending={change.isPending}
            isDisabled={isWrong || quota === settings.file_quota}
          >
            Save the limit
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** What each setting of the server decides, in words. */
const words: Record<string, string> = {
  public_url: 'Address of this server, in links',
  cors_origins: 'Other sites whose pages may call the API',
  'files.max_bytes': 'Largest file',
  'files.quota_bytes': 'Room for files of one workspace',
  'files.bucket': 'Files lie in a bucket',
  'imports.max_bytes': 'Largest table of contacts',
  'imports.max_lines': 'Longest table of contacts',
  'mail.host': 'Mail goes out',
  'mail.from': 'Address that mail comes from',
  'limits.requests_per_second': 'Requests a second from one caller',
  'limits.failed_sign_ins': 'Wrong passwords in 15 minutes',
  redis_url: 'Several nodes share one Redis',
};

function shown(name: string, value: Value): string {
  if (value === null) return 'Not set';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.join(', ') || 'None';
  if (typeof value === 'string') return value;
  if (value === 0 && name !== 'imports.max_lines') return 'No limit';
  return name.endsWith('_bytes') ? fileSize(value) : value.toLocaleString();
}

function Server({ settings }: { settings: Settings }) {
  return (
    <Card title="Set on the server">
      <p className={styles.lead}>
        Whoever runs the server decides these for all workspaces, in its configuration. Sites that
        may show the widget are chosen at each inbox. This workspace was made on{' '}
        {fullTime(settings.created_at)}.
      </p>
      <dl className={styles.settings}>
        {settings.server.map(({ name, value }) => (
          <div key={name} className={styles.setting}>
            <dt>
              {words[name] ?? name}
              <code className={styles.code}>{name}</code>
            </dt>
            <dd>
              <bdi>{shown(name, value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
