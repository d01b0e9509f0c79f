// What machines told this person: the newest first, day by day, narrowed by type, task and what is unread. What it is
// narrowed to stands in the address. Live; marks are shown at once.
import type { WireError } from '@antiphon/sdk/core';
import {
  type NoticeFilter,
  type NoticeType,
  noticesOf,
  noticeTypes,
  type Working,
} from '@antiphon/sdk/notices';
import { useClient, useNotices } from '@antiphon/sdk/react';
import {
  Button,
  EmptyState,
  ErrorPanel,
  IconButton,
  Select,
  SkeletonRows,
  Tabs,
  toast,
} from '@antiphon/ui';
import { Bell, BellRing, CheckCheck, LoaderCircle, Settings, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useNow, useTitle } from '../shell/browser.ts';
import { useDeeds } from '../shell/deeds.ts';
import { More } from '../shell/More.tsx';
import { say as frame } from '../shell/say.ts';
import { sentence } from '../shell/server.ts';
import { dayName, dayOf } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { number } from '../words/language.ts';
import { Card } from './Card.tsx';
import styles from './Notices.module.css';
import { say } from './say.ts';

const any = 'any';

const types = [
  { id: any, label: say.anyType },
  ...noticeTypes.map((id) => ({ id, label: say.types[id] })),
] as const;

/** Rows as they follow each other, in days. */
export function daysOf<Row extends { created_at: string }>(
  rows: readonly Row[],
): { at: number; rows: Row[] }[] {
  const days: { at: number; rows: Row[] }[] = [];
  for (const row of rows) {
    const at = Date.parse(row.created_at);
    const last = days.at(-1);
    if (last && dayOf(last.at) === dayOf(at)) last.rows.push(row);
    else days.push({ at, rows: [row] });
  }
  return days;
}

/** What the server words itself is said so. */
const inWords = ({ code, message }: WireError): string =>
  code === 'network' ? frame.noAnswer : code === 'unknown' ? frame.serverFailed : message;

const LONGEST = 200;

const failed = (error: unknown) => toast({ text: everywhere.notChanged(sentence(error)) });

