// The emoji under a message: how many, by whom, with a press one's own; and a button that offers some.
import { quick } from '@antiphon/emoji/quick.ts';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useReactions } from '../bot/use-reactions.ts';
import { type Words, whoReacted } from '../bot/words.ts';
import type { Client, Message } from '../core/index.ts';
import { Icon } from './icons.tsx';

interface Props {
  message: Message;
  /** The last one of the conversation: Tab stops at its button, arrows go on to the others'. */
  last: boolean;
  me: string;
  /** Names of whoever takes part or has written, by id. */
  names: ReadonlyMap<string, string>;
  client: Client;
  words: Words;
  /** Reads it out. */
  say(text: string): void;
}

export function Reactions({ message, last, me, names, client, words, say }: Props) {
  const said = words.reactions;
  const { all, toggle } = useReactions({
    message,
    me,
    client,
    onHeard: (who, emoji) => say(said.reacted(names.get(who) ?? said.others(1), emoji)),
    onRefused: () => say(said.notSaved),
  });
  const [open, setOpen] = useState(false);
  const base = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    base.current!.scrollIntoView({ block: 'nearest' });
    base.current!.querySelector<HTMLElement>('.quick button')!.focus();
  }, [open]);
  function close() {
    setOpen(false);
    base.current!.querySelector<HTMLElement>('.add')!.focus();
  }
  return (
    // Told in words when it happens: read out with the log, it would be without a name.
    <div className="signs" ref={base} aria-live="off">
      {all.length > 0 && (
        <ul aria-label={said.list}>
          {all.map(({ emoji, count, by }) => {
            const who = said.by(whoReacted(by, me, names, words));
            return (
              <li key={emoji}>
                <button
                  type="button"
                  aria-pressed={by.includes(me)}
                  title={who}
                  onClick={() => toggle(emoji)}
                >
                  {emoji} <bdi>{count.toLocaleString(words.locale)}</bdi>
                  <span className="quietly"> {who}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {message.text !== null && (
        <button
          type="button"
          className="add"
          aria-label={said.react}
          aria-expanded={open}
          tabIndex={last ? 0 : -1}
          onKeyDown={go}
          onClick={() => setOpen(!open)}
        >
          <Icon name="react" />
        </button>
      )}
      {message.text !== null && open && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
        <div
          className="quick"
          role="group"
          aria-label={said.react}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            close();
          }}
        >
          {quick.map((sign, nth) => (
            <button
              type="button"
              key={sign}
              aria-label={said.quick[nth]}
              onClick={() => {
                toggle(sign);
                close();
              }}
            >
              {sign}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Up and down from message to message. */
function go(event: KeyboardEvent<HTMLElement>) {
  const step = ['ArrowUp', '', 'ArrowDown'].indexOf(event.key) - 1;
  const here = event.currentTarget;
  const all = [...here.closest('.log')!.querySelectorAll<HTMLElement>('.add')];
  const next = all[all.indexOf(here) + step];
  if (!step || step < -1 || !next) return;
  event.preventDefault();
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next.focus();
}
