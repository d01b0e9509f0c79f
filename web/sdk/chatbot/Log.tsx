// The transcript: role=log, scrolling, paging back, read marks, answers that are being written. It
// stays at the end while the reader is there and never moves them when they are not.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { BotChat } from '../bot/use-bot-chat.ts';
import type { Words } from '../bot/words.ts';
import type { Client } from '../core/index.ts';
import { MessageLine } from './Message.tsx';
import { Rich } from './Rich.tsx';

interface Props {
  chat: BotChat;
  client: Client;
  botName: string;
  words: Words;
  say(text: string): void;
}

/** Nearer to the end than this counts as being there. */
const STICK = 100;

export function Log({ chat, client, botName, words, say }: Props) {
  const { thread, lines, byId, names, answers, me, markRead, loadOlder } = chat;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [fresh, setFresh] = useState(0);
  // What is here already is not news: only later additions are to be read out. Where one has just begun
  // to write, an answer may come at once.
  const [settled, setSettled] = useState(() => lines.every((line) => line.outgoing));
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), 500);
    return () => clearTimeout(timer);
  }, []);

  const toEnd = useCallback(() => {
    box.current!.scrollTop = box.current!.scrollHeight;
    atEnd.current = true;
    setFresh(0);
  }, []);

  const { last_seq } = thread;
  /** Read is what stands before the reader's eyes: at the end, in a page that is looked at. */
  const read = useCallback(() => {
    if (atEnd.current && last_seq && document.visibilityState === 'visible') markRead();
  }, [last_seq, markRead]);
  useEffect(() => {
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [read]);

  const was = useRef({ first: lines[0]?.key, seq: 0, outgoing: 0, height: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: after whatever changed what is seen.
  useLayoutEffect(() => {
    const now = {
      first: lines[0]?.key,
      seq: thread.messages.at(-1)?.seq ?? 0,
      outgoing: thread.outgoing.length,
      height: box.current!.scrollHeight,
    };
    const old = was.current;
    was.current = now;
    if (atEnd.current || now.outgoing > old.outgoing) return toEnd();
    // Older ones came in above: what is read stays where it is.
    if (now.first !== old.first && now.seq === old.seq)
      box.current!.scrollTop += now.height - old.height;
    const heard = thread.messages.filter((one) => one.seq > old.seq && one.sender.id !== me);
    if (old.seq && heard.length) setFresh((n) => n + heard.length);
  }, [lines, answers]);

  async function older() {
    if (!thread.has_older || thread.loading_older) return;
    const n = await loadOlder();
    if (n) say(words.olderLoaded(n));
  }

  function scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    atEnd.current = scrollHeight - scrollTop - clientHeight < STICK;
    if (atEnd.current) {
      setFresh(0);
      read();
    }
    if (scrollTop < 60) void older();
  }

  const newest = lines.filter((line) => line.own).at(-1);
  const end = lines.filter(({ message }) => message?.text != null).at(-1);
  return (
    <div className="body">
      <div
        className="log"
        ref={box}
        role="log"
        aria-label={words.log}
        aria-live={settled && !thread.loading_older ? 'polite' : 'off'}
        aria-busy={thread.loading_older}
        onScroll={scrolled}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable.
        tabIndex={0}
      >
        <div className="gap" />
        {thread.has_older && (
          <button type="button" className="older" onClick={older}>
            {words.older}
          </button>
        )}
        {lines.map((line) => (
          <MessageLine
            key={line.key}
            line={line}
            newest={line === newest}
            end={line === end}
            botName={botName}
            words={words}
            client={client}
            me={me}
            quoted={byId.get(line.message?.quote?.id ?? '')}
            names={names}
            say={say}
          />
        ))}
        {answers.map((answer) =>
          answer.state === 'failed' ? (
            <div key={answer.message_id} className="failure missing" role="alert">
              <p>{words.noAnswer}</p>
              <button type="button" onClick={() => chat.retryAnswer(answer.message_id)}>
                {words.retry}
              </button>
            </div>
          ) : (
            // Not for ears: they are told that it is being written, and then the whole of it.
            <div key={answer.message_id} className="m first last" aria-hidden="true">
              <p className="who">
                <bdi>{botName}</bdi>
              </p>
              {answer.text ? (
                <div className="bubble" dir="auto">
                  <Rich text={answer.text} words={words} mute={true} />
                </div>
              ) : (
                <div className="bubble dots">
                  <i />
                  <i />
                  <i />
                </div>
              )}
            </div>
          ),
        )}
      </div>
      {fresh > 0 && (
        <button type="button" className="fresh" onClick={toEnd}>
          {words.fresh(fresh)} ↓
        </button>
      )}
    </div>
  );
}
