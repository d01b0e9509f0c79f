// The client: joins link, log, outbox and marks into one State and the commands of types.ts.
// Decides what each frame means for a thread; leaves the how of sending, waiting and storing to
// the parts, and what only staff need to staff.ts. No DOM, no framework.
import { createApi, isTransient, wireError } from './api.ts';
import { createLink, type Follow } from './link.ts';
import { merge, type Place, walk } from './log.ts';
import { createMarks } from './marks.ts';
import { createOutbox, type Item, type Outcome } from './outbox.ts';
import { createStore } from './store.ts';
import { createTimers } from './timers.ts';
import { type ApiError, type Client, type ClientOptions, DRAFT, type Events } from './types.ts';
import { isDetail, isEntryPage, isMessage, isMessagePage, isStarted } from './validate.ts';
import type { Conversation, Entry, FeedPage, Frame, Message, Status, WireError } from './wire.ts';

/** What the client keeps of a thread beside what it shows. */
interface Live {
  uses: number;
  place: Place;
  epoch: string;
  /** The furthest position anyone told us of; ahead of place.last means something is missing. */
  head: number;
  loading?: boolean;
  filling?: boolean;
  subscribed?: boolean;
  /** Messages seen in entries while an older page was on its way: they outrank the page. */
  fresher: Message[];
}

/** What staff.ts adds; see there. */
export interface Plug {
  up(): void;
  follows(): Follow[];
  feedPage(page: FeedPage): void;
  feedError(code: string): void;
  /** Nobody looks at this thread any more; it may be forgotten with `forget`. */
  released(conversation_id: string): void;
  /** A page of messages is about to be shown: all from after `after` to before `before`. */
  paged(conversation_id: string, after: number, before?: number): Promise<void>;
  /** Entries were applied to a thread. */
  applied(conversation_id: string, entries: readonly Entry[]): void;
}

/** What a frame says of its conversation, and of the log if it takes one up again. */
interface Replay {
  conversation_id: string;
  epoch?: string;
  recovered?: boolean;
}

/** What is told to listeners; `changed` is what subscribe() hears. */
interface Told extends Events {
  changed: () => void;
}

export type Core = ReturnType<typeof createCore>;

const PAGE = 50;
const ACK_LIMIT = 10_000;
const TYPING_SHOWN = 6_000;

/** Error codes of the socket that mean "not now" rather than "not this". */
const NOT_NOW = /^(too_many|unavailable|internal|unauthenticated)$/;

export const createClient = (options: ClientOptions): Client => createCore(options).client;

