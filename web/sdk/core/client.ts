// The client: joins link, threads, outbox and marks into one State and the commands of types.ts.
// Decides whose a frame is and how a message travels; leaves what it means to thread.ts, waiting
// and storing to the parts, and what only staff need to staff.ts. No DOM, no framework.
import { type Api, createApi, isTransient, wireError } from './api.ts';
import { createLink, type Follow, type Link } from './link.ts';
import { createMarks, type Marks } from './marks.ts';
import { createOutbox, type Item, type Outbox, type Outcome } from './outbox.ts';
import { createStore, type Store } from './store.ts';
import { createThread, type LiveThread } from './thread.ts';
import { createTimers, type Timers } from './timers.ts';
import { type ApiError, type Client, type ClientOptions, DRAFT, type Events } from './types.ts';
import { isMessage, isStarted } from './validate.ts';
import type { Entry, Frame } from './wire.ts';

/** What is followed over whatever way is open: a conversation's log, or the feed of staff.ts. */
export interface Log {
  /** Says where it stands, so that what comes after arrives. Called whenever a way opens. */
  follow(): void;
  /** The same for the ways that ask again and again. */
  follows(): Follow[];
  frame(frame: Frame): void;
  /** Somebody says that it reaches so far. */
  hint(head: number): void;
  down(): void;
}

/** What staff see beside the messages of a thread; see staff.ts. */
export interface Plug {
  /** A page of messages is about to be shown: all from after `after` to before `before`. */
  paged(conversation_id: string, after: number, before?: number): Promise<void>;
  /** Entries were applied to a thread. */
  applied(conversation_id: string, entries: readonly Entry[]): void;
}

/** The feed's place among the logs. */
export const FEED = '';

/** What is told to listeners; `changed` is what subscribe() hears. */
export interface Told extends Events {
  changed: () => void;
}

/** The parts as threads and the staff client see them. */
export interface Core {
  store: Store;
  timers: Timers;
  api: Api;
  link: Link;
  outbox: Outbox;
  marks: Marks;
  /** The threads that were opened, by conversation, and the feed. */
  logs: Map<string, Log & Partial<LiveThread>>;
  plug?: Plug;
  window: number;
  emit<K extends keyof Told>(event: K, ...args: Parameters<Told[K]>): void;
  frame(frame: Frame | null): void;
  /** The server says how far this person has read. */
  ownRead(conversation_id: string, seq: number): void;
}

const ACK_LIMIT = 10_000;

/** Error codes of the socket that mean "not now" rather than "not this". */
const NOT_NOW = /^(too_many|unavailable|internal|unauthenticated)$/;

export const createClient = (options: ClientOptions): Client => createCore(options)[0];

