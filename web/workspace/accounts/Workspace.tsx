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
import { everywhere } from '../words/everywhere.ts';
import { locale, number as numberOf } from '../words/language.ts';
import { say } from './say.ts';
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
    <Page title={say.workspace} lead={say.workspaceLead}>
      {settings.isPending ? (
        <SkeletonLines label={everywhere.loading(everywhere.listOf.settings)} lines={6} />
      ) : settings.error && !settings.data ? (
        <ErrorPanel
          title={everywhere.notLoaded(everywhere.listOf.settings)}
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
        text: say.saved,
        about: `workspace:${before.id}`,
        action: {
          label: everywhere.undo,
          run: () =>
            void send(former).then(show, (error) =>
              toast({ text: everywhere.notUndone(sentence(error)) }),
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
    <Card title={everywhere.name}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={say.workspaceName}
          hint={say.workspaceNameHint}
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
            {say.saveName}
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
    <Card title={say.room}>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={say.roomInMegabytes}
          hint={
            typeof server === 'number' && server > 0
              ? say.serverLimit(fileSize(server, locale))
              : say.noLimitHint
          }
          autoComplete="off"
          value={text}
          onChange={setText}
          error={
            isWrong
              ? say.aboveZero
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
            {say.saveLimit}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** What each setting of the server decides, in words. */
const words: Record<string, string> = say.server;

function shown(name: string, value: Value): string {
  if (value === null) return everywhere.notSet;
  if (typeof value === 'boolean') return value ? everywhere.yes : everywhere.no;
  if (Array.isArray(value)) return value.join(', ') || say.none;
  if (typeof value === 'string') return value;
  if (value === 0 && name !== 'imports.max_lines') return say.noLimit;
  return name.endsWith('_bytes') ? fileSize(value, locale) : numberOf(value);
}

function Server({ settings }: { settings: Settings }) {
  return (
    <Card title={say.setOnServer}>
      <p className={styles.lead}>{say.setOnServerMeans(fullTime(settings.created_at))}</p>
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
