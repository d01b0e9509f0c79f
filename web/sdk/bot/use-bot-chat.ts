// What both EnhancedChatBots (React's and React Native's) draw: the connection, the conversation with
// the bot from its first message on, its lines, and the commands. No DOM and no words of its own.
import {
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import {
  type Client,
  type ConnectionState,
  DRAFT,
  type Environment,
  type Message,
  type Principal,
  type Quote,
  type SendOptions,
  type Thread,
  type WireError,
} from '../core/index.ts';
import { type Line, timeline } from '../core/timeline.ts';
import { ConnectionContext, useClient, useClientState, useThread } from '../react/context.tsx';
import { type Answer, createBot, type Prompt } from './bot.ts';
import { authBy, connect, keepTalk, lastTalk, type Token } from './connect.ts';
import type { Words } from './words.ts';

export type MessageLine = Line & { type: 'message' };

export interface Connected {
  client: Client | null;
  /** Why there is none yet, or none at all. */
  problem: WireError | null;
}

/** A client of one's own for the bot; where neither address nor token is given, the provider's. */
export function useBotClient(
  given: { url?: string; token?: Token },
  env: Environment,
  here: string | undefined,
): Connected {
  const provided = useContext(ConnectionContext);
  const url = (given.url ?? provided?.url ?? here ?? '').replace(/\/$/, '');
  const token = given.token ?? provided?.token;
  // A function is often written in place and new at each drawing: the last one counts, none is news.
  const latest = useRef(token);
  latest.current = token;
  const kind = typeof token === 'string' ? token : typeof token;
  const [now, setNow] = useState<Connected>({ client: null, problem: null });
  useEffect(() => {
    const auth = authBy(
      kind === 'function'
        ? (renew) => (typeof latest.current === 'function' ? latest.current(renew) : null)
        : kind === 'undefined'
          ? undefined
          : kind,
    );
    const stop = connect({ url, auth, env }, (result) =>
      setNow(
        'client' in result
          ? { client: result.client, problem: null }
          : { client: null, problem: result.problem },
      ),
    );
    return () => {
      stop();
      setNow({ client: null, problem: null });
    };
  }, [url, kind, env]);
  return now;
}

export interface BotChat {
  /** DRAFT until the first message has begun it. */
  conversation: string;
  thread: Thread;
  me: string | null;
  lines: MessageLine[];
  /** Messages that are loaded, by id. */
  byId: ReadonlyMap<string, Message>;
  /** Names of whoever takes part or has written, by id. */
  names: ReadonlyMap<string, string>;
  connection: ConnectionState;
  prompts: readonly Prompt[];
  /** Answers that are waited for, or did not come. */
  answers: readonly Answer[];
  unread: number;
  send(text: string, options?: SendOptions): void;
  retryAnswer(message_id: string): void;
  /** Leaves this conversation; the next message begins another. */
  startAnew(): void;
  loadOlder(): Promise<number>;
  markRead(): void;
  setTyping(isTyping: boolean): void;
}

/** What an answer quotes. A bot's stands under its question, and a deleted one quotes no more. */
export const quoteOf = (message: Message | null): Quote | undefined =>
  message && message.text !== null && message.sender.kind !== 'bot' ? message.quote : undefined;

/** The name that stands over somebody's words. */
export const nameOf = (
  who: Principal | undefined,
  own: boolean,
  botName: string,
  words: Words,
): string => (own ? words.you : who!.kind === 'bot' ? botName : who!.name);

/** The name of a day in the reader's zone. */
export const dayOf = (at: number): string => new Date(at).toDateString();

/** Below a ClientProvider whose client begins with the bot. */
export function useBotChat(onConversationChange?: (id: string) => void): BotChat {
  const client = useClient();
  const [talk, setTalk] = useState(() => lastTalk(client) ?? DRAFT);
  const bot = useMemo(() => createBot(client), [client]);
  const { prompts, answers } = useSyncExternalStore(bot.subscribe, bot.getState, bot.getState);
  const thread = useThreadOrDraft(talk);
  const me = useClientState((state) => state.me);
  const connection = useClientState((state) => state.connection);
  const unread = useClientState((state) => state.conversations[talk]?.unread ?? 0);

  const told = useRef(onConversationChange);
  told.current = onConversationChange;
  useEffect(() => {
    if (talk === DRAFT) return;
    keepTalk(client, talk);
    told.current?.(talk);
  }, [client, talk]);
  useEffect(() => client.on('started', setTalk), [client]);
  useEffect(() => bot.follow(talk), [bot, talk]);

  const empty = !thread.messages.length && !thread.outgoing.length;
  const { phase } = connection;
  useEffect(() => {
    if (empty && phase === 'online') void bot.loadPrompts();
  }, [bot, empty, phase]);

  const startAnew = useCallback(() => {
    keepTalk(client, null);
    setTalk(DRAFT);
  }, [client]);
  // Gone, or not theirs any more: what is kept here leads nowhere.
  const lost = thread.status === 'failed' && /not_found|forbidden/.test(thread.error?.code ?? '');
  useEffect(() => {
    if (lost) startAnew();
  }, [lost, startAnew]);

  const lines = useMemo(() => timeline(thread, me, dayOf) as MessageLine[], [thread, me]);
  const names = useMemo(
    () =>
      new Map(
        [...thread.messages.map(({ sender }) => sender), ...thread.participants].map((one) => [
          one.id,
          one.name,
        ]),
      ),
    [thread],
  );
  const byId = useMemo(() => new Map(thread.messages.map((one) => [one.id, one])), [thread]);
  return {
    conversation: talk,
    thread,
    me,
    lines,
    byId,
    names,
    connection,
    prompts,
    answers,
    unread,
    send: useCallback((text, options) => void client.send(talk, text, options), [client, talk]),
    retryAnswer: bot.retry,
    startAnew,
    loadOlder: useCallback(() => client.loadOlder(talk).catch(() => 0), [client, talk]),
    markRead: useCallback(() => talk !== DRAFT && client.markRead(talk), [client, talk]),
    setTyping: useCallback((is) => client.setTyping(talk, is), [client, talk]),
  };
}

/** A draft is nothing that the server could be asked for: there is nothing to wait for. */
function useThreadOrDraft(id: string): Thread {
  const thread = useThread(id, id !== DRAFT);
  return useMemo(
    () => (id === DRAFT && thread.status === 'loading' ? { ...thread, status: 'ready' } : thread),
    [thread, id],
  );
}
