// One row of the list: its title or who, what was last said, how long ago, and what wants attention.

import type { Conversation } from '@antiphon/sdk/core';
import { useClientState } from '@antiphon/sdk/react';
import { Avatar, Count, cx } from '@antiphon/ui';
import { AtSign, BadgeCheck, BellOff, Clock, Lock, Pin } from 'lucide-react';
import { memo } from 'react';
import { shortTime, span } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Row.module.css';
import { say } from './say.ts';
import { callOf, isDirect, lastLine, statusWords, whoOf } from './words.ts';

export interface RowProps {
  conversation: Conversation;
  me: string;
  now: number;
}

/** After this long without an answer the wait turns from grey to amber. */
const patience = 2 * 60_000;

/** Drawn again only when its conversation or the minute changes. */
export const Row = memo(function Row({ conversation, me, now }: RowProps) {
  const { contact, last_message, unread, status, waiting_since } = conversation;
  const { mentions, muted, pinned_at } = conversation;
  const hasStatus = !isDirect(conversation);
  const isWaiting = hasStatus && waiting_since && status !== 'resolved';
  const waits = isWaiting ? now - Date.parse(waiting_since) : null;
  const quiet = hasStatus && status !== 'open' && status !== 'queued' ? statusWords[status] : null;
  const participants = useClientState((state) => state.threads[conversation.id]?.participants);
  const who = whoOf(conversation, me, participants);
  const { first, second } = callOf(conversation, me, participants);
  return (
    <div className={cx(styles.row, unread > 0 && !muted && styles.unread)}>
      <Avatar name={who.name} of={who.id} />
      <div className={styles.middle}>
        <span className={styles.line}>
          <bdi className={styles.name}>{first}</bdi>
          {second ? <bdi className={styles.with}>{second}</bdi> : null}
          {contact?.verified ? (
            <BadgeCheck role="img" aria-label={everywhere.verified} className={styles.verified} />
          ) : null}
          {pinned_at ? <Pin role="img" aria-label={say.pinned} className={styles.quiet} /> : null}
          <time className={styles.time} dateTime={conversation.last_activity_at}>
            {shortTime(Date.parse(conversation.last_activity_at), now)}
          </time>
        </span>
        <span className={styles.line}>
          {last_message?.kind === 'note' ? (
            <Lock role="img" aria-label={everywhere.note} className={styles.note} />
          ) : null}
          <bdi className={styles.last}>{lastLine(conversation, me)}</bdi>
          {waits !== null ? (
            <span className={cx(styles.wait, waits >= patience && styles.long)}>
              <Clock aria-hidden />
              {say.waits(span(waits))}
            </span>
          ) : quiet ? (
            <span className={styles.wait}>{quiet}</span>
          ) : null}
          {mentions ? (
            <AtSign role="img" aria-label={say.mentioned} className={styles.called} />
          ) : null}
          {muted ? (
            <BellOff role="img" aria-label={say.muted} className={styles.quiet} />
          ) : (
            <Count value={unread} words={say.unread} />
          )}
        </span>
      </div>
    </div>
  );
});