export function createCore(options: ClientOptions, plug?: Plug) {
  const { env, window = 300 } = options;
  const lives = new Map<string, Live>();
  const ears = new Set<{ event: string; listener: (...args: never[]) => void }>();
  const acks = new Map<string, (outcome: Outcome) => void>();
  let running = false;

  const store = createStore(() => emit('changed'));
  const timers = createTimers(env, () => running);
  const api = createApi(options, signedOut);
  const link = createLink(options, api, timers, {
    frame,
    bad,
    up,
    down,
    show: store.connection,
    signedOut,
    follows,
    refused(id, error) {
      if (id === null) plug?.feedError(error.code);
      else refuse(id, error);
    },
  });
  const outbox = createOutbox(env, timers, options.scope, {
    deliver,
    changed: drawOutgoing,
    confirmed(id, seq, drafted) {
      hint(id, seq);
      if (drafted) emit('started', id);
    },
  });
  const marks = createMarks(env, timers, say);

  const me = () => store.get().me;
  const thread = (id: string) => store.get().threads[id];
  const path = (id: string) => `/api/conversations/${id}`;

  function bad() {
    store.set({ bad_frames: store.get().bad_frames + 1 });
  }

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
    if (link.put({ type, conversation_id: id, ...body })) return true;
    if (!link.way()) return false;
    return api.request(method, `${path(id)}/${type}`, body).then(
      () => true,
      (error) => !isTransient(error),
    );
  }

  // ---- the connection came, went, said something

  function up() {
    for (const id of lives.keys()) follow(id);
    plug?.up();
    outbox.setReady(true);
    marks.plan();
  }

  function down() {
    outbox.setReady(false);
    for (const id of acks.keys()) answered(id, { later: undefined });
    for (const [id, live] of lives) {
      live.subscribed = false;
      store.thread(id, { typing: [], present: [] });
    }
  }

  function signedOut() {
    if (!running) return;
    close();
    store.connection({ phase: 'signed_out' });
    emit('signed_out');
  }

  /** This thread will not be shown, and why. */
  function refuse(id: string, error: WireError) {
    store.thread(id, { status: 'failed', error: wireError(error) });
  }

  function frame(f: Frame) {
    switch (f.type) {
      case 'welcome':
        return store.set({ me: f.principal_id, epoch: f.epoch });
      case 'feed':
        return plug?.feedPage(f);
      case 'ack':
        return answered(f.client_msg_id, f);
      case 'heads':
        // Its entries may be queued behind: only a lack that lasts is a lack.
        for (const id in f.heads) hint(id, f.heads[id]!);
        return;
      case 'error': {
        const { conversation_id: id, client_msg_id, error } = f;
        const { code, retry_after_ms } = error;
        if (client_msg_id)
          answered(
            client_msg_id,
            NOT_NOW.test(code) ? { later: retry_after_ms } : { refused: error },
          );
        else if (id && thread(id) && /not_found|forbidden/.test(code)) refuse(id, error);
        else plug?.feedError(code);
        return;
      }
    }
    const { conversation_id: id, epoch, recovered } = f as Replay;
    const live = lives.get(id);
    const shown = thread(id);
    if (!live || !shown) return;
    // Not the log we know, or not a place in it: begin anew.
    if (recovered === false || (epoch ?? live.epoch) !== live.epoch) return void load(id);
    switch (f.type) {
      case 'subscribed':
        hint(id, f.head, 3_000);
        store.thread(id, { present: f.present });
        for (const one of f.positions)
          position(id, one.principal_id, one.read_seq, one.delivered_seq);
        return;
      case 'entry':
        for (const entry of take(id, [f.entry]))
          if (entry.actor.id !== me()) emit('entry', id, entry);
        return;
      case 'entries':
        return void take(id, f.entries, f.through_seq, f.after);
      case 'typing': {
        const who = f.principal.id;
        if (who === me()) return;
        const others = () => thread(id)!.typing.filter((one) => one.id !== who);
        store.thread(id, { typing: f.is_typing ? [...others(), f.principal] : others() });
        if (f.is_typing)
          timers.after(`typing ${id} ${who}`, TYPING_SHOWN, () => {
            if (thread(id)) store.thread(id, { typing: others() });
          });
        return;
      }
      case 'presence': {
        const who = f.principal.id;
        const others = shown.present.filter((one) => one !== who);
        return store.thread(id, { present: f.online ? [...others, who] : others });
      }
      case 'read':
        return position(id, f.principal_id, f.seq, f.seq);
      case 'delivered':
        return position(id, f.principal_id, 0, f.seq);
    }
  }

  /** Moves one participant's marks forward (never back). */
  function position(id: string, who: string, read: number, delivered: number) {
    if (who === me()) {
      marks.known(id, read);
      ownRead(id, read);
    }
    const { participants } = thread(id)!;
    if (!participants.some((one) => one.id === who)) return refreshSoon(id);
    store.thread(id, {
      participants: participants.map((one) =>
        one.id === who
          ? {
              ...one,
              last_read_seq: Math.max(read, one.last_read_seq),
              last_delivered_seq: Math.max(delivered, one.last_delivered_seq),
            }
          : one,
      ),
    });
  }

  // ---- receiving

  /** Somebody says that the log reaches `head`: if that stays out of reach, ask for the rest. */
  function hint(id: string, head: number, ms = 1_000) {
    const live = lives.get(id);
    if (!live) return;
    live.head = Math.max(live.head, head);
    if (live.head > live.place.last) timers.after(`check ${id}`, ms, () => void fill(id));
  }

  /** What we keep of a thread that was loaded and is now followed by its log. */
  function loaded(id: string): Live | undefined {
    const live = lives.get(id);
    return live && !live.loading && thread(id)?.status === 'ready' ? live : undefined;
  }

  /** Returns those of the entries that were new. */
  function take(id: string, entries: readonly Entry[], through?: number, after?: number): Entry[] {
    const live = loaded(id);
    if (!live) return [];
    const { place, applied, gap } = walk(live.place, entries, through, after);
    live.place = place;
    fold(id, live, applied);
    // Only the socket tells of read marks by itself.
    if (link.way() !== 'socket') refreshSoon(id);
    if (gap) {
      live.head = Math.max(live.head, through ?? 0, entries.at(-1)?.seq ?? 0);
      void fill(id);
    }
    return applied;
  }

  /** Entries in order, each for the first time: into messages, unread count and list row. */
  function fold(id: string, live: Live, applied: readonly Entry[]) {
    const old = thread(id)!;
    const added = applied.flatMap((entry) => entry.message ?? []);
    const heard = applied.filter(
      (entry) => entry.type === 'message.sent' && entry.actor.id !== me(),
    );
    if (old.loading_older) live.fresher.push(...added);
    let { has_older } = old;
    let messages = show(id, added);
    // Whoever paged back past the window keeps what they read.
    if (messages.length > window && old.messages.length <= window) {
      messages = messages.slice(-window);
      has_older = true;
    }
    store.thread(id, {
      messages,
      has_older,
      last_seq: live.place.last,
      typing: heard.length
        ? old.typing.filter((one) => !heard.some((entry) => entry.actor.id === one.id))
        : old.typing,
    });
    outbox.settle(added);
    if (plug) plug.applied(id, applied);
    else row(id, applied, heard);
    if (applied.some((entry) => entry.type.startsWith('participant.'))) refreshSoon(id);
    received(id, heard);
  }

  /** The thread's messages with these put in; what is older than the window shows with its page. */
  function show(id: string, added: readonly Message[]): readonly Message[] {
    const { messages, has_older } = thread(id)!;
    return merge(
      messages,
      added.filter(({ seq }) => !has_older || seq >= (messages[0]?.seq ?? 0)),
    );
  }

  function received(id: string, others: readonly { seq: number }[]) {
    if (others.length) marks.mark('delivered', id, others.at(-1)!.seq);
  }

  /** Keeps the row of an open conversation true; staff get theirs from the feed. */
  function row(id: string, applied: readonly Entry[], heard: readonly Entry[]) {
    const old = store.get().conversations[id];
    if (!old || !applied.length) return;
    const known = Math.max(old.last_read_seq, old.last_seq);
    let { status } = old;
    for (const { type, data } of applied)
      if (type.startsWith('conversation.') && data?.status) status = data.status as Status;
    store.conversations([
      {
        ...old,
        status,
        unread: old.unread + heard.filter(({ seq }) => seq > known).length,
        last_seq: Math.max(old.last_seq, applied.at(-1)!.seq),
      },
    ]);
  }

  /** Asks for what is missing, page by page, until the head known so far is reached. */
  async function fill(id: string) {
    const live = lives.get(id);
    if (!live || live.filling || live.loading) return;
    live.filling = true;
    try {
      for (let before = -1; live.head > live.place.last && live.place.last > before; ) {
        before = live.place.last;
        // `seen` lies at or before `last`, so nothing visible is between them.
        const after = live.place.seen;
        const page = await api.get(`${path(id)}/entries?after_seq=${after}&limit=100`, isEntryPage);
        if (!running || lives.get(id) !== live) return;
        if (page.epoch !== live.epoch) return void load(id);
        live.head = Math.max(live.head, page.head);
        take(id, page.entries, page.through_seq, after);
      }
      // A head nobody can give us the entries of is no head of ours.
      live.head = live.place.last;
    } catch (error) {
      if (isTransient(error)) hint(id, 0, 2_000);
    } finally {
      live.filling = false;
    }
  }

  /** The newest page and who takes part; then follows the log from there. */
  async function load(id: string) {
    const live = lives.get(id);
    if (!live || live.loading) return;
    live.loading = true;
    live.subscribed = false;
    try {
      const { participants, epoch, ...conversation } = await detail(id);
      const { messages, last_seq, has_more } = await pageBefore(id);
      if (lives.get(id) !== live) return;
      Object.assign(live, { place: { last: last_seq, seen: last_seq }, epoch, head: last_seq });
      live.loading = false;
      store.conversations([conversation as Conversation]);
      store.thread(id, {
        status: 'ready',
        error: null,
        messages,
        has_older: has_more,
        last_seq,
        participants,
      });
      outbox.settle(messages);
      drawOutgoing(id);
      received(
        id,
        messages.filter((message) => message.sender.id !== me()),
      );
      follow(id);
    } catch (caught) {
      const error = caught as ApiError;
      live.loading = false;
      if (!isTransient(error)) return refuse(id, error);
      timers.after(`load ${id}`, 2_000, () => void load(id));
      // A thread that was shown stays shown; only one that never came says why.
      if (thread(id)?.status === 'loading') store.thread(id, { error: wireError(error) });
    }
  }

  const detail = (id: string) => api.get(path(id), isDetail);

  /** A page of messages before `seq`, or the newest. */
  async function pageBefore(id: string, seq?: number) {
    const cursor = seq === undefined ? '' : `&before_seq=${seq}`;
    const page = await api.get(`${path(id)}/messages?limit=${PAGE}${cursor}`, isMessagePage);
    await plug?.paged(id, page.has_more ? page.messages[0]!.seq - 1 : 0, seq);
    return page;
  }

  function refreshSoon(id: string) {
    timers.after(`detail ${id}`, 300, async () => {
      const fresh = await detail(id).catch(() => null);
      if (fresh && thread(id)) store.thread(id, { participants: fresh.participants });
    });
  }

  /** Loads a thread that somebody looks at, or once it is there, asks for what comes. */
  function follow(id: string) {
    const live = lives.get(id);
    if (!live?.uses || !running) return;
    if (!loaded(id)) return void load(id);
    live.subscribed ||= link.put({
      type: 'subscribe',
      conversation_id: id,
      after_seq: live.place.seen,
      epoch: live.epoch,
    });
    link.sync();
  }

  function follows(): Follow[] {
    const logs = [...lives].filter(([id, live]) => live.uses && loaded(id));
    return [
      ...logs.map(([conversation_id, { place, epoch }]) => ({
        conversation_id,
        after: place.seen,
        epoch,
      })),
      ...(plug?.follows() ?? []),
    ];
  }

  // ---- sending

  async function deliver(item: Item): Promise<Outcome> {
    const { conversation_id: id, client_msg_id, text, kind, reply_to } = item;
    const body = { client_msg_id, text, kind, reply_to: reply_to ?? undefined };
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
      const first = { kind: 'support', message: { client_msg_id, text } };
      const begun = await api.request('POST', '/api/conversations', first, isStarted);
      store.conversations([begun.conversation]);
      return begun.message;
    } catch (caught) {
      const error = caught as ApiError;
      return isTransient(error) || error.status === 401
        ? { later: error.retry_after_ms }
        : { refused: wireError(error) };
    }
  }

  /** What the socket, or its silence, said to a message. */
  function answered(client_msg_id: string, outcome: Outcome) {
    timers.cancel(`ack ${client_msg_id}`);
    acks.get(client_msg_id)?.(outcome);
    acks.delete(client_msg_id);
  }

  function drawOutgoing(id: string) {
    store.connection({ waiting: outbox.waiting() });
    const items = outbox.of(id);
    const shown = thread(id);
    if (!shown && !items.length) return;
    const settled = new Set(shown?.messages.map((message) => message.client_msg_id));
    store.thread(id, {
      outgoing: items.filter((item) => !settled.has(item.client_msg_id)),
      ...(id === DRAFT && { status: 'ready' }),
    });
  }

  function ownRead(id: string, seq: number) {
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
    if (loaded(id)) store.thread(id, { messages: show(id, [message]) });
    return message;
  }

  function close() {
    if (!running) return;
    running = false;
    outbox.close();
    link.close();
    api.abortAll();
    timers.stop();
    down();
    store.connection({ phase: 'idle', transport: null, retry_at: null });
  }

  const client: Client = {
    getState: store.get,
    subscribe: (listener) => on('changed', listener),
    on,
    start() {
      if (running) return;
      running = true;
      outbox.start();
      link.start();
      for (const id of lives.keys()) follow(id);
    },
    close,
    retryNow() {
      if (running) link.now();
    },
    open(id) {
      const live = lives.get(id) ?? {
        uses: 0,
        place: { last: 0, seen: 0 },
        epoch: '',
        head: 0,
        fresher: [],
      };
      lives.set(id, live);
      live.uses += 1;
      store.thread(id, {});
      follow(id);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        live.uses -= 1;
        if (live.uses) return;
        if (live.subscribed) link.put({ type: 'unsubscribe', conversation_id: id });
        live.subscribed = false;
        link.sync();
        plug?.released(id);
      };
    },
    async loadOlder(id) {
      const live = lives.get(id);
      const old = thread(id);
      if (!live || !old?.has_older || old.loading_older) return 0;
      store.thread(id, { loading_older: true });
      live.fresher = [];
      try {
        const page = await pageBefore(id, old.messages[0]!.seq);
        const from = page.messages[0]?.seq ?? 0;
        store.thread(id, {
          messages: merge(
            [...page.messages, ...thread(id)!.messages],
            live.fresher.filter(({ seq }) => seq >= from),
          ),
          has_older: page.has_more,
        });
        return page.messages.length;
      } finally {
        store.thread(id, { loading_older: false });
      }
    },
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
      ownRead(id, seq);
    },
    setTyping: marks.type,
    request: api.request,
  };

  function forget(id: string) {
    if (lives.get(id)?.uses) return;
    lives.delete(id);
    store.dropThread(id);
  }

  return { client, store, link, api, emit, hint, forget, bad };
}
