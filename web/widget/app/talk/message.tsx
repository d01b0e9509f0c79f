// One line of the conversation: day, sender, bubble, how far it got, and what to do when it was
// refused. Draws again only when its line changed.
import type { Client, Message } from '@antiphon/sdk/core';
import type { Line } from '@antiphon/sdk/timeline';
import { Component, Fragment, h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { Icon } from '../icons.tsx';
import { why } from '../language.ts';
import { files, type signs } from '../later.ts';
import { Cards } from './cards.tsx';
import { Quote } from './quote.tsx';
import { rich } from './rich.ts';

export interface MessageProps {
  line: Line & { type: 'message' };
  /** Only the newest own message says how far it got; the others are behind it. */
  newest: boolean;
  words: Words;
  client: Client;
  /** The last line of all. */
  end: boolean;
  /** What draws reactions, once it is here. */
  signs: typeof signs.here;
  me: string | null;
  /** What it answers, if that is loaded. */
  quoted: Message | undefined;
  names: ReadonlyMap<string, string>;
  say(text: string): void;
  more(pick: (sign: string) => void): void;
}

export const day = (at: number): string => new Date(at).toDateString();

const states = {
  sending: null,
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
  failed: 'alert',
} as const;

export class MessageLine extends Component<MessageProps> {
  override shouldComponentUpdate(next: MessageProps) {
    const [a, b] = [this.props.line, next.line];
    return (
      next.newest !== this.props.newest ||
      next.words !== this.props.words ||
      next.signs !== this.props.signs ||
      next.end !== this.props.end ||
      next.quoted !== this.props.quoted ||
      // What shows them may have come.
      !!b.message?.attachments ||
      a.message !== b.message ||
      a.outgoing !== b.outgoing ||
      a.state !== b.state ||
      a.first !== b.first ||
      a.last !== b.last ||
      a.new_day !== b.new_day
    );
  }

  private again = () => this.forceUpdate();

  override render(props: MessageProps) {
    const { line, newest, end, words, client, signs, me, quoted, names, say, more } = props;
    const { message, outgoing, own, state, at } = line;
    const name = own ? words.you : message!.sender.name;
    const date = new Date(at);
    const time = date.toLocaleTimeString(words.locale, { hour: 'numeric', minute: '2-digit' });
    const { text, attachments } = message ?? outgoing!;
    const edited = text !== null && message?.edited_at;
    const told = own && (newest || state === 'failed' || state === 'sending') ? state : null;
    return (
      <>
        {line.new_day && (
          <p class="day">
            <bdi>{dayName(date, words)}</bdi>
          </p>
        )}
        <article
          class={`m ${own ? 'own' : ''} ${line.first ? 'first' : ''} ${line.last ? 'last' : ''} ${state === 'failed' ? 'bad' : ''}`}
          aria-label={`${name}, ${time}`}
          aria-live={own ? 'off' : undefined}
          data-id={message?.id}
        >
          {!own && line.first && (
            <p class="who">
              <bdi>{name}</bdi>
            </p>
          )}
          {/* A bot's answer stands under its question. */}
          {text !== null && message?.quote && message.sender.kind !== 'bot' && (
            <Quote quote={message.quote} quoted={quoted} me={me} words={words} again={this.again} />
          )}
          {text !== '' && (
            <div class="bubble" dir="auto">
              {text === null ? <i>{words.deleted}</i> : rich(text, this.again)}
            </div>
          )}
          {attachments &&
            (files.here ? (
              <files.here.Shown
                files={attachments}
                message={message}
                client={client}
                words={words}
              />
            ) : (
              <p class="meta">{<bdi>{attachments.map((file) => file.name).join(', ')}</bdi>}</p>
            ))}
          <Cards message={message} own={own} client={client} words={words} />
          {signs && me && message && (
            <signs.Reactions
              message={message}
              last={end}
              me={me}
              names={names}
              client={client}
              words={words}
              say={say}
              more={more}
            />
          )}
          {(line.last || told || edited) && (
            <p class="meta">
              {edited && words.edited}
              {line.last && (
                <>
                  {edited && ' · '}
                  <bdi>
                    <time dateTime={date.toISOString()}>{time}</time>
                  </bdi>
                </>
              )}
              {told && (
                <>
                  {(line.last || edited) && ' · '}
                  {states[told] && <Icon name={states[told]} />}
                  {words.state[told]}
                </>
              )}
            </p>
          )}
          {outgoing?.state === 'failed' && (
            <div class="failure" role="alert">
              <p>{why(words, outgoing.error)}</p>
              <button type="button" onClick={() => client.retry(outgoing.client_msg_id)}>
                {words.retry}
              </button>
              <button type="button" onClick={() => client.discard(outgoing.client_msg_id)}>
                {words.discard}
              </button>
            </div>
          )}
        </article>
      </>
    );
  }
}

function dayName(date: Date, words: Words): string {
  const now = Date.now();
  if (day(+date) === day(now)) return words.today;
  if (day(+date) === day(now - 86_400_000)) return words.yesterday;
  return date.toLocaleDateString(words.locale, { weekday: 'long', day: 'numeric', month: 'long' });
}