export function createCore(options: ClientOptions, plug?: Plug): [Client, Core] {
  const { env } = options;
  const logs: Core['logs'] = new Map();
  const ears = new Set<{ event: string; listener: (...args: never[]) => void }>();
  const acks = new Map<string, (outcome: Outcome) => void>();
  let running = false;

  const store = createStore(() => emit('changed'));
  const timers = createTimers(env, () => running);
  const api = createApi(options, signedOut);
  const link = createLink(options, api, timers, {
    frame,
    up,
    down,
    show: store.connection,
    signedOut,
    follows: () => [...logs.values()].flatMap((log) => log.follows()),
  });
  const outbox = createOutbox(env, timers, options.scope, {
    send,
    changed: drawOutgoing,
    sent(id, seq, drafted) {
      logs.get(id)?.hint(seq);
      if (drafted) emit('started', id);
    },
  });
  const marks = createMarks(env, timers, say);
  const me = () => store.get().me;
  const core: Core = {
    store,
    timers,
    api,
    link,
    outbox,
    marks,
    logs,
    plug,
    window: options.window ?? 300,
    emit,
    frame,
    ownRead(id, seq) {
      marks.known(id, seq);
      readTo(id, seq);
    },
  };
  const thread = (id: string) => store.get().threads[id];
  const path = (id: string) => `/api/conversations/${id}`;

  function on<K extends keyof Told>(event: K, listener: Told[K]) {
    const ear = { event, listener };
    ears.add(ear);
    return () => {
      ears.delete(ear);
    };
  }

  function emit<K extends keyof Told>(event: K, ...args: Parameters<Told[K]>) {
    for (const ear of [...ears]) if (ear.event === event) ear.listener(...(args as never[]));
  }

  /** Over the socket, or else by HTTP; false when it must be said again later. */
  async function say(type: string, id: string, body: object, method = 'POST'): Promise<boolean> {
    // Nobody can hear of a conversation that does not exist yet.
    if (id === DRAFT || link.put({ type, conversation_id: id, ...body })) return true;
    if (!link.way()) return false;
    return api.request(method, `${path(id)}/${type}`, body).then(
      () => true,
      (error) => !isTransient(error),
    );
  }

  // ---- the connection came, went, said something

  function up() {
    for (const log of logs.values()) log.follow();
    outbox.setReady(true);
    marks.plan();
  }

  function down() {
    outbox.setReady(false);
    for (const id of acks.keys()) answered(id, { later: undefined });
    for (const log of logs.values()) log.down();
  }

  function signedOut() {
    if (!running) return;
    close();
    store.connection({ phase: 'signed_out' });
    emit('signed_out');
  }

  function frame(f: Frame | null) {
    if (!f) return store.set({ bad_frames: store.get().bad_frames + 1 });
    emit('frame', f);
    switch (f.type) {
      case 'welcome':
        return store.set({ me: f.principal_id });
      case 'ack':
        return answered(f.client_msg_id, f);
      case 'heads':
        // Its entries may be queued behind: only a lack that lasts is a lack.
        for (const id in f.heads) logs.get(id)?.hint(f.heads[id]!);
        return;
      case 'error': {
        const { client_msg_id, error } = f;
        if (client_msg_id)
          return answered(
            client_msg_id,
            NOT_NOW.test(error.code) ? { later: error.retry_after_ms } : { refused: error },
          );
      }
    }
    logs.get((f as { conversation_id?: string }).conversation_id ?? FEED)?.frame(f);
  }

  // ---- sending

  async function send(item: Item): Promise<Outcome> {
    const { conversation_id: id, client_msg_id, text, kind, reply_to, mentions } = item;
    const attachments = item.attachments?.map((file) => file.id);
    const reply = reply_to ?? undefined;
    const body = { client_msg_id, text, kind, reply_to: reply, attachments, mentions };
    if (id !== DRAFT && link.put({ type: 'send', conversation_id: id, ...body }))
      return new Promise((done) => {
        acks.set(client_msg_id, done);
        // Silence is a sign that the socket is dead: ask it, and send again in any case.
        timers.after(`ack ${client_msg_id}`, ACK_LIMIT, () => {
          link.now();
          answered(client_msg_id, { later: undefined });
        });
      });
    try {
      if (id !== DRAFT) return await api.request('POST', `${path(id)}/messages`, body, isMessage);
      const message = { client_msg_id, text, attachments };
      if (options.begin) return await options.begin(message, api.request);
      const first = { kind: 'support', message };
      const begun = await api.request('POST', '/api/conversations', first, isStarted);
      store.conversations([begun.conversation]);
      return begun.message;
    } catch (error) {
      return isTransient(error)
        ? { later: (error as ApiError).retry_after_ms }
        : { refused: wireError(error as ApiError) };
    }
  }

  /** What the socket, or its silence, said to a message. */
  function answered(client_msg_id: string, outcome: Outcome) {
    timers.cancel(`ack ${client_msg_id}`);
    acks.get(client_msg_id)?.(outcome);
    acks.delete(client_msg_id);
  }

  function drawOutgoing(id: string) {
    const all = outbox.inOrder();
    store.connection({ waiting: all.filter((item) => item.state === 'sending').length });
    const items = all.filter((item) => item.conversation_id === id);
    const shown = thread(id);
    if (!shown && !items.length) return;
    const settled = new Set(shown?.messages.map((message) => message.client_msg_id));
    store.thread(id, {
      outgoing: items.filter((item) => !settled.has(item.client_msg_id)),
      ...(id === DRAFT && { status: 'ready' }),
    });
  }

  /** This person has read so far: the row of the list counts what is left. */
  function readTo(id: string, seq: number) {
    const old = store.get().conversations[id];
    if (!old || seq <= old.last_read_seq) return;
    const later = thread(id)?.messages.filter(
      (message) => message.seq > seq && message.sender.id !== me(),
    );
    store.conversations([
      { ...old, last_read_seq: seq, unread: Math.min(later?.length ?? 0, old.unread) },
    ]);
  }

  /** Edits or deletes; shown at once as the answer has it, and again when the log tells. */
  async function change(method: string, id: string, message_id: string, text?: string) {
    const message = await api.request(
      method,
      `${path(id)}/messages/${message_id}`,
      text && { text },
      isMessage,
    );
    logs.get(id)?.put?.(message);
    return message;
  }

  function close() {
    if (!running) return;
    running = false;
    outbox.close();
    link.close();
    api.close();
    timers.close();
    down();
    store.connection({ phase: 'idle', transport: null, retry_at: null });
  }

  const client: Client = {
    options,
    getState: store.get,
    subscribe: (listener) => on('changed', listener),
    on,
    start() {
      if (running) return;
      running = true;
      outbox.start();
      link.start();
      for (const log of logs.values()) log.follow();
    },
    close,
    retryNow() {
      if (running) link.now();
    },
    open(id) {
      const log = logs.get(id) ?? createThread(core, id);
      logs.set(id, log);
      store.thread(id, {});
      drawOutgoing(id);
      const release = log.open!();
      if (running) log.follow();
      return release;
    },
    loadOlder: async (id) => logs.get(id)?.loadOlder?.() ?? 0,
    putConversations: store.conversations,
    send(id, text, sendOptions) {
      marks.type(id, false);
      return outbox.add(id, text, sendOptions);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    edit: (id, message_id, text) => change('PATCH', id, message_id, text),
    remove: (id, message_id) => change('DELETE', id, message_id),
    markRead(id, seq = thread(id)?.last_seq ?? 0) {
      marks.mark('read', id, seq);
      readTo(id, seq);
    },
    setTyping: marks.type,
    put: link.put,
    request: api.request,
  };

  return [client, core];
}
