// One line of the conversation: day, sender, bubble, how far it got, what to do when it was refused.
// Draws again only when its line changed.
import { memo } from 'react';
import { type MessageLine as Line, nameOf, quoteOf } from '../bot/use-bot-chat.ts';
import { dayName, timeOf, type Words } from '../bot/words.ts';
import type { Client, Message } from '../core/index.ts';
import { Cards } from './Cards.tsx';
import { Files } from './Files.tsx';
import { useCopy } from './hooks.ts';
import { Icon } from './icons.tsx';
import { Quote } from './Quote.tsx';
import { Reactions } from './Reactions.tsx';
import { Rich, Told } from './Rich.tsx';

interface Props {
  line: Line;
  /** Only the newest own message says how far it got; the others are behind it. */
  newest: boolean;
  /** The last line of all. */
  end: boolean;
  botName: string;
  words: Words;
  client: Client;
  me: string | null;
  /** What it answers, if that is loaded. */
  quoted: Message | undefined;
  names: ReadonlyMap<string, string>;
  say(text: string): void;
}

const states = {
  sending: null,
  sent: 'check',
  delivered: 'checks',
  read: 'checks',
  failed: 'alert',
} as const;

export const MessageLine = memo(Drawn, (was, is) => {
  const [a, b] = [was.line, is.line];
  return (
    was.newest === is.newest &&
    was.end === is.end &&
    was.me === is.me &&
    was.quoted === is.quoted &&
    was.botName === is.botName &&
    was.words === is.words &&
    a.message === b.message &&
    a.outgoing === b.outgoing &&
    a.state === b.state &&
    a.first === b.first &&
    a.last === b.last &&
    a.new_day === b.new_day
  );
});

function Drawn({ line, newest, end, botName, words, client, me, quoted, names, say }: Props) {
  const { message, outgoing, own, state, at } = line;
  const [copied, copy] = useCopy();
  const name = nameOf(message?.sender, own, botName, words);
  const quote = quoteOf(message);
  const { text, attachments } = message ?? outgoing!;
  const edited = text !== null && message?.edited_at;
  const told = own && (newest || state === 'failed' || state === 'sending') ? state : null;
  const marks = ['m', own && 'own', line.first && 'first', line.last && 'last'];
  const look = [...marks, state === 'failed' && 'bad'].filter(Boolean).join(' ');
  const time = timeOf(at, words);
  return (
    <>
      {line.new_day && (
        <p className="day">
          <bdi>{dayName(at, Date.now(), words)}</bdi>
        </p>
      )}
      <article
        className={look}
        aria-label={`${name}, ${time}`}
        aria-live={own ? 'off' : undefined}
        data-id={message?.id}
      >
        {!own && line.first && (
          <p className="who">
            <bdi>{name}</bdi>
          </p>
        )}
        {quote && (
          <Quote
            quote={quote}
            quoted={quoted}
            name={nameOf(quote.sender, quote.sender.id === me, botName, words)}
            words={words}
          />
        )}
        {text !== '' && (
          <div className="bubble" dir="auto">
            {text === null ? <i>{words.deleted}</i> : <Rich text={text} words={words} />}
          </div>
        )}
        {attachments && attachments.length > 0 && (
          <Files files={attachments} message={message} client={client} words={words} />
        )}
        <Cards message={message} own={own} client={client} words={words} />
        {me && message && (
          <Reactions
            message={message}
            last={end}
            me={me}
            names={names}
            client={client}
            words={words}
            say={say}
          />
        )}
        <div className="meta">
          {edited && `${words.edited} · `}
          {line.last && (
            <bdi>
              <time dateTime={new Date(at).toISOString()}>{time}</time>
            </bdi>
          )}
          {told && (
            <>
              {line.last && ' · '}
              {states[told] && <Icon name={states[told]} />}
              {words.state[told]}
            </>
          )}
          {text && (
            <button
              type="button"
              className="copy"
              aria-label={words.copyMessage(name)}
              onClick={() => copy(text)}
            >
              <Icon name={copied === 'copied' ? 'check' : 'copy'} />
              {copied === 'copied' && words.copied}
            </button>
          )}
          <Told state={copied} words={words} />
        </div>
        {outgoing?.state === 'failed' && (
          <div className="failure" role="alert">
            <p>{outgoing.error?.message}</p>
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
