// The messages of one conversation as a log: oldest at top, the view held at the newest unless
// the reader has scrolled away. Scrolling lives in scroll.ts, single messages in Message.tsx.

import type {
  Conversation,
  Principal,
  Thread as ThreadState,
  Message as WireMessage,
} from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { type Line, timeline } from '@antiphon/sdk/timeline';
import { Button, cx, toast } from '@antiphon/ui';
import { ArrowDown } from 'lucide-react';
import {
  memo,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useState,
} from 'react';
import { useNow } from '../shell/browser.ts';
import { sentence } from '../shell/server.ts';
import { dayName, dayOf, fullTime, timeOfDay } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { list } from '../words/language.ts';
import { drawsSame, Message, type MessageProps } from './Message.tsx';
import { say } from './say.ts';
import { useLog } from './scroll.ts';
import styles from './Thread.module.css';
import { eventLine, isDirect, nameOf } from './words.ts';

export interface ThreadHandle {
  /** Opens the editor on the last own message; false when there is none. */
  editLast: () => boolean;
  focus: () => void;
  /** To a message, which may lie further back than what is loaded. */
  jump: (message_id: string) => void;
}

export interface ThreadProps {
  thread: ThreadState;
  conversation: Conversation;
  me: string;
  /** An edit or a removal is over and nothing has the focus: on to writing. */
  onDone: () => void;
  onPicture: (file_id: string) => void;
  onReply: (message: WireMessage) => void;
  onPin: (message: WireMessage) => void;
  onWho: (who: Principal) => void;
  onUnlink: (message: WireMessage, url: string) => void;
  ref?: Ref<ThreadHandle>;
}

const notLoaded = (error: unknown) => toast({ text: say.olderNotLoaded(sentence(error)) });

export function Thread(props: ThreadProps) {
  const { thread, conversation, me, onDone, onPicture, onReply, onPin, onWho, onUnlink, ref } =
    props;
  const client = useClient();
  const now = useNow(60_000);
  const { id } = conversation;
  const [editing, setEditing] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  // Where the unread began when this was opened: the line stays put while one reads.
  const [unreadAfter] = useState(() =>
    conversation.unread > 0 ? conversation.last_read_seq : Number.POSITIVE_INFINITY,
  );

  const hasCustomer = conversation.contact !== null;
  const lines = useMemo(() => {
    // "Read" under an answer means the customer has read it, not a colleague.
    const participants = hasCustomer
      ? thread.participants.filter((one) => one.role === 'customer')
      : thread.participants;
    return timeline({ ...thread, participants }, me, dayOf);
  }, [thread, hasCustomer, me]);

  const lastOwn = useMemo(
    () =>
      lines.findLast(
        // A note goes no further than the team: how far the reply got stays under the reply.
        (line) =>
          line.type === 'message' && line.own && (line.message ?? line.outgoing)?.kind !== 'note',
      )?.key ?? null,
    [lines],
  );
  const firstUnread = useMemo(
    () =>
      lines.find(
        (line) => line.type === 'message' && !line.own && (line.message?.seq ?? 0) > unreadAfter,
      )?.key ?? null,
    [lines, unreadAfter],
  );

  const markRead = useCallback(() => {
    if (document.visibilityState === 'visible') client.markRead(id);
  }, [client, id]);

  const loadOlder = useCallback(async () => {
    const count = await client.loadOlder(id);
    if (count > 0) setSaid(say.olderLoaded(count));
  }, [client, id]);

  const last = lines.at(-1);
  const log = useLog({
    first: lines[0]?.key ?? null,
    last: last?.key ?? null,
    count: thread.messages.length,
    lastIsOwn: last?.type === 'message' && last.own,
    onSeen: markRead,
    // Whoever scrolls on asks again, and the button says why it fails.
    onTop:
      thread.has_older && !thread.loading_older ? () => void loadOlder().catch(() => {}) : null,
  });

  useEffect(() => {
    const seen = () => {
      if (log.isAtEnd()) markRead();
    };
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [log.isAtEnd, markRead]);

  const jump = useCallback(
    async (message_id: string) => {
      const place = () =>
        log.scroller.current?.querySelector<HTMLElement>(`[data-message="${message_id}"]`);
      try {
        // Page by page, as far as somebody would go, or until they are elsewhere.
        for (let page = 0; page < 40 && log.scroller.current && !place(); ) {
          const { has_older, loading_older } = client.getState().threads[id] ?? {};
          // A page that is on its way already may have it.
          if (has_older && !loading_older) {
            await client.loadOlder(id);
            page++;
          }
          await new Promise((drawn) => requestAnimationFrame(drawn));
          if (!has_older) break;
        }
      } catch (error) {
        return notLoaded(error);
      }
      const found = place();
      if (!log.scroller.current) return;
      if (!found) return toast({ text: say.messageCannotShow });
      found.scrollIntoView({ block: 'center' });
      found.setAttribute('data-found', '');
      setTimeout(() => found.removeAttribute('data-found'), 2_000);
    },
    [client, id, log.scroller],
  );

  useImperativeHandle(ref, () => ({
    editLast: () => {
      const own = thread.messages.findLast((one) => one.sender.id === me && one.text);
      if (own) setEditing(own.id);
      return own !== undefined;
    },
    focus: () => log.scroller.current?.focus(),
    jump,
  }));

  const names = useMemo(() => {
    const known = new Map(thread.messages.map(({ sender }) => [sender.id, sender.name]));
    for (const one of thread.participants) known.set(one.id, one.name);
    return known;
  }, [thread.messages, thread.participants]);
  const answers = useMemo(() => {
    const counts = new Map<string, number>();
    for (const { reply_to, deleted_at } of thread.messages)
      if (reply_to && !deleted_at) counts.set(reply_to, (counts.get(reply_to) ?? 0) + 1);
    return counts;
  }, [thread.messages]);
  const react = useCallback(
    (message: WireMessage, emoji: string) => {
      const own = message.reactions?.some((one) => one.emoji === emoji && one.by.includes(me));
      const path = `/api/conversations/${id}/messages/${message.id}/reactions/`;
      client
        .request(own ? 'DELETE' : 'PUT', path + encodeURIComponent(emoji))
        .catch((error) => toast({ text: everywhere.notSaved(sentence(error)) }));
    },
    [client, id, me],
  );

  const edit = useCallback(
    (message: WireMessage, text: string) => client.edit(id, message.id, text),
    [client, id],
  );
  const remove = useCallback((message: WireMessage) => client.remove(id, message.id), [client, id]);
  const leave = useCallback(
    () =>
      // A frame later: a dialog gives the focus back first, where it still can.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) onDone();
      }),
    [onDone],
  );
  const retry = useCallback((key: string) => client.retry(key), [client]);
  const discard = useCallback((key: string) => client.discard(key), [client]);

  const sides = isDirect(conversation) ? 'me and others' : 'staff and customer';
  const rows = lines.map((line) => (
    <Row
      key={line.key}
      line={line}
      me={me}
      sides={sides}
      day={line.new_day ? dayName(line.at, now) : null}
      isNew={line.key === firstUnread}
      isLastOwn={line.key === lastOwn}
      isEditing={line.type === 'message' && line.message !== null && line.message.id === editing}
      onEditing={setEditing}
      onEdit={edit}
      onRemove={remove}
      onLeave={leave}
      onRetry={retry}
      onDiscard={discard}
      onPicture={onPicture}
      answers={line.type === 'message' && line.message ? (answers.get(line.message.id) ?? 0) : 0}
      names={names}
      onReply={onReply}
      onReact={react}
      onPin={onPin}
      onWho={onWho}
      onUnlink={onUnlink}
      onJump={jump}
    />
  ));

  return (
    <div className={styles.thread}>
      <div
        ref={log.scroller}
        className={styles.scroller}
        role="log"
        aria-label={say.messagesWith(nameOf(conversation, me, thread.participants))}
        aria-live={thread.loading_older ? 'off' : 'polite'}
        aria-busy={thread.loading_older}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area has to be reachable by keyboard.
        tabIndex={0}
        onScroll={log.onScroll}
      >
        <div ref={log.content} className={styles.content}>
          <div className={styles.top}>
            {thread.has_older ? (
              <Button
                look="quiet"
                size="s"
                isPending={thread.loading_older}
                onPress={() => void loadOlder().catch(notLoaded)}
              >
                {thread.loading_older ? say.loadingOlder : say.loadOlder}
              </Button>
            ) : (
              <span>{say.began}</span>
            )}
          </div>
          <ol className={styles.lines}>{rows}</ol>
          <Typing names={thread.typing.map((one) => one.name || say.theVisitor)} />
        </div>
      </div>
      {log.away ? (
        <div className={styles.jump}>
          <Button
            size="s"
            look={log.unseen > 0 ? 'primary' : 'secondary'}
            icon={<ArrowDown aria-hidden />}
            onPress={log.toEnd}
          >
            {log.unseen > 0 ? say.fresh(log.unseen) : say.toNewest}
          </Button>
        </div>
      ) : null}
      <p role="status" className="unseen">
        {said}
      </p>
    </div>
  );
}

