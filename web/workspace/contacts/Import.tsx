// The import of a table: choose a file, say what its columns mean and see its first lines, let it run and
// see how far it has come, and what was not taken in. Which one runs stands in the address.
import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Banner,
  Button,
  Confirm,
  ErrorPanel,
  Select,
  SkeletonLines,
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Download, FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useNow, useTitle } from '../shell/browser.ts';
import { isApiError, sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { number } from '../words/language.ts';
import { sendBytes, useAttributes } from './ask.ts';
import styles from './Import.module.css';
import { say } from './say.ts';

interface Table {
  id: string;
  state: 'receiving' | 'ready' | 'running' | 'done' | 'cancelled';
  name: string;
  headings: string[];
  lines: number;
  done: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  undo?: 'running' | 'done' | null;
  created_at: string;
}

interface Plan {
  columns: (string | null)[];
  match_by: 'email' | 'external_id';
  existing: 'update' | 'skip';
  missing: 'create' | 'skip';
}

interface Preview {
  import: Table;
  plan: Plan;
  rows: { line: number; cells: string[]; faults: { field: string; why: string }[] }[];
}

const page = '/contacts/import';
const pageOf = (id: string) => `${page}?id=${encodeURIComponent(id)}`;

export default function Import() {
  const [, go] = useLocation();
  const begun = new URLSearchParams(useSearch()).get('id');
  const mayManage = useMay('contacts:manage');
  const [preview, setPreview] = useState<Preview | null>(null);
  useTitle(say.importContacts);
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <div>
          <Button
            look="quiet"
            size="s"
            icon={<ArrowLeft aria-hidden className="mirrored" />}
            onPress={() => go('/contacts')}
          >
            {everywhere.contacts}
          </Button>
        </div>
        <h1 className={styles.title}>{say.importContacts}</h1>
        {!mayManage ? (
          <Banner>{say.needsPermission}</Banner>
        ) : begun ? (
          <Progress key={begun} id={begun} onAgain={() => go(page, { replace: true })} />
        ) : preview ? (
          <Look
            preview={preview}
            onPreview={setPreview}
            onStarted={(id) => {
              setPreview(null);
              go(pageOf(id), { replace: true });
            }}
          />
        ) : (
          <>
            {/* The server's own choice is to update: an import that was not thought through renames nobody. */}
            <Choose
              onSent={(sent) => setPreview({ ...sent, plan: { ...sent.plan, existing: 'skip' } })}
            />
            <Earlier />
          </>
        )}
      </div>
    </main>
  );
}

