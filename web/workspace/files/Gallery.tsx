// Files over all conversations that one sees, the newest first: pictures beside each other, everything else in rows, day by
// day. What it is narrowed to stands in the address, so that other pages lead to it.
import type { Attachment, Principal } from '@antiphon/sdk/core';
import { fileSize, isPicture } from '@antiphon/sdk/files';
import { useClient } from '@antiphon/sdk/react';
import {
  Button,
  EmptyState,
  ErrorPanel,
  IconButton,
  Menu,
  Press,
  Select,
  SkeletonRows,
  Tabs,
} from '@antiphon/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, Ellipsis, Files, Lock, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useNow, useTitle } from '../shell/browser.ts';
import { More } from '../shell/More.tsx';
import { useStaff } from '../shell/people.ts';
import { sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { dayName, dayOf, fullTime, timeOfDay } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { locale } from '../words/language.ts';
import { download } from './download.ts';
import { FileSign } from './FileSign.tsx';
import styles from './Gallery.module.css';
import { say as thread } from './say.ts';
import { say } from './sayAll.ts';
import type { Shown } from './shown.ts';
import { useThumbnail } from './thumbnail.ts';
import Viewer from './Viewer.tsx';

interface SentFile {
  file: Attachment;
  conversation_id: string;
  conversation_title: string | null;
  contact_name: string | null;
  message_id: string;
  message_kind: 'message' | 'note';
  sender: Principal;
  created_at: string;
}

interface Answer {
  files: SentFile[];
  next_cursor: string | null;
}

const kinds = [
  { id: 'all', label: say.all },
  { id: 'picture', label: say.kinds.picture },
  { id: 'document', label: say.kinds.document },
  { id: 'other', label: say.kinds.other },
] as const;

type Kind = (typeof kinds)[number]['id'];

/** What the address may narrow to, by the names that the server takes. */
const filters = ['kind', 'conversation_id', 'contact_id', 'from'] as const;

const placeOf = ({ file, conversation_id, message_id }: SentFile) => ({
  conversation_id,
  message_id,
  file_id: file.id,
});

const whereOf = ({ conversation_title, contact_name }: SentFile) =>
  conversation_title || contact_name || everywhere.direct;

const nameOf = (sender: Principal) => sender.name || everywhere.visitor;

/** Files as they follow each other, in days. */
export function daysOf(files: readonly SentFile[]): { at: number; files: SentFile[] }[] {
  const days: { at: number; files: SentFile[] }[] = [];
  for (const file of files) {
    const at = Date.parse(file.created_at);
    const last = days.at(-1);
    if (last && dayOf(last.at) === dayOf(at)) last.files.push(file);
    else days.push({ at, files: [file] });
  }
  return days;
}

export default function Gallery() {
  const client = useClient();
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const maySeeStaff = useMay('people:read');
  const now = useNow();
  const [shown, setShown] = useState<string | null>(null);
  useTitle(everywhere.files);

  const narrowed = new URLSearchParams();
  for (const name of filters) {
    const value = asked.get(name);
    if (value) narrowed.set(name, value);
  }
  const kind: Kind = kinds.find(({ id }) => id === narrowed.get('kind'))?.id ?? 'all';
  const narrow = (change: Partial<Record<(typeof filters)[number], string | null>>) => {
    const next = new URLSearchParams(narrowed);
    for (const [name, value] of Object.entries(change))
      value ? next.set(name, value) : next.delete(name);
    go(`/files${next.size ? `?${next}` : ''}`, { replace: true });
  };

  const query = narrowed.toString();
  const pages = useInfiniteQuery({
    queryKey: ['gallery', query],
    queryFn: ({ pageParam }) => {
      const all = new URLSearchParams(query);
      all.set('limit', '60');
      if (pageParam) all.set('cursor', pageParam);
      return client.request<Answer>('GET', `/api/gallery?${all}`);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
  const files = pages.data?.pages.flatMap((page) => page.files) ?? [];
  const pictures: Shown[] = files
    .filter(({ file }) => isPicture(file))
    .map((one) => ({ file: one.file, place: placeOf(one) }));
  const isOfOne = narrowed.has('conversation_id') || narrowed.has('contact_id');
  const only = narrowed.has('conversation_id') ? say.only.conversation : say.only.contact;
  const [first] = files;

  return (
    <main className={styles.page}>
      <div className={styles.inside}>
        <h1 className={styles.title}>{everywhere.files}</h1>
        <Tabs
          name={everywhere.kind}
          tabs={[...kinds]}
          value={kind}
          onChange={(id) => narrow({ kind: id === 'all' ? null : id })}
          panelClassName={styles.panel}
        >
          <div className={styles.filters}>
            {maySeeStaff ? (
              <Senders
                from={narrowed.get('from')}
                files={files}
                onFrom={(from) => narrow({ from })}
              />
            ) : null}
            {isOfOne ? (
              <Button
                icon={<X aria-hidden />}
                onPress={() => narrow({ conversation_id: null, contact_id: null })}
              >
                <span>{first ? filled(say.onlyOf, only, <bdi>{whereOf(first)}</bdi>) : only}</span>
                <span className="unseen">{say.showAll}</span>
              </Button>
            ) : null}
          </div>
          {pages.isPending ? (
            <SkeletonRows label={everywhere.loading(everywhere.listOf.files)} rows={6} />
          ) : pages.error && !files.length ? (
            <ErrorPanel
              title={everywhere.notLoaded(everywhere.listOf.files)}
              onRetry={() => void pages.refetch()}
            >
              {sentence(pages.error)}
            </ErrorPanel>
          ) : files.length === 0 ? (
            <EmptyState icon={<Files />} title={narrowed.size ? say.noneFits : say.noneYet}>
              {narrowed.size ? say.otherKind : say.sentAppears}
            </EmptyState>
          ) : (
            <>
              {daysOf(files).map((day) => (
                <Day
                  key={day.at}
                  name={dayName(day.at, now)}
                  files={day.files}
                  onPicture={setShown}
                  onNarrow={narrow}
                />
              ))}
              {pages.hasNextPage ? (
                <More
                  busy={pages.isFetchingNextPage}
                  onReached={() => void pages.fetchNextPage()}
                />
              ) : null}
            </>
          )}
        </Tabs>
      </div>
      <Viewer pictures={pictures} at={shown} onMove={setShown} onClose={() => setShown(null)} />
    </main>
  );
}

interface SendersProps {
  from: string | null;
  files: readonly SentFile[];
  onFrom: (from: string | null) => void;
}

/** Colleagues by name; a customer is chosen at one of their files. */
function Senders({ from, files, onFrom }: SendersProps) {
  const staff = useStaff();
  const known = from && !staff.some(({ id }) => id === from);
  const name = files.find(({ sender }) => sender.id === from)?.sender.name;
  return (
    <Select
      label={say.sentBy}
      hideLabel
      options={[
        { id: 'any', label: say.anybody },
        ...staff,
        ...(known ? [{ id: from, label: name || everywhere.visitor }] : []),
      ]}
      value={from ?? 'any'}
      onChange={(id) => onFrom(id === 'any' ? null : id)}
    />
  );
}

interface DayProps {
  name: string;
  files: readonly SentFile[];
  onPicture: (file_id: string) => void;
  onNarrow: (change: { conversation_id?: string; from?: string }) => void;
}

function Day({ name, files, onPicture, onNarrow }: DayProps) {
  const pictures = files.filter(({ file }) => isPicture(file));
  const others = files.filter(({ file }) => !isPicture(file));
  return (
    <section aria-label={name} className={styles.day}>
      <h2 className={styles.date}>{name}</h2>
      {pictures.length ? (
        <ul className={styles.grid} aria-label={say.pictures}>
          {pictures.map((one) => (
            <li key={one.file.id} className={styles.tile}>
              <Picture one={one} onOpen={() => onPicture(one.file.id)} />
              <Caption one={one} onNarrow={onNarrow} />
            </li>
          ))}
        </ul>
      ) : null}
      {others.length ? (
        <ul className={styles.rows} aria-label={everywhere.files}>
          {others.map((one) => (
            <li key={one.file.id} className={styles.row}>
              <span className={styles.sign}>
                <FileSign mime={one.file.mime} />
              </span>
              <Caption one={one} onNarrow={onNarrow} />
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Picture({ one, onOpen }: { one: SentFile; onOpen: () => void }) {
  const box = useRef<HTMLButtonElement>(null);
  const { address, isLost, onError } = useThumbnail(placeOf(one), box);
  return (
    <Press
      ref={box}
      className={styles.picture}
      aria-label={thread.openPicture(one.file.name)}
      onPress={onOpen}
    >
      {isLost ? (
        <FileSign mime={one.file.mime} />
      ) : (
        <img alt="" {...(address ? { src: address } : {})} onError={onError} />
      )}
    </Press>
  );
}

function Caption({ one, onNarrow }: { one: SentFile; onNarrow: DayProps['onNarrow'] }) {
  const client = useClient();
  const [, go] = useLocation();
  const { file, sender, conversation_id, message_id, message_kind, created_at } = one;
  const message = `/conversations/${conversation_id}?message=${message_id}`;
  return (
    <div className={styles.caption}>
      <div className={styles.words}>
        <Link href={message} className={styles.name} title={say.toItsMessage(file.name)}>
          <bdi>{file.name}</bdi>
        </Link>
        <span className={styles.facts}>
          {message_kind === 'note' ? (
            <Lock role="img" aria-label={say.inNote} className={styles.lock} />
          ) : null}
          <bdi>{nameOf(sender)}</bdi> ·{' '}
          {whereOf(one) === nameOf(sender) ? null : (
            <>
              <bdi>{whereOf(one)}</bdi> ·{' '}
            </>
          )}
          {fileSize(file.size, locale)} ·{' '}
          <time dateTime={created_at} title={fullTime(created_at)}>
            {timeOfDay(Date.parse(created_at))}
          </time>
        </span>
      </div>
      <Menu
        name={say.whatToDo(file.name)}
        placement="bottom end"
        trigger={(open) => (
          <IconButton {...open} size="s" name={say.whatToDo(file.name)}>
            <Ellipsis aria-hidden />
          </IconButton>
        )}
        groups={[
          {
            deeds: [
              {
                label: everywhere.download,
                icon: <Download aria-hidden />,
                run: () => void download(client, placeOf(one), file.name),
              },
              { label: say.toMessage, run: () => go(message) },
            ],
          },
          {
            deeds: [
              {
                label: say.onlyFrom(nameOf(sender)),
                run: () => onNarrow({ from: sender.id }),
              },
              {
                label: say.only.conversation,
                run: () => onNarrow({ conversation_id }),
              },
            ],
          },
        ]}
      />
    </div>
  );
}
