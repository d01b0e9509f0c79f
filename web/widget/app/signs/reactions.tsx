// The emoji under a message: how many, by whom, with a press one's own; and a button that offers some
// at once and all behind. What the visitor presses shows at once, and goes back when it was refused.
import { quick } from '@antiphon/emoji/quick.ts';
import type { Client, Message } from '@antiphon/sdk/core';
import {
  hasReacted,
  newReactions,
  react,
  stillWanted,
  type Wanted,
  withWanted,
} from '@antiphon/sdk/reactions';
import { Component, createRef, Fragment, h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { wordsOf } from './names.ts';
import { dressed } from './picker.tsx';

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
  /** Lets the visitor choose among all. */
  more(pick: (sign: string) => void): void;
}

interface Own {
  /** What the visitor wants and the message does not say yet. */
  wanted: Wanted;
  open: boolean;
}

export class Reactions extends Component<Props, Own> {
  override state: Own = { wanted: new Map(), open: false };
  private base_ = createRef<HTMLDivElement>();

  override componentDidMount() {
    dressed(this.base_.current);
  }

  override componentDidUpdate({ message: old }: Props, { open }: Own) {
    const { message, me, names, words, say } = this.props;
    if (this.state.open && !open) {
      this.base_.current!.scrollIntoView({ block: 'nearest' });
      this.base_.current!.querySelector<HTMLElement>('.quick button')!.focus();
    }
    if (message === old) return;
    const said = wordsOf(words);
    for (const [who, emoji] of newReactions(message, old, me))
      say(said.reacted(names.get(who) ?? said.others(1), emoji));
    const wanted = stillWanted(this.state.wanted, message, me);
    if (wanted !== this.state.wanted) this.setState({ wanted });
  }

  private toggle = (emoji: string) => {
    const { message, me, client, words, say } = this.props;
    const there = !(this.state.wanted.get(emoji) ?? hasReacted(message, emoji, me));
    this.setState(({ wanted }) => ({ wanted: new Map(wanted).set(emoji, there), open: false }));
    // The log tells it too; until then it stands as wanted.
    react(client, message, emoji, there).catch(() => {
      this.setState(({ wanted }) => {
        const left = new Map(wanted);
        left.delete(emoji);
        return { wanted: left };
      });
      say(wordsOf(words).notSaved);
    });
  };

  private close = () => {
    this.setState({ open: false });
    this.base_.current!.querySelector<HTMLElement>('.add')!.focus();
  };

  /** Up and down from message to message. */
  private go = (event: KeyboardEvent) => {
    const step = ['ArrowUp', '', 'ArrowDown'].indexOf(event.key) - 1;
    const here = event.currentTarget as HTMLElement;
    const all = [...here.closest('.log, body')!.querySelectorAll<HTMLElement>('.add')];
    const next = all[all.indexOf(here) + step];
    if (!step || step < -1 || !next) return;
    event.preventDefault();
    for (const one of all) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  };

  override render({ message, last, me, names, words, more }: Props, { wanted, open }: Own) {
    const said = wordsOf(words);
    const all = withWanted(message.reactions ?? [], wanted, me);
    const list = new Intl.ListFormat(words.locale);
    const who = (by: readonly string[]) => {
      const known = by.flatMap((id) => (id === me ? [] : (names.get(id) ?? [])));
      const shown = [...(by.includes(me) ? [said.you] : []), ...known].slice(0, 5);
      const others = by.length - shown.length;
      return said.by(list.format(others ? [...shown, said.others(others)] : shown));
    };
    return (
      // Told in words when it happens: read out with the log, it would be without a name.
      <div class="signs" ref={this.base_} aria-live="off">
        {all.length > 0 && (
          <ul aria-label={said.reactions}>
            {all.map(({ emoji, count, by }) => (
              <li key={emoji}>
                <button
                  type="button"
                  aria-pressed={by.includes(me)}
                  title={who(by)}
                  onClick={() => this.toggle(emoji)}
                >
                  {emoji} <bdi>{count.toLocaleString(words.locale)}</bdi>
                  <span class="quietly"> {who(by)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {message.text !== null && (
          <>
            <button
              type="button"
              class="add"
              aria-label={said.react}
              aria-expanded={open}
              tabIndex={last ? 0 : -1}
              onKeyDown={this.go}
              onClick={() => this.setState({ open: !open })}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true" class="i">
                <path d="M20 11a8 8 0 1 1-7-7M9 10v.5M15 10v.5M8.5 14a4 4 0 0 0 7 0M19 2v6M16 5h6" />
              </svg>
            </button>
            {open && (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
              <div
                class="quick"
                role="group"
                aria-label={said.react}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape') return;
                  event.stopPropagation();
                  this.close();
                }}
              >
                {quick.map((sign, nth) => (
                  <button
                    type="button"
                    key={sign}
                    aria-label={said.quick[nth]}
                    onClick={() => {
                      this.toggle(sign);
                      this.close();
                    }}
                  >
                    {sign}
                  </button>
                ))}
                <button
                  type="button"
                  aria-label={said.more}
                  onClick={() => {
                    this.close();
                    more(this.toggle);
                  }}
                >
                  …
                </button>
              </div>
            )}
          </>
        )}
      </div>
    );
  }
}