export default function Notices() {
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const now = useNow();
  useTitle(frame.notices);
  const type = noticeTypes.find((one) => one === asked.get('type'));
  const task = asked.get('task') ?? undefined;
  const onlyUnread = asked.get('unread') === 'true';
  const filter: NoticeFilter = { type, task_id: task, unread: onlyUnread };
  const inbox = useNotices(filter);
  const { notices, unread, isLoading, error, working, hasOlder } = inbox;
  const list = useRef<HTMLDivElement>(null);
  const [isMore, setMore] = useState(false);
  const [isMarking, setMarking] = useState(false);

  const narrow = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(asked);
    for (const [name, value] of Object.entries(change))
      value ? next.set(name, value) : next.delete(name);
    go(`/notices${next.size ? `?${next}` : ''}`, { replace: true });
  };
  const isNarrowed = Boolean(type || task);
  const hasUnread = isNarrowed ? notices.some(({ read_at }) => !read_at) : unread > 0;
  const markAll = () => {
    setMarking(true);
    inbox
      .markAllRead()
      .catch(failed)
      .finally(() => setMarking(false));
  };
  useDeeds([
    ...(hasUnread
      ? [{ id: 'notices:read', label: isNarrowed ? say.markThese : say.markAll, run: markAll }]
      : []),
    {
      id: 'notices:unread',
      label: onlyUnread ? say.showRead : say.showUnread,
      run: () => narrow({ unread: onlyUnread ? null : 'true' }),
    },
  ]);
  const read = (id: string, isRead: boolean) => {
    // What goes from the list when it is read takes the focus along: it goes on to the one below.
    const cards = [...(list.current?.querySelectorAll('article') ?? [])];
    const at = cards.findIndex((one) => one.contains(document.activeElement));
    const next = onlyUnread && at >= 0 ? (cards[at + 1] ?? cards[at - 1] ?? null) : undefined;
    (isRead ? inbox.markRead(id) : inbox.markUnread(id)).catch(failed);
    if (next === undefined) return;
    const to = next?.querySelector<HTMLElement>('header button');
    (to ?? document.querySelector<HTMLElement>('[role=tab][aria-selected=true]'))?.focus();
  };
  const older = () => {
    setMore(true);
    inbox
      .loadOlder()
      .catch((why) => toast({ text: sentence(why) }))
      .finally(() => setMore(false));
  };

  return (
    <main className={styles.page}>
      <div className={styles.inside}>
        <header className={styles.head}>
          <h1 className={styles.title}>{frame.notices}</h1>
          <div className={styles.deeds}>
            <Button
              icon={<CheckCheck aria-hidden />}
              isDisabled={!hasUnread}
              isPending={isMarking}
              onPress={markAll}
            >
              {isNarrowed ? say.markThese : say.markAll}
            </Button>
            <IconButton name={say.toSettings} onPress={() => go('/settings/notices')}>
              <Settings aria-hidden />
            </IconButton>
          </div>
        </header>
        <Tabs
          name={say.which}
          tabs={[
            { id: 'all', label: everywhere.all },
            { id: 'unread', label: say.unread, count: unread > 0 ? number(unread) : undefined },
          ]}
          value={onlyUnread ? 'unread' : 'all'}
          onChange={(id) => narrow({ unread: id === 'unread' ? 'true' : null })}
          panelClassName={styles.panel}
        >
          <div className={styles.filters}>
            <Select
              label={say.type}
              hideLabel
              options={[...types]}
              value={type ?? any}
              onChange={(id: NoticeType | typeof any) => narrow({ type: id === any ? null : id })}
            />
            {task ? (
              <Button icon={<X aria-hidden />} onPress={() => narrow({ task: null })}>
                <span>{filled(say.onlyTask, <bdi>{task}</bdi>)}</span>
                <span className="unseen">{say.allTasks}</span>
              </Button>
            ) : null}
          </div>
          <WorkingOn working={task ? working.filter((one) => one.task_id === task) : working} />
          {isLoading ? (
            <SkeletonRows label={everywhere.loading(say.these)} rows={6} />
          ) : error && !notices.length ? (
            <ErrorPanel
              title={everywhere.notLoaded(say.these)}
              onRetry={() => void inbox.retry().catch(() => {})}
            >
              {inWords(error)}
            </ErrorPanel>
          ) : notices.length === 0 ? (
            isNarrowed ? (
              <EmptyState
                icon={<Bell />}
                title={say.noneFits}
                action={
                  <Button onPress={() => narrow({ type: null, task: null, unread: null })}>
                    {say.showEverything}
                  </Button>
                }
              >
                {say.otherFilter}
              </EmptyState>
            ) : onlyUnread ? (
              <EmptyState icon={<CheckCheck />} title={say.nothingUnread}>
                {say.newAppears}
              </EmptyState>
            ) : (
              <EmptyState icon={<BellRing />} title={say.noneYet}>
                {say.whatAppears}
              </EmptyState>
            )
          ) : (
            <div ref={list} className={styles.days}>
              {daysOf(notices).map(({ at, rows }) => (
                <section key={at} className={styles.day} aria-label={dayName(at, now)}>
                  <h2 className={styles.date}>{dayName(at, now)}</h2>
                  <ol className={styles.cards}>
                    {rows.map((notice) => (
                      <li key={notice.id}>
                        <Card
                          notice={notice}
                          onRead={(isRead) => read(notice.id, isRead)}
                          onTask={task ? undefined : (one) => narrow({ task: one })}
                        />
                      </li>
                    ))}
                  </ol>
                </section>
              ))}
              {hasOlder ? <More busy={isMore} onReached={older} /> : null}
            </div>
          )}
        </Tabs>
      </div>
      <Came />
    </main>
  );
}

/** What comes is read out, once. */
function Came() {
  const client = useClient();
  const [last, setLast] = useState('');
  useEffect(
    () =>
      noticesOf(client).onNotice(({ type, content }) =>
        setLast(`${say.types[type] ?? type}: ${content.slice(0, LONGEST)}`),
      ),
    [client],
  );
  return (
    <p role="status" className="unseen">
      {last}
    </p>
  );
}

function WorkingOn({ working }: { working: readonly Working[] }) {
  return (
    <div role="status" className={styles.working}>
      {working.map(({ task_id, principal }) => (
        <p key={`${task_id} ${principal.id}`} className={styles.work}>
          <LoaderCircle aria-hidden className={styles.turning} />
          <span>{filled(say.worksOn, <bdi>{principal.name}</bdi>, <bdi>{task_id}</bdi>)}</span>
        </p>
      ))}
    </div>
  );
}
