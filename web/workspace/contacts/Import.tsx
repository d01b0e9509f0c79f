// The import of a table: choose a file, say what its columns mean and see its first lines, let it run and
// see how far it has come, and what was not taken in.
import { useClient } from '@antiphon/sdk/react';
import { Banner, Button, ErrorPanel, Select, SkeletonLines, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Download, FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { isApiError, sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { sendBytes, useAttributes } from './ask.ts';
import styles from './Import.module.css';
import { counted } from './model.ts';

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

export default function Import() {
  const [, go] = useLocation();
  const mayManage = useMay('contacts:manage');
  const [preview, setPreview] = useState<Preview | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  useTitle('Import contacts');
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <div>
          <Button
            look="quiet"
            size="s"
            icon={<ArrowLeft aria-hidden />}
            onPress={() => go('/contacts')}
          >
            Contacts
          </Button>
        </div>
        <h1 className={styles.title}>Import contacts</h1>
        {!mayManage ? (
          <Banner>Importing needs the permission contacts:manage, which admins have.</Banner>
        ) : running ? (
          <Progress id={running} onAgain={() => setRunning(null)} />
        ) : preview ? (
          <Look
            preview={preview}
            onPreview={setPreview}
            onStarted={(id) => {
              setPreview(null);
              setRunning(id);
            }}
          />
        ) : (
          <Choose onSent={setPreview} />
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
            <p>
              A table as CSV in UTF-8. The first line names the columns, such as name, email, phone,
              company.
            </p>
            <Button
              look="primary"
              icon={<FileUp aria-hidden />}
              onPress={() => field.current?.click()}
            >
              Choose a file
            </Button>
            <p className={styles.quiet}>or drop it here. Nothing is changed before you say so.</p>
          </>
        ) : (
          <>
            <p role="status">{part < 1 ? 'Sending the table…' : 'Reading the table…'}</p>
            <progress
              className={styles.progress}
              aria-label="Sent"
              max={1}
              value={part < 1 ? part : undefined}
            />
            <Button size="s" onPress={() => cancel.current?.()}>
              Cancel
            </Button>
          </>
        )}
      </div>
      <input
        ref={field}
        className={styles.file}
        type="file"
        accept=".csv,text/csv,.tsv,.txt"
        aria-label="Table of contacts"
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

const own = [
  { id: '', label: 'Leave out' },
  { id: 'name', label: 'Name' },
  { id: 'email', label: 'E-mail' },
  { id: 'phone', label: 'Phone' },
  { id: 'company', label: 'Company' },
  { id: 'external_id', label: 'External id' },
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
    onSuccess: onPreview,
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
    look.mutate(changed);
  };
  const fields = [
    ...own,
    ...attributes.map(({ key, label }) => ({ id: `attribute:${key}`, label })),
  ];
  const faulty = rows.filter((one) => one.faults.length > 0).length;
  const refused = start.error ?? look.error;
  return (
    <>
      <p className={styles.lead}>
        <bdi>{table.name}</bdi>: {counted(table.lines, 'line')}. Say what each column is; the first
        lines are below.
      </p>
      {refused ? (
        <Banner tone="red" role="alert">
          {sentence(refused)}
        </Banner>
      ) : null}
      <div className={styles.choices}>
        <Select
          label="Find contacts by"
          options={[
            { id: 'email', label: 'E-mail' },
            { id: 'external_id', label: 'External id' },
          ]}
          value={plan.match_by}
          onChange={(match_by) => change({ match_by })}
        />
        <Select
          label="Those that are there"
          options={[
            { id: 'update', label: 'Update them' },
            { id: 'skip', label: 'Leave them as they are' },
          ]}
          value={plan.existing}
          onChange={(existing) => change({ existing })}
        />
        <Select
          label="Those that are not"
          options={[
            { id: 'create', label: 'Add them' },
            { id: 'skip', label: 'Leave them out' },
          ]}
          value={plan.missing}
          onChange={(missing) => change({ missing })}
        />
      </div>
      {faulty > 0 ? (
        <Banner tone="amber">
          {counted(faulty, 'line')} of the {rows.length} shown will not be taken in as they are. The
          others will.
        </Banner>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard. */}
      <section className={styles.frame} aria-label="The first lines" tabIndex={0}>
        <table className={styles.table} aria-label="The first lines">
          <thead>
            <tr>
              <th scope="col">Line</th>
              {table.headings.map((heading, place) => (
                <th key={heading} scope="col">
                  <span className={styles.heading}>
                    <bdi>{heading}</bdi>
                    <Select
                      label={`Column ${heading}`}
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
              <th scope="col">Problems</th>
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
          Cancel
        </Button>
        <Button
          look="primary"
          isDisabled={look.error !== null}
          isPending={start.isPending || look.isPending}
          onPress={() => start.mutate()}
        >
          Import {counted(table.lines, 'line')}
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
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 700 : false),
  });
  const state = asked.data?.state;
  useEffect(() => {
    if (state === 'done' || state === 'cancelled')
      for (const key of ['contacts', 'companies'])
        void queries.invalidateQueries({ queryKey: [key] });
  }, [state, queries]);
  const cancel = useMutation({
    mutationFn: () => client.request('DELETE', path),
    onSuccess: () => asked.refetch(),
    onError: (error) => toast({ text: `Not cancelled. ${sentence(error)}` }),
  });
  if (asked.isPending) return <SkeletonLines label="Loading the import" />;
  if (!asked.data)
    return (
      <ErrorPanel title="The import could not be loaded" onRetry={() => void asked.refetch()}>
        {sentence(asked.error)}
      </ErrorPanel>
    );
  const { lines, done, created, updated, skipped, failed } = asked.data;
  return (
    <>
      <p role="status" className={styles.lead}>
        {state === 'done'
          ? 'The import is done.'
          : state === 'cancelled'
            ? 'The import was cancelled. What was taken in by then stays.'
            : `Importing… ${done.toLocaleString()} of ${counted(lines, 'line')}. It goes on if you leave this page.`}
      </p>
      <progress
        className={styles.progress}
        aria-label="Lines carried out"
        max={lines}
        value={done}
      />
      <dl className={styles.counts}>
        {Object.entries({
          Added: created,
          Updated: updated,
          'Left out': skipped,
          'Not taken in': failed,
        }).map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.deeds}>
        {failed > 0 ? (
          <a className={styles.download} href={`${path}/faults`} download="import-faults.csv">
            <Download aria-hidden />
            Why lines were not taken in
          </a>
        ) : null}
        {state === 'running' ? (
          <Button isPending={cancel.isPending} onPress={() => cancel.mutate()}>
            Cancel the rest
          </Button>
        ) : (
          <>
            <Button onPress={onAgain}>Import another table</Button>
            <Button look="primary" onPress={() => go('/contacts')}>
              See the contacts
            </Button>
          </>
        )}
      </div>
    </>
  );
}
