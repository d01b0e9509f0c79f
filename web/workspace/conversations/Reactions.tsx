// The emoji under a message: how many, by whom, and with a press one's own.

import type { Message, Reaction } from '@antiphon/sdk/core';
import { cx } from '@antiphon/ui';
import { everywhere } from '../words/everywhere.ts';
import { list } from '../words/language.ts';
import styles from './Reactions.module.css';
import { say } from './say.ts';

export interface ReactionsProps {
  message: Message;
  reactions: readonly Reaction[];
  me: string;
  names: ReadonlyMap<string, string>;
  onReact: (message: Message, emoji: string) => void;
}

export function Reactions({ message, reactions, me, names, onReact }: ReactionsProps) {
  return (
    <ul className={styles.reactions} aria-label={say.reactions}>
      {reactions.map(({ emoji, count, by }) => {
        const own = by.includes(me);
        const who = whoReacted(by, me, names);
        return (
          <li key={emoji}>
            <button
              type="button"
              className={cx(styles.reaction, own && styles.own)}
              aria-pressed={own}
              title={who}
              onClick={() => onReact(message, emoji)}
            >
              {emoji} {count}
              <span className="unseen">{say.by(who)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** "You, Ana and 2 others". */
export function whoReacted(
  by: readonly string[],
  me: string,
  names: ReadonlyMap<string, string>,
): string {
  const known = by.flatMap((id) => (id === me ? [] : (names.get(id) ?? [])));
  const shown = [...(by.includes(me) ? [everywhere.you] : []), ...known].slice(0, 5);
  const others = by.length - shown.length;
  if (others > 0) shown.push(say.others(others));
  return list(shown);
}
