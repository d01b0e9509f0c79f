// One message as it stands in the log: bubble or note, who and when, how far it got, and for own
// ones edit and delete.

import { parse, render } from '@antiphon/markdown';
import type { Principal, Message as WireMessage } from '@antiphon/sdk/core';
import type { Line } from '@antiphon/sdk/timeline';
import { Avatar, Button, cx, Press } from '@antiphon/ui';
import {
  Bot,
  Check,
  CheckCheck,
  CircleAlert,
  Clock,
  Lock,
  MessageSquareReply,
  Pin,
} from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Attachments } from '../files/Attachments.tsx';
import rich from '../shell/Rich.module.css';
import { sentence } from '../shell/server.ts';
import { fullTime, timeOfDay } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { Deeds } from './Deeds.tsx';
import styles from './Message.module.css';
import { withMentions } from './mentioned.ts';
import { Previews } from './Previews.tsx';
import { Quote } from './Quote.tsx';
import { Reactions } from './Reactions.tsx';
import { say } from './say.ts';
import { useAtEnd } from './useAtEnd.ts';

export type MessageLine = Extract<Line, { type: 'message' }>;

export interface MessageProps {
  line: MessageLine;
  /** Who stands at the end; whoever they talk to stands at the start, with a face. */
  sides: 'staff and customer' | 'me and others';
  isLastOwn: boolean;
  isEditing: boolean;
  onEditing: (message: string | null) => void;
  onEdit: (message: WireMessage, text: string) => Promise<unknown>;
  onRemove: (message: WireMessage) => Promise<unknown>;
  /** The editor or the question about this message is gone, and the focus perhaps with it. */
  onLeave: () => void;
  onRetry: (key: string) => void;
  onDiscard: (key: string) => void;
  onPicture: (file_id: string) => void;
  me: string;
  /** How many answers to it are shown. */
  answers: number;
  /** Names of people by their ids, as far as they are known here. */
  names: ReadonlyMap<string, string>;
  onReply: (message: WireMessage) => void;
  onReact: (message: WireMessage, emoji: string) => void;
  onPin: (message: WireMessage) => void;
  /** Asks who somebody is. */
  onWho: (who: Principal) => void;
  /** Takes the card of a linked page away. */
  onUnlink: (message: WireMessage, url: string) => void;
  /** To another message of this conversation. */
  onJump: (message_id: string) => void;
}

/** In characters as the server counts them, where an emoji is one. */
const limit = 10_000;

/** Whether two lines of the same key show the same. */
export function drawsSame(a: Line, b: Line): boolean {
  if (a.type === 'event' || b.type === 'event')
    return a.type === 'event' && b.type === 'event' && a.entry === b.entry;
  return (
    a.message === b.message &&
    a.outgoing === b.outgoing &&
    a.first === b.first &&
    a.state === b.state
  );
}