function Choose({ onSent }: { onSent: (preview: Preview) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [part, setPart] = useState<number | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const [isOver, setOver] = useState(false);
  const cancel = useRef<(() => void) | null>(null);
  useEffect(() => () => cancel.current?.(), []);

  async function send(file: File) {
    setRefused(null);
    setPart(0);
    const path = `/api/contact-imports?name=${encodeURIComponent(file.name)}`;
    const sent = sendBytes<Preview>(path, file, 'text/csv', setPart);
    cancel.current = sent.cancel;
    try {
      onSent(await sent.answer);
    } catch (error) {
      if (!(isApiError(error) && error.code === 'cancelled')) setRefused(error);
    }
    cancel.current = null;
    setPart(null);
  }
  return (
    <>
      {refused ? (
        <Banner tone="red" role="alert">
          {sentence(refused)}
        </Banner>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button is the control. */}
      <div
        className={styles.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file && part === null) void send(file);
        }}
      >
        {part === null ? (
          <>
            <p>{say.csv}</p>
            <Button
              look="primary"
              icon={<FileUp aria-hidden />}
              onPress={() => field.current?.click()}
            >
              {say.chooseFile}
            </Button>
            <p className={styles.quiet}>{say.orDrop}</p>
          </>
        ) : (
          <>
            <p role="status">{part < 1 ? say.sendingTable : say.readingTable}</p>
            <progress
              className={styles.progress}
              aria-label={say.sent}
              max={1}
              value={part < 1 ? part : undefined}
            />
            <Button size="s" onPress={() => cancel.current?.()}>
              {everywhere.cancel}
            </Button>
          </>
        )}
      </div>
      <input
        ref={field}
        className={styles.file}
        type="file"
        accept=".csv,text/csv,.tsv,.txt"
        aria-label={say.table}
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void send(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** The way back to those that run, and to the newest of those that have run. */
function Earlier() {
  const client = useClient();
  const now = useNow();
  const asked = useQuery({
    queryKey: ['contact-imports'],
    queryFn: () => client.request<{ imports: Table[] }>('GET', '/api/contact-imports'),
    // One may have begun a moment ago.
    staleTime: 0,
  });
  const shown = (asked.data?.imports ?? [])
    // Not those that were only looked at.
    .filter(({ state, done }) => state in say.importStates && (state !== 'cancelled' || done > 0))
    .filter(({ state }, nth) => state === 'running' || nth < 5);
  if (shown.length === 0) return null;
  return (
    <section className={styles.earlier} aria-label={say.earlierImports}>
      <h2 className={styles.subtitle}>{say.earlierImports}</h2>
      <ul>
        {shown.map(({ id, name, state, created_at }) => (
          <li key={id}>
            <Link href={pageOf(id)}>
              <bdi>{name}</bdi>
            </Link>
            <Badge>{say.importStates[state as keyof typeof say.importStates]}</Badge>
            <time className={styles.quiet} dateTime={created_at} title={fullTime(created_at)}>
              {ago(Date.parse(created_at), now)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

const own = [
  { id: '', label: say.leaveOut },
  { id: 'name', label: everywhere.name },
  { id: 'email', label: everywhere.email },
  { id: 'phone', label: everywhere.phone },
  { id: 'company', label: everywhere.company },
  { id: 'external_id', label: say.externalId },
];

function Look({
  preview,
  onPreview,
  onStarted,
}: {
  preview: Preview;
  onPreview: (preview: Preview | null) => void;
  onStarted: (id: string) => void;
}) {
  const client = useClient();
  const attributes = useAttributes();
  const { import: table, plan, rows } = preview;
  const path = `/api/contact-imports/${table.id}`;
  const look = useMutation({
    mutationFn: (changed: Plan) => client.request<Preview>('POST', `${path}/preview`, changed),
  });
  const start = useMutation({
    mutationFn: () => client.request<Table>('POST', `${path}/start`, plan),
    onSuccess: () => onStarted(table.id),
  });
  const cancel = useMutation({
    mutationFn: () => client.request('DELETE', path),
    onSettled: () => onPreview(null),
  });
  const change = (part: Partial<Plan>) => {
    const changed = { ...plan, ...part };
    start.reset();
    // Shown at once; what the server says of the lines follows.
    onPreview({ ...preview, plan: changed });
    // Only of the latest choice: an answer about an earlier one may come late.
    look.mutate(changed, { onSuccess: onPreview });
  };
  const fields = [
    ...own,
    ...attributes.map(({ key, label }) => ({ id: `attribute:${key}`, label })),
  ];
  const faulty = rows.filter((one) => one.faults.length > 0).length;
  // Of the lines that are not shown nobody knows yet.
  const taken = table.lines - faulty;
  const isExact = faulty === 0 || rows.length >= table.lines;
  const refused = start.error ?? look.error;
  return (
    <>
      <p className={styles.lead}>
        {filled((name) => say.linesOf(name, table.lines), <bdi>{table.name}</bdi>)}
      </p>
      {refused ? (
        <Banner tone="red" role="alert">
          {sentence(refused)}
        </Banner>
      ) : null}
      <div className={styles.choices}>
        <Select
          label={say.findBy}
          options={[
            { id: 'email', label: everywhere.email },
            { id: 'external_id', label: say.externalId },
          ]}
          value={plan.match_by}
          onChange={(match_by) => change({ match_by })}
        />
        <Select
          label={say.thoseThere}
          options={[
            { id: 'update', label: say.update },
            { id: 'skip', label: say.leaveAsIs },
          ]}
          value={plan.existing}
          onChange={(existing) => change({ existing })}
        />
        <Select
          label={say.thoseNot}
          options={[
            { id: 'create', label: say.addThem },
            { id: 'skip', label: say.leaveThem },
          ]}
          value={plan.missing}
          onChange={(missing) => change({ missing })}
        />
      </div>
      {faulty > 0 ? <Banner tone="amber">{say.faulty(faulty, rows.length)}</Banner> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard. */}
      <section className={styles.frame} aria-label={say.firstLines} tabIndex={0}>
        <table className={styles.table} aria-label={say.firstLines}>
          <thead>
            <tr>
              <th scope="col">{say.line}</th>
              {table.headings.map((heading, place) => (
                <th key={heading} scope="col">
                  <span className={styles.heading}>
                    <bdi>{heading}</bdi>
                    <Select
                      label={say.column(heading)}
                      hideLabel
                      size="s"
                      options={fields}
                      value={plan.columns[place] ?? ''}
                      onChange={(field) =>
                        change({
                          columns: plan.columns.map((before, at) =>
                            at === place ? field || null : before,
                          ),
                        })
                      }
                    />
                  </span>
                </th>
              ))}
              <th scope="col">{say.problems}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.line} data-faulty={one.faults.length > 0 || undefined}>
                <td>{one.line}</td>
                {table.headings.map((heading, place) => (
                  <td key={heading} data-out={plan.columns[place] ? undefined : true}>
                    <bdi>{one.cells[place]}</bdi>
                  </td>
                ))}
                <td>
                  {one.faults.map(({ field, why }) => (
                    <span key={field} className={styles.fault}>
                      {field}: {why}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles.deeds}>
        <Button isPending={cancel.isPending} onPress={() => cancel.mutate()}>
          {everywhere.cancel}
        </Button>
        <Button
          look="primary"
          isDisabled={look.error !== null || taken <= 0}
          isPending={start.isPending || look.isPending}
          onPress={() => start.mutate()}
        >
          {(isExact ? say.imports : say.importsAtMost)(taken)}
        </Button>
      </div>
    </>
  );
}

function Progress({ id, onAgain }: { id: string; onAgain: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const path = `/api/contact-imports/${id}`;
  const asked = useQuery({
    queryKey: ['contact-import', id],
    queryFn: () => client.request<Table>('GET', path),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'running' || data?.undo === 'running' ? 700 : false,
  });
  const { state, undo } = asked.data ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was undone changed them, too.
  useEffect(() => {
    if (state === 'done' || state === 'cancelled')
      for (const key of ['contacts', 'contact', 'companies'])
        void queries.invalidateQueries({ queryKey: [key] });
  }, [state, undo, queries]);
  // It was never begun: only choosing its file anew shows what it would do.
  const isBegun = state !== 'ready' && state !== 'receiving';
  const again = useRef(onAgain);
  again.current = onAgain;
  useEffect(() => {
    if (!isBegun) again.current();
  }, [isBegun]);
  const cancel = useMutation({
    mutationFn: () => client.request('DELETE', path),
    onSuccess: () => asked.refetch(),
    onError: (error) => toast({ text: say.notCancelled(sentence(error)) }),
  });
  const [isAsking, setAsking] = useState(false);
  const takeBack = useMutation({
    mutationFn: () => client.request<Table>('POST', `${path}/undo`, {}),
    onSuccess: (begun) => {
      queries.setQueryData(['contact-import', id], begun);
      setAsking(false);
    },
  });
  if (asked.isPending || !isBegun)
    return <SkeletonLines label={everywhere.loading(everywhere.listOf.import)} />;
  if (!asked.data)
    return (
      <ErrorPanel
        title={everywhere.notLoaded(everywhere.listOf.import)}
        onRetry={() => void asked.refetch()}
      >
        {sentence(asked.error)}
      </ErrorPanel>
    );
  const { lines, done, created, updated, skipped, failed } = asked.data;
  return (
    <>
      <p role="status" className={styles.lead}>
        {undo === 'done'
          ? say.importUndone
          : undo === 'running'
            ? say.undoing
            : state === 'done'
              ? say.importDone
              : state === 'cancelled'
                ? say.importCancelled
                : say.importing(number(done), lines)}
      </p>
      <progress className={styles.progress} aria-label={say.carriedOut} max={lines} value={done} />
      <dl className={styles.counts}>
        {Object.entries({
          [say.counts.added]: created,
          [say.counts.updated]: updated,
          [say.counts.leftOut]: skipped,
          [say.counts.notTaken]: failed,
        }).map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.deeds}>
        {failed > 0 ? (
          <a className={styles.download} href={`${path}/faults`} download="import-faults.csv">
            <Download aria-hidden />
            {say.whyNot}
          </a>
        ) : null}
        {state === 'running' ? (
          <Button isPending={cancel.isPending} onPress={() => cancel.mutate()}>
            {say.cancelRest}
          </Button>
        ) : undo === 'running' ? null : (
          <>
            {created + updated > 0 && !undo ? (
              <Button onPress={() => setAsking(true)}>{everywhere.undo}</Button>
            ) : null}
            <Button onPress={onAgain}>{say.another}</Button>
            <Button look="primary" onPress={() => go('/contacts')}>
              {say.see}
            </Button>
          </>
        )}
      </div>
      <Confirm
        title={say.undoImport}
        action={everywhere.undo}
        isOpen={isAsking}
        isPending={takeBack.isPending}
        onClose={() => {
          takeBack.reset();
          setAsking(false);
        }}
        onConfirm={() => takeBack.mutate()}
      >
        {takeBack.error ? sentence(takeBack.error) : say.undoImportMeans}
      </Confirm>
    </>
  );
}
