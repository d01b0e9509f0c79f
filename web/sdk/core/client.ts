// The client: joins link, log, outbox and marks into one State and the commands of types.ts.
// Decides what each frame means for a thread; leaves the how of sending, waiting and storing to
// the parts. No DOM, no framework.
import { apiError, createApi, isTransient, wireError } from './api.ts';
import { createLink, type Follow } from './link.ts';
import { merge, type Place, walk } from './log.ts';
import { createMarks } from './marks.ts';
import { createOutbox, type Item, type Receipt, type Refusal } from './outbox.ts';
import { createStore } from './store.ts';
import {
  type ApiError,
  type Client,
  type ClientOptions,
  DRAFT,
  type Events,
  type ListQuery,
  type Outgoing,
  type TimerId,
} from './types.ts';
import {
  isConversation,
  isConversationPage,
  isEntryPage,
  isMessage,
  isMessagePage,
  isParticipants,
} from './validate.ts';
import type { Conversation, ConversationDetail, Entry, FeedPage, Frame, Message } from './wire.ts';

/** What the client keeps of a thread beside what it shows. */
interface Live {
  uses: number;
  place: Place;
  epoch: string | null;
  /** The furthest position anyone told us of; ahead of place.last means something is missing. */
  head: number;
  loading: boolean;
  filling: boolean;
  subscribed: boolean;
  /** Messages seen in entries while an older page was on its way: they outrank the page. */
  fresher: Message[];
}

const PAGE = 50;
const CACHED = 20;
const ACK_LIMIT = 10_000;
const TYPING_SHOWN = 6_000;

/** Error codes of the socket that mean "not now" rather than "not this". */
const NOT_NOW = new Set(['too_many', 'unavailable', 'internal', 'unauthenticated']);