interface RowProps extends Omit<MessageProps, 'line'> {
  line: Line;
  /** The day that begins with this line. */
  day: string | null;
  /** The unread begin here. */
  isNew: boolean;
}

/** One line of the log. Lines are made anew with every change of the thread: one that shows the same is passed over. */
const Row = memo(RowView, ({ line: was, ...before }, { line, ...after }) => {
  const same = Object.keys(after) as (keyof typeof after)[];
  return drawsSame(was, line) && same.every((name) => before[name] === after[name]);
});

function RowView({ line, day, isNew, ...message }: RowProps) {
  return (
    <>
      {day ? (
        <li className={styles.day}>
          <span>{day}</span>
        </li>
      ) : null}
      {isNew ? (
        <li className={styles.new}>
          <span>{say.newMessages}</span>
        </li>
      ) : null}
      {line.type === 'event' ? (
        <EventLine text={eventLine(line.entry, message.me)} at={line.at} />
      ) : (
        <Message {...message} line={line} />
      )}
    </>
  );
}

function EventLine({ text, at }: { text: string | null; at: number }) {
  if (text === null) return null;
  return (
    <li className={styles.event}>
      <bdi>{text}</bdi>
      <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
        {timeOfDay(at)}
      </time>
    </li>
  );
}

function Typing({ names }: { names: string[] }) {
  const words =
    names.length === 0
      ? ''
      : names.length === 1
        ? say.typing(names[0] ?? '')
        : say.allTyping(list(names));
  return (
    <p role="status" className={cx(styles.typing, words === '' && styles.none)}>
      {words ? (
        <span className={styles.dots} aria-hidden>
          <i />
          <i />
          <i />
        </span>
      ) : null}
      <bdi>{words}</bdi>
    </p>
  );
}