export function Message(props: MessageProps) {
  const { line, sides, isLastOwn, isEditing, onEditing, onEdit, onLeave } = props;
  const { message, outgoing, own, at, first } = line;
  const kind = message?.kind ?? outgoing?.kind ?? 'message';
  const text = message ? message.text : (outgoing?.text ?? '');
  const isNote = kind === 'note';
  const isStaff = sides === 'staff and customer' && message?.role !== 'user';
  const isAtEnd = own || isStaff;
  const author = own ? everywhere.you : message?.sender.name || everywhere.visitor;
  const side = isNote ? styles.note : isAtEnd ? styles.end : styles.start;
  const gone = message?.deleted_at !== null && message?.deleted_at !== undefined;
  const failed = outgoing?.state === 'failed';
  const files = gone ? [] : ((message ?? outgoing)?.attachments ?? []);
  const shownFiles = files.length ? (
    <Attachments
      files={files}
      message={message}
      isAtEnd={isAtEnd && !isNote}
      onPicture={props.onPicture}
    />
  ) : null;
  const isWordless = text === '' && shownFiles !== null && !isEditing;

  return (
    <li
      className={cx(styles.message, side, first && styles.first, own && styles.own)}
      data-message={message?.id}
      data-side={isNote ? 'note' : isAtEnd ? 'end' : 'start'}
    >
      {isNote || isAtEnd ? null : (
        <span className={styles.face}>
          {first ? (
            // The name beside it does the same, for keyboards too.
            // biome-ignore lint/a11y/noStaticElementInteractions: see above.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
            <span className={styles.who} onClick={() => message && props.onWho(message.sender)}>
              <Avatar name={message?.sender.name ?? null} of={message?.sender.id ?? ''} />
            </span>
          ) : null}
        </span>
      )}
      <div className={styles.column}>
        {first || isNote ? (
          <p className={styles.head}>
            {isNote ? <Lock aria-hidden className={styles.lock} /> : null}
            {message?.sender.kind === 'bot' ? <Bot aria-hidden className={styles.lock} /> : null}
            {message && !own ? (
              <Press
                className={cx(styles.author, styles.named)}
                aria-haspopup="dialog"
                onPress={() => props.onWho(message.sender)}
              >
                <bdi>{author}</bdi>
              </Press>
            ) : (
              <bdi className={styles.author}>{author}</bdi>
            )}
            {isNote ? <span>{say.staffOnly}</span> : null}
            <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
              <bdi>{timeOfDay(at)}</bdi>
            </time>
          </p>
        ) : (
          <span className="unseen">
            {author}, {timeOfDay(at)}:
          </span>
        )}
        {message?.quote && !gone ? (
          <Quote quote={message.quote} me={props.me} onJump={props.onJump} />
        ) : null}
        <div className={styles.line}>
          {message && !gone && !isEditing ? <Deeds {...props} message={message} /> : null}
          {isEditing && message ? (
            <Editor
              text={message.text ?? ''}
              onCancel={() => onEditing(null)}
              onSave={(next) => onEdit(message, next).then(() => onEditing(null))}
              onLeave={onLeave}
            />
          ) : isWordless ? (
            shownFiles
          ) : (
            <div className={cx(rich.rich, styles.bubble, failed && styles.failed)} dir="auto">
              {gone || text === null ? (
                <em className={styles.gone}>{everywhere.deleted}</em>
              ) : (
                render(
                  parse(text),
                  withMentions(message?.mentions, props.me, styles.mention, styles.me),
                )
              )}
            </div>
          )}
        </div>
        {isWordless ? null : shownFiles}
        {message?.previews && !gone ? (
          <Previews
            message={message}
            isMine={own || sides === 'staff and customer'}
            isAtEnd={isAtEnd && !isNote}
            onUnlink={props.onUnlink}
            onLeave={onLeave}
          />
        ) : null}
        {message?.reactions && !gone ? (
          <Reactions
            message={message}
            reactions={message.reactions}
            me={props.me}
            names={props.names}
            onReact={props.onReact}
          />
        ) : null}
        {message?.pinned_at ? (
          <p className={styles.foot}>
            <Pin aria-hidden />
            {say.pinned}
          </p>
        ) : null}
        {props.answers > 0 ? (
          <p className={styles.foot}>
            <MessageSquareReply aria-hidden />
            {say.replies(props.answers)}
          </p>
        ) : null}
        {message?.edited_at && !gone ? <p className={styles.foot}>{say.edited}</p> : null}
        {own && !isNote && (isLastOwn || outgoing) ? <SendState {...props} /> : null}
        {own && isNote && outgoing ? <SendState {...props} /> : null}
      </div>
    </li>
  );
}

const states = {
  sending: { icon: Clock, words: say.sending },
  sent: { icon: Check, words: say.sent },
  delivered: { icon: CheckCheck, words: everywhere.delivered },
  read: { icon: CheckCheck, words: everywhere.read },
} as const;

function SendState({ line, onRetry, onDiscard }: MessageProps) {
  const { outgoing, state } = line;
  if (outgoing?.state === 'failed')
    return (
      <div className={cx(styles.foot, styles.bad)} role="alert">
        <CircleAlert aria-hidden />
        <span>{say.notSent(outgoing.error?.message ?? '')}</span>
        <Button size="s" onPress={() => onRetry(outgoing.client_msg_id)}>
          {everywhere.tryAgain}
        </Button>
        <Button size="s" look="quiet" onPress={() => onDiscard(outgoing.client_msg_id)}>
          {everywhere.discard}
        </Button>
      </div>
    );
  if (state === null || state === 'failed') return null;
  const { icon: Icon, words } = states[state];
  return (
    <p className={cx(styles.foot, state === 'read' && styles.read)}>
      <Icon aria-hidden />
      {words}
    </p>
  );
}

interface EditorProps {
  text: string;
  onSave: (text: string) => Promise<unknown>;
  onCancel: () => void;
  onLeave: () => void;
}

function Editor({ text, onSave, onCancel, onLeave }: EditorProps) {
  const [next, setNext] = useState(text);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const area = field.current;
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  useAtEnd(onLeave);

  async function save() {
    const trimmed = next.trim();
    if (trimmed === '' || busy) return;
    if (trimmed === text) return onCancel();
    const over = [...trimmed].length - limit;
    if (over > 0) return setError(say.tooLong(over));
    setBusy(true);
    setError(null);
    try {
      await onSave(trimmed);
    } catch (problem) {
      setError(sentence(problem));
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  }

  return (
    <div className={styles.editor}>
      <textarea
        ref={field}
        aria-label={say.editYours}
        className={styles.field}
        value={next}
        rows={2}
        onChange={(event) => setNext(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {error ? (
        <p role="alert" className={cx(styles.foot, styles.bad)}>
          {error}
        </p>
      ) : null}
      <div className={styles.save}>
        <Button size="s" look="quiet" onPress={onCancel}>
          {everywhere.cancel}
        </Button>
        <Button
          size="s"
          look="primary"
          isPending={busy}
          isDisabled={!next.trim()}
          onPress={() => void save()}
        >
          {everywhere.save}
        </Button>
      </div>
    </div>
  );
}
