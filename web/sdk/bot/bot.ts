// A conversation with the bot, free of DOM and framework: asks for the answer to each message that was
// written here, keeps what is being written until the whole is in the log, and fetches the prompts.
// Messages, log and outbox are the core's.
import { isTransient, wireError } from '../core/api.ts';
import { backoff } from '../core/timers.ts';
import type { ApiError, Begun, Client, FirstMessage, TimerId } from '../core/types.ts';
import { DRAFT } from '../core/types.ts';
import { isText, listOf, shape } from '../core/validate.ts';
import type { Frame, WireError } from '../core/wire.ts';

/** What one may begin with. */
export interface Prompt {
  id: string;
  title: string;
  text: string;
  order: number;
}

/** An answer that is owed and not in the log yet. */
export interface Answer {
  /** The message that it answers. */
  message_id: string;
  state: 'waiting' | 'failed';
  /** What of it was written so far. */
  text: string;
  error: WireError | null;
}

export interface BotState {
  prompts: readonly Prompt[];
  /** In the order of their questions. */
  answers: readonly Answer[];
}

export interface Bot {
  /** The same object until something changed. */
  getState(): BotState;
  subscribe(listener: () => void): () => void;
  /** Sees to the answers of this conversation until the release. DRAFT while it has none. */
  follow(conversation_id: string): () => void;
  /** Asks once more for an answer that failed. */
  retry(message_id: string): void;
  /** Fetches the prompts, unless they are here. */
  loadPrompts(): Promise<void>;
}

/** As ClientOptions.begin: a first message begins a conversation with the bot. */
export async function beginWithBot(first: FirstMessage, request: Client['request']) {
  const { text: message, ...more } = first;
  const begun = await request<Begun>('POST', '/api/user-response/', { message, ...more });
  return { conversation_id: begun.conversation_id, seq: 0 };
}

/** "Not now" this often is "no"; a line that is down is waited for as long as it takes. */
const TRIES = 5;
/** An answer that was given shows in the log, or was taken back. */
const SHOWN_WITHIN = 10_000;
/** Messages further back than this are answered or never will be. */
const NEWEST = 20;

const isPrompts = listOf(shape<Prompt>({ id: isText, title: isText, text: isText }));

export function createBot(client: Client): Bot {
  const { env } = client.options;
  const listeners = new Set<() => void>();
  /** Messages that were written here, by their client's id. */
  const own = new Set<string>();
  /** Those whose answer was asked for, by id. */
  const asked = new Set<string>();
  const timers = new Set<TimerId>();
  let state: BotState = { prompts: [], answers: [] };
  let talk = '';
  let loading: Promise<void> | undefined;

  function set(patch: Partial<BotState>) {
    state = { ...state, ...patch };
    for (const listener of [...listeners]) listener();
  }

  function show(message_id: string, patch: Partial<Answer> | null) {
    if (!state.answers.some((one) => one.message_id === message_id)) return;
    set({
      answers: state.answers.flatMap((one) =>
        one.message_id !== message_id ? one : patch ? { ...one, ...patch } : [],
      ),
    });
  }

  function later(ms: number, run: () => void) {
    const id = env.setTimeout(() => {
      timers.delete(id);
      run();
    }, ms);
    timers.add(id);
  }

  /** Asks for what is due, and forgets what came. */
  function look() {
    const { threads, me } = client.getState();
    for (const id of [DRAFT, talk])
      for (const { client_msg_id } of threads[id]?.outgoing ?? []) own.add(client_msg_id);
    const thread = threads[talk];
    if (thread?.status !== 'ready' || !me) return;
    const newest = thread.messages.slice(-NEWEST);
    for (const message of newest) {
      const { id, sender, client_msg_id, deleted_at, kind } = message;
      if (sender.kind === 'bot' && message.reply_to) show(message.reply_to, null);
      // What was said last, here or elsewhere, may still want its answer.
      const mine = own.has(client_msg_id!) || message === newest.at(-1);
      if (sender.id !== me || !mine || asked.has(id) || deleted_at || kind === 'note') continue;
      asked.add(id);
      if (newest.some((one) => one.sender.kind === 'bot' && one.reply_to === id)) continue;
      set({
        answers: [...state.answers, { message_id: id, state: 'waiting', text: '', error: null }],
      });
      void ask(talk, id);
    }
  }

  async function ask(conversation_id: string, message_id: string, attempt = 0, refused = 0) {
    const isDue = () =>
      talk === conversation_id && state.answers.some((one) => one.message_id === message_id);
    try {
      await client.request('POST', '/api/bot-response/', { conversation_id, message_id });
      later(SHOWN_WITHIN, () => show(message_id, null));
    } catch (caught) {
      const error = caught as ApiError;
      if (!isDue()) return;
      // No bot takes part here, or it has nothing to say to this.
      if (error.status === 409) return show(message_id, null);
      const tries = refused + (error.status ? 1 : 0);
      if (!isTransient(error) || error.status === 401 || tries >= TRIES)
        return show(message_id, { state: 'failed', text: '', error: wireError(error) });
      const wait = error.retry_after_ms ?? backoff(env, attempt);
      later(wait, () => isDue() && void ask(conversation_id, message_id, attempt + 1, tries));
    }
  }

  function heard(frame: Frame) {
    if (frame.type !== 'delta' || frame.conversation_id !== talk) return;
    const { reply_to, at, text } = frame;
    const answer = state.answers.find((one) => one.message_id === reply_to);
    if (!answer || typeof text !== 'string') return;
    // Whoever missed a part waits for the whole.
    const known = [...answer.text].length;
    if (at === 0 || at === known) show(reply_to, { text: at ? answer.text + text : text });
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    follow(conversation_id) {
      talk = conversation_id;
      if (state.answers.length) set({ answers: [] });
      const deaf = [client.subscribe(look), client.on('frame', heard)];
      look();
      return () => {
        for (const one of deaf) one();
        for (const id of timers) env.clearTimeout(id);
        timers.clear();
        // Followed again, it is looked at anew.
        for (const { message_id } of state.answers) asked.delete(message_id);
        talk = '';
      };
    },
    retry(message_id) {
      if (!state.answers.some((one) => one.message_id === message_id && one.state === 'failed'))
        return;
      show(message_id, { state: 'waiting', error: null });
      void ask(talk, message_id);
    },
    loadPrompts() {
      loading ??= client
        .request<Prompt[]>('GET', '/api/bot-prompts/')
        .then((prompts) => {
          if (isPrompts(prompts)) set({ prompts: prompts.sort((a, b) => a.order - b.order) });
        })
        .catch(() => {
          // Nothing hangs on them: whoever shows an empty conversation asks again.
          loading = undefined;
        });
      return loading;
    },
  };
}