export function createClient(options: ClientOptions): Client {
  const { env } = options;
  const windowSize = options.window ?? 300;
  const store = createStore();
  const lives = new Map<string, Live>();
  const listeners: { [K in keyof Events]: Set<Events[K]> } = {
    feed: new Set(),
    feed_expired: new Set(),
    started: new Set(),
    entry: new Set(),
    signed_out: new Set(),
  };
  const acks = new Map<
    string,
    { done(receipt: Receipt | Refusal): void; lost(error: unknown): void }
  >();
  const typists = new Map<string, number>();
  const timers = new Map<string, TimerId>();
  let feed: { cursor: string; live: boolean } | null = null;
  let running = false;

  const api = createApi(options, () => link.signOut());
  const link = createLink(options, api, {
    frame,
    bad: () => store.set({ bad_frames: store.get().bad_frames + 1 }),
    up,
    down,
    show: store.connection,
    signedOut: () => {
      close();
      store.connection({ phase: 'signed_out' });
      emit('signed_out');
    },
    follows,
    page(id, page, after) {
      const live = lives.get(id);
      if (!live) return;
      if (page.recovered === false || (page.epoch && live.epoch && page.epoch !== live.epoch))
        void load(id);
      else take(id, page.entries, page.through_seq, after);
      if (link.way() === 'poll') refreshSoon(id, 1_000);
    },
    feedPage,
    refused(follow, error) {
      if (follow.conversation_id === null) feedError(error.code);
      else store.thread(follow.conversation_id, { status: 'failed', error: wireError(error) });
    },
  });
  const outbox = createOutbox(env, options.scope, {
    deliver,
    changed: drawOutgoing,
    confirmed(id, seq, drafted) {
      const live = lives.get(id);
      if (live) {
        live.head = Math.max(live.head, seq);
        later(`check ${id}`, 1_000, () => catchUp(id));
      }
      if (drafted) void announce(id);
    },
  });
  const marks = createMarks(
    env,
    async (kind, id, seq) => {
      if (link.put({ type: kind, conversation_id: id, seq })) return true;
      if (link.way() === null) return false;
      try {
        await api.request('PUT', `/api/conversations/${id}/${kind}`, { seq });
        return true;
      } catch (error) {
        return !isTransient(error);
      }
    },
    (id, is_typing, audience) => {
      const body = { is_typing, ...(audience && { audience }) };
      if (!link.put({ type: 'typing', conversation_id: id, ...body }) && link.way() !== null)
        api.request('POST', `/api/conversations/${id}/typing`, body).catch(() => {});
    },
  );

  function emit<K extends keyof Events>(event: K, ...args: Parameters<Events[K]>) {
    for (const listener of [...listeners[event]])
      (listener as (...all: unknown[]) => void)(...args);
  }

  function later(name: string, ms: number, run: () => void) {
    if (timers.has(name) || !running) return;
    timers.set(
      name,
      env.setTimeout(() => {
        timers.delete(name);
        run();
      }, ms),
    );
  }

  // ---- the connection came, went, said something

  function up(way: string) {
    if (way === 'socket') {
      for (const id of lives.keys()) subscribe(id);
      if (feed?.live) link.put({ type: 'follow_feed', after: feed.cursor });
    }
    for (const [id, live] of lives)
      if (live.uses && store.get().threads[id]?.status !== 'ready') void load(id);
    outbox.setReady(true);
    marks.flush();
  }

  function down() {
    outbox.setReady(false);
    for (const ack of acks.values()) ack.lost(new Error('connection lost'));
    acks.clear();
    typists.clear();
    for (const [id, live] of lives) {
      live.subscribed = false;
      const thread = store.get().threads[id];
      if (thread && (thread.typing.length || thread.present.length))
        store.thread(id, { typing: [], present: [] });
    }
  }

  function frame(f: Frame) {
    switch (f.type) {
      case 'welcome':
        store.set({ me: f.principal_id, epoch: f.epoch });
        return;
      case 'feed':
        return feedPage(f);
      case 'ack':
        acks.get(f.client_msg_id)?.done({ seq: f.seq, conversation_id: f.conversation_id });
        return;
      case 'error':
        return refusedFrame(f);
      case 'heads':
        for (const id in f.heads) {
          const live = lives.get(id);
          if (!live) continue;
          live.head = Math.max(live.head, f.heads[id]!);
          // Its entries may be queued behind: only a lack that lasts is a lack.
          if (live.head > live.place.last) later(`check ${id}`, 1_000, () => catchUp(id));
        }
        return;
    }
    if (!('conversation_id' in f)) return;
    const id = f.conversation_id;
    const live = lives.get(id);
    const thread = store.get().threads[id];
    if (!live || !thread) return;
    switch (f.type) {
      case 'subscribed':
        if (!f.recovered || (live.epoch && f.epoch !== live.epoch)) {
          live.epoch = f.epoch;
          live.subscribed = false;
          void load(id);
          return;
        }
        live.epoch = f.epoch;
        live.head = Math.max(live.head, f.head);
        if (live.head > live.place.last) later(`check ${id}`, 3_000, () => catchUp(id));
        store.thread(id, { present: f.present });
        for (const { principal_id, read_seq, delivered_seq } of f.positions)
          position(id, principal_id, read_seq, delivered_seq);
        return;
      case 'entry':
        return take(id, [f.entry], 0, undefined, true);
      case 'entries':
        return take(id, f.entries, f.through_seq);
      case 'typing': {
        if (f.principal.id === store.get().me) return;
        const key = `${id} ${f.principal.id}`;
        if (f.is_typing) typists.set(key, env.now() + TYPING_SHOWN);
        else typists.delete(key);
        const others = thread.typing.filter((one) => one.id !== f.principal.id);
        if (f.is_typing || others.length < thread.typing.length)
          store.thread(id, { typing: f.is_typing ? [...others, f.principal] : others });
        if (f.is_typing) later('typing', TYPING_SHOWN, expireTyping);
        return;
      }
      case 'presence': {
        const others = thread.present.filter((one) => one !== f.principal.id);
        store.thread(id, { present: f.online ? [...others, f.principal.id] : others });
        return;
      }
      case 'read':
        return position(id, f.principal_id, f.seq, f.seq);
      case 'delivered':
        return position(id, f.principal_id, 0, f.seq);
    }
  }

  function refusedFrame({ error, client_msg_id, conversation_id }: Frame & { type: 'error' }) {
    if (client_msg_id) {
      const ack = acks.get(client_msg_id);
      if (NOT_NOW.has(error.code)) ack?.lost(error);
      else ack?.done({ refused: error });
    } else if (error.code === 'cursor_expired') feedError(error.code);
    else if (
      conversation_id &&
      lives.has(conversation_id) &&
      (error.code === 'not_found' || error.code === 'forbidden')
    )
      store.thread(conversation_id, { status: 'failed', error });
  }

  function expireTyping() {
    const { threads } = store.get();
    for (const id in threads) {
      const { typing } = threads[id]!;
      const still = typing.filter((one) => (typists.get(`${id} ${one.id}`) ?? 0) > env.now());
      if (still.length < typing.length) store.thread(id, { typing: still });
    }
    for (const [key, until] of typists) {
      if (until <= env.now()) typists.delete(key);
      else later('typing', until - env.now(), expireTyping);
    }
  }

  /** Moves one participant's marks forward (never back). */
  function position(id: string, who: string, read: number, delivered: number) {
    const thread = store.get().threads[id];
    if (!thread) return;
    if (who === store.get().me) {
      marks.known('read', id, read);
      ownRead(id, read);
    }
    if (!thread.participants.some((one) => one.id === who)) return refreshSoon(id, 500);
    const participants = thread.participants.map((one) =>
      one.id === who && (read > one.last_read_seq || delivered > one.last_delivered_seq)
        ? {
            ...one,
            last_read_seq: Math.max(read, one.last_read_seq),
            last_delivered_seq: Math.max(delivered, one.last_delivered_seq),
          }
        : one,
    );
    if (participants.some((one, i) => one !== thread.participants[i]))
      store.thread(id, { participants });
  }

  // ---- receiving

  function take(
    id: string,
    entries: readonly Entry[],
    through: number,
    after?: number,
    fresh = false,
  ) {
    const live = lives.get(id);
    const thread = store.get().threads[id];
    if (!live || thread?.status !== 'ready' || live.loading) return;
    const step = walk(live.place, entries, through, after);
    live.place = step.place;
    const furthest = Math.max(through, entries.at(-1)?.seq ?? 0);
    live.head = Math.max(live.head, furthest);
    if (step.applied.length || thread.last_seq !== step.place.last) fold(id, step.applied, fresh);
    if (step.gap) void fill(id);
  }

  /** Entries in order, each for the first time: into messages, events, unread count and list row. */
  function fold(id: string, applied: readonly Entry[], fresh: boolean) {
    const live = lives.get(id)!;
    const thread = store.get().threads[id]!;
    const { me } = store.get();
    const floor = thread.messages[0]?.seq ?? 0;
    const changed = applied.flatMap((entry) => (entry.message ? [entry.message] : []));
    if (thread.loading_older) live.fresher.push(...changed);
    // An edit of a message older than the window shows when its page is loaded.
    let messages = merge(
      thread.messages,
      changed.filter((message) => message.seq >= floor || !thread.has_older),
    );
    let { has_older } = thread;
    if (messages.length > windowSize && thread.messages.length <= windowSize) {
      // Whoever paged back past the window keeps what they read.
      messages = messages.slice(-windowSize);
      has_older = true;
    }
    const others = applied.filter((entry) => !entry.message);
    const events = options.events && others.length ? [...thread.events, ...others] : thread.events;
    const speakers = new Set(
      applied.map((entry) => (entry.type === 'message.sent' ? entry.actor.id : '')),
    );
    store.thread(id, {
      messages,
      events,
      has_older,
      last_seq: live.place.last,
      typing: thread.typing.filter((one) => !speakers.has(one.id)),
    });
    outbox.settle(clientIds(changed));
    row(id, applied);
    if (others.some((entry) => entry.type.startsWith('participant.'))) refreshSoon(id, 300);
    const heard = applied
      .filter((entry) => entry.type === 'message.sent' && entry.actor.id !== me)
      .at(-1);
    if (heard) marks.mark('delivered', id, heard.seq);
    for (const entry of applied) if (fresh && entry.actor.id !== me) emit('entry', id, entry);
  }

  /** Keeps the list row of an open conversation true between the feed's or a reload's versions. */
  function row(id: string, applied: readonly Entry[]) {
    const old = store.get().conversations[id];
    if (!old) return;
    const { me } = store.get();
    let next = old;
    for (const { seq, type, message, created_at, data, actor } of applied) {
      if (seq <= old.last_seq && type === 'message.sent') continue;
      next = { ...next, last_seq: Math.max(next.last_seq, seq), last_activity_at: created_at };
      if (message && (type === 'message.sent' || next.last_message?.seq === message.seq)) {
        const { text, kind, sender } = message;
        next.last_message = {
          seq: message.seq,
          text,
          kind,
          sender,
          created_at: message.created_at,
        };
      }
      // Staff who take no part have no unread; theirs comes with the feed.
      if (type === 'message.sent' && actor.id !== me && seq > old.last_read_seq && !options.events)
        next.unread += 1;
      if (typeof data?.status === 'string') next.status = data.status as Conversation['status'];
      else if (type === 'conversation.resolved') next.status = 'resolved';
      else if (type === 'conversation.reopened' || type === 'conversation.opened')
        next.status = 'open';
    }
    if (next !== old) store.conversations([next]);
  }

  /** Asks for what is missing, page by page, until the head known so far is reached. */
  async function fill(id: string) {
    const live = lives.get(id);
    if (!live || live.filling || live.loading) return;
    live.filling = true;
    let more = true;
    try {
      while (more && lives.get(id) === live && running) {
        const after = live.place.seen;
        const before = live.place.last;
        const page = await api.get(
          `/api/conversations/${id}/entries?after_seq=${after}&limit=100`,
          isEntryPage,
        );
        if (page.epoch && live.epoch && page.epoch !== live.epoch) {
          live.filling = false;
          return void load(id);
        }
        // `after` lies at or before `last`, so nothing visible is between them.
        take(id, page.entries, page.through_seq, after);
        more = (page.has_more || live.head > live.place.last) && live.place.last > before;
      }
      // A head nobody can give us the entries of is no head of ours.
      if (!more) live.head = live.place.last;
    } catch (error) {
      if (isTransient(error)) later(`check ${id}`, 2_000, () => catchUp(id));
    } finally {
      live.filling = false;
    }
  }

  function catchUp(id: string) {
    const live = lives.get(id);
    if (live && live.head > live.place.last && link.way() !== null) void fill(id);
  }

  /** The newest page and who takes part; then follows the log from there. */
  async function load(id: string) {
    const live = lives.get(id);
    if (!live || live.loading) return;
    live.loading = true;
    live.subscribed = false;
    const path = `/api/conversations/${id}`;
    try {
      const detail = await api.get(path, isDetail);
      const page = await api.get(`${path}/messages?limit=${PAGE}`, isMessagePage);
      const first = page.messages[0]?.seq ?? 0;
      const events = options.events ? await eventsFrom(path, page.has_more ? first - 1 : 0) : [];
      if (lives.get(id) !== live) return;
      live.place = { last: page.last_seq, seen: page.last_seq };
      live.epoch = detail.epoch;
      live.head = page.last_seq;
      live.loading = false;
      const { participants, ...conversation } = detail;
      store.conversations([conversation]);
      outbox.settle(clientIds(page.messages));
      store.thread(id, {
        status: 'ready',
        error: null,
        messages: merge([], page.messages),
        events,
        has_older: page.has_more,
        last_seq: page.last_seq,
        participants,
      });
      drawOutgoing(id);
      const { me } = store.get();
      const heard = page.messages.filter((message) => message.sender.id !== me).at(-1);
      if (heard) marks.mark('delivered', id, heard.seq);
      subscribe(id);
      link.sync();
    } catch (error) {
      live.loading = false;
      if (lives.get(id) !== live) return;
      if (isTransient(error)) later(`load ${id}`, 2_000, () => void load(id));
      // A thread that was shown stays shown; only one that never came says why.
      if (!isTransient(error) || store.get().threads[id]?.status === 'loading')
        store.thread(id, {
          status: isTransient(error) ? 'loading' : 'failed',
          error: wireError(error),
        });
    }
  }

  async function eventsFrom(path: string, after: number): Promise<Entry[]> {
    const page = await api.get(`${path}/entries?after_seq=${after}&limit=100`, isEntryPage);
    return page.entries.filter((entry) => !entry.message);
  }

  function refreshSoon(id: string, ms: number) {
    later(`detail ${id}`, ms, async () => {
      const detail = await api.get(`/api/conversations/${id}`, isDetail).catch(() => null);
      if (!detail || !lives.has(id)) return;
      const { participants, ...conversation } = detail;
      store.conversations([conversation]);
      store.thread(id, { participants });
    });
  }

  function subscribe(id: string) {
    const live = lives.get(id);
    if (
      !live?.uses ||
      live.subscribed ||
      live.loading ||
      store.get().threads[id]?.status !== 'ready'
    )
      return;
    live.subscribed = link.put({
      type: 'subscribe',
      conversation_id: id,
      after_seq: live.place.seen,
      epoch: live.epoch,
    });
  }

  function follows(): Follow[] {
    const all: Follow[] = [];
    for (const [id, { uses, place, epoch, loading }] of lives)
      if (uses && !loading && store.get().threads[id]?.status === 'ready')
        all.push({
          conversation_id: id,
          path: `/api/conversations/${id}/events`,
          after: String(place.seen),
          epoch,
        });
    if (feed?.live)
      all.push({ conversation_id: null, path: '/api/feed', after: feed.cursor, epoch: null });
    return all;
  }

  // ---- the feed

  function feedPage({ items, cursor }: FeedPage) {
    if (!feed) return;
    feed.cursor = cursor;
    if (!items.length) return;
    const rows: Conversation[] = [];
    const gone: string[] = [];
    for (const item of items) {
      if (item.type === 'gone') gone.push(item.conversation_id);
      else rows.push(item.conversation);
    }
    store.conversations(rows, gone);
    for (const { id, last_seq } of rows) {
      const live = lives.get(id);
      if (!live?.uses) continue;
      live.head = Math.max(live.head, last_seq);
      if (live.head > live.place.last) later(`check ${id}`, 1_000, () => catchUp(id));
    }
    emit('feed', items);
  }

  function feedError(code: string) {
    if (code !== 'cursor_expired' || !feed) return;
    feed.live = false;
    emit('feed_expired');
  }

  // ---- sending

  async function deliver(item: Item): Promise<Receipt | Refusal> {
    const { conversation_id, client_msg_id, text, kind, reply_to } = item;
    const body = {
      client_msg_id,
      text,
      ...(kind !== 'message' && { kind }),
      ...(reply_to && { reply_to }),
    };
    if (conversation_id !== DRAFT && link.put({ type: 'send', conversation_id, ...body }))
      return new Promise((resolve, reject) => {
        const over = () => {
          env.clearTimeout(timer);
          acks.delete(client_msg_id);
        };
        const timer = env.setTimeout(() => {
          over();
          // Silence is a sign that the socket is dead: ask it, and send again in any case.
          link.now();
          reject(new Error('no answer'));
        }, ACK_LIMIT);
        acks.set(client_msg_id, {
          done: (receipt) => {
            over();
            resolve(receipt);
          },
          lost: (error) => {
            over();
            reject(error);
          },
        });
      });
    try {
      if (conversation_id === DRAFT) return await begin(body);
      const message = await api.request<unknown>(
        'POST',
        `/api/conversations/${conversation_id}/messages`,
        body,
      );
      if (!isMessage(message)) throw apiError(502, { code: 'unknown', message: '' });
      putMessage(message);
      return { seq: message.seq, conversation_id };
    } catch (error) {
      if (isTransient(error) || (error as ApiError).status === 401) throw error;
      return { refused: wireError(error) };
    }
  }

  async function begin(message: { client_msg_id: string; text: string }): Promise<Receipt> {
    const answer = await api.request<{ conversation: unknown; message: unknown }>(
      'POST',
      '/api/conversations',
      {
        kind: 'support',
        message,
      },
    );
    if (!isConversation(answer?.conversation))
      throw apiError(502, { code: 'unknown', message: '' });
    store.conversations([answer.conversation]);
    const { id, last_seq } = answer.conversation;
    return { conversation_id: id, seq: isMessage(answer.message) ? answer.message.seq : last_seq };
  }

  async function announce(id: string) {
    const known = store.get().conversations[id];
    const conversation =
      known ?? (await api.get(`/api/conversations/${id}`, isConversation).catch(() => null));
    if (!conversation) return;
    if (!known) store.conversations([conversation]);
    emit('started', conversation);
  }

  /** A message as an HTTP answer gave it: shown at once, and confirmed by the log when it comes. */
  function putMessage(message: Message) {
    const id = message.conversation_id;
    const thread = store.get().threads[id];
    if (thread?.status !== 'ready') return;
    if (message.seq >= (thread.messages[0]?.seq ?? 0) || !thread.has_older)
      store.thread(id, { messages: merge(thread.messages, [message]) });
    outbox.settle(clientIds([message]));
  }

  function drawOutgoing(id: string) {
    const thread = store.get().threads[id];
    store.connection({ waiting: outbox.waiting() });
    const items = outbox.of(id);
    if (!thread && !items.length) return;
    const settled = new Set(clientIds(thread?.messages ?? []));
    const outgoing = items
      .filter((item) => !settled.has(item.client_msg_id))
      .map(
        ({
          client_msg_id,
          conversation_id,
          text,
          kind,
          reply_to,
          created_at,
          state,
          error,
        }): Outgoing => ({
          client_msg_id,
          conversation_id,
          text,
          kind,
          reply_to,
          created_at,
          state,
          error,
        }),
      );
    if (thread || outgoing.length)
      store.thread(id, { outgoing, ...(id === DRAFT && { status: 'ready' }) });
  }

  // ---- reading

  function ownRead(id: string, seq: number) {
    const row = store.get().conversations[id];
    if (!row || seq <= row.last_read_seq) return;
    const thread = store.get().threads[id];
    const { me } = store.get();
    const unread =
      seq >= row.last_seq
        ? 0
        : (thread?.messages.filter((message) => message.seq > seq && message.sender.id !== me)
            .length ?? row.unread);
    store.conversations([{ ...row, last_read_seq: seq, unread: Math.min(unread, row.unread) }]);
  }

  function close() {
    if (!running) return;
    running = false;
    outbox.close();
    marks.close();
    link.close();
    for (const timer of timers.values()) env.clearTimeout(timer);
    timers.clear();
    down();
    store.connection({ phase: 'idle', transport: null, retry_at: null });
  }

  return {
    getState: store.get,
    subscribe: store.subscribe,
    on(event, listener) {
      listeners[event].add(listener);
      return () => {
        listeners[event].delete(listener);
      };
    },
    start() {
      if (running) return;
      running = true;
      outbox.start();
      link.start();
      for (const id of lives.keys()) if (store.get().threads[id]?.status !== 'ready') void load(id);
    },
    close,
    retryNow: link.now,
    open(id) {
      let live = lives.get(id);
      if (!live) {
        live = {
          uses: 0,
          place: { last: 0, seen: 0 },
          epoch: null,
          head: 0,
          loading: false,
          filling: false,
          subscribed: false,
          fresher: [],
        };
        store.thread(id, {});
      }
      // Re-inserted so that the map is ordered by last use.
      lives.delete(id);
      lives.set(id, live);
      live.uses += 1;
      if (store.get().threads[id]?.status === 'ready') {
        subscribe(id);
        link.sync();
      } else if (running) void load(id);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        live.uses -= 1;
        if (live.uses) return;
        if (live.subscribed) link.put({ type: 'unsubscribe', conversation_id: id });
        live.subscribed = false;
        link.sync();
        // Kept for a fast return, up to a number.
        const idle = [...lives].filter(([, one]) => !one.uses);
        for (const [old] of idle.slice(0, Math.max(0, idle.length - CACHED))) {
          lives.delete(old);
          store.dropThread(old);
        }
      };
    },
    async loadOlder(id) {
      const thread = store.get().threads[id];
      const live = lives.get(id);
      if (!live || !thread?.has_older || thread.loading_older) return 0;
      store.thread(id, { loading_older: true });
      live.fresher = [];
      const before = thread.messages[0]?.seq ?? 0;
      const path = `/api/conversations/${id}`;
      try {
        const page = await api.get(
          `${path}/messages?before_seq=${before}&limit=${PAGE}`,
          isMessagePage,
        );
        const first = page.messages[0]?.seq ?? 0;
        const events = options.events ? await eventsFrom(path, page.has_more ? first - 1 : 0) : [];
        const now = store.get().threads[id]!;
        const known = new Set(now.events.map((entry) => entry.seq));
        const ids = new Set(page.messages.map((message) => message.id));
        const older = merge(
          page.messages,
          live.fresher.filter((message) => ids.has(message.id)),
        );
        store.thread(id, {
          messages: merge(older, now.messages),
          events: [
            ...events.filter((entry) => !known.has(entry.seq) && entry.seq < before),
            ...now.events,
          ],
          has_older: page.has_more,
        });
        return page.messages.length;
      } finally {
        store.thread(id, { loading_older: false });
      }
    },
    putConversations: (rows) => store.conversations(rows),
    async listConversations(query: ListQuery = {}) {
      const pairs = Object.entries(query).filter(
        ([, value]) => value !== undefined && value !== '',
      );
      const text = pairs
        .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
        .join('&');
      const page = await api.get(`/api/conversations${text && `?${text}`}`, isConversationPage);
      store.conversations(page.conversations);
      return page;
    },
    followFeed(cursor) {
      feed = { cursor, live: true };
      link.put({ type: 'follow_feed', after: cursor });
      link.sync();
    },
    send(id, text, sendOptions) {
      marks.type(id, false);
      return outbox.add(id, text, sendOptions);
    },
    retry: outbox.retry,
    discard: outbox.discard,
    async edit(id, messageId, text) {
      return changed(
        await api.request('PATCH', `/api/conversations/${id}/messages/${messageId}`, { text }),
      );
    },
    async remove(id, messageId) {
      return changed(await api.request('DELETE', `/api/conversations/${id}/messages/${messageId}`));
    },
    markRead(id, seq) {
      const thread = store.get().threads[id];
      const to = seq ?? thread?.last_seq ?? 0;
      if (!to) return;
      marks.mark('read', id, to);
      ownRead(id, to);
    },
    setTyping: marks.type,
    request: api.request,
  };

  function changed(message: unknown): Message {
    if (!isMessage(message))
      throw apiError(502, { code: 'unknown', message: 'The answer cannot be read.' });
    putMessage(message);
    return message;
  }
}

const clientIds = (messages: readonly Message[]): string[] =>
  messages.flatMap((message) => message.client_msg_id ?? []);

const isDetail = (value: unknown): value is ConversationDetail =>
  isConversation(value) && isParticipants((value as ConversationDetail).participants);
