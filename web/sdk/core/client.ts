// The client: joins link, log, outbox and marks into one State and the commands of types.ts.
// Decides what each frame means for a thread; leaves the how of sending, waiting and storing to
// the parts, and what only staff need to staff.ts. No DOM, no framework.
import { createApi, isTransient, wireError } from './api.ts';
import { createLink, type Follow, type Way } from './link.ts';
import { merge, type Place, walk } from './log.ts';
import { createMarks } from './marks.ts';
import { createOutbox, type Item, type Outcome } from './outbox.ts';
import { createStore } from './store.ts';
import {
  type ApiError,
  type Client,
  type ClientOptions,
  DRAFT,
  type Events,
  type TimerId,
} from './types.ts';
import { isDetail, isEntryPage, isMessage, isMessagePage, isStarted } from './validate.ts';
import type { Conversation, Entry, FeedPage, Frame, Message } from './wire.ts';

/** What the client keeps of a thread beside what it shows. */
interface Live {
  uses: number;
  place: Place;
  epoch: string;
  /** The furthest position anyone told us of; ahead of place.last means something is missing. */
  head: number;
  loading: boolean;
  filling: boolean;
  subscribed: boolean;
  /** Messages seen in entries while an older page was on its way: they outrank the page. */
  fresher: readonly Message[];
}

/** What staff.ts adds; see there. */
export interface Plug {
  up(way: Way): void;
  follows(): Follow[];
  feedPage(page: FeedPage): void;
  feedError(code: string): void;
  /** Nobody looks at this thread any more; it may be forgotten with `forget`. */
  released(conversation_id: string): void;
  /** Entries that are no messages, from after `after` on. */
  events(conversation_id: string, after: number): Promise<Entry[]>;
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
  const store = createStore();
  const lives = new Map<string, Live>();
  const ears: Partial<Record<keyof Events, Set<unknown>>> = {};
  const acks = new Map<string, (outcome: Outcome) => void>();
  const timers = new Map<string, TimerId>();
  let running = false;

  const api = createApi(options, signedOut);
  const link = createLink(options, api, {
    frame,
    bad,
    up,
    down,
    show: store.connection,
    signedOut,
    follows,
    page(id, page, after) {
      const live = lives.get(id);
      if (!live) return;
      if (page.recovered === false || page.epoch !== live.epoch) void load(id);
      else take(id, page.entries, page.through_seq, after);
    },
    feedPage: (page) => plug?.feedPage(page),
    refused({ conversation_id: id }, error) {
      if (id === null) plug?.feedError(error.code);
      else store.thread(id, { status: 'failed', error: wireError(error) });
    },
  });
  const outbox = createOutbox(env, options.scope, {
    deliver,
    changed: drawOutgoing,
    confirmed(id, seq, drafted) {
      hint(id, seq);
      if (drafted) emit('started', id);
    },
  });
  const marks = createMarks(
    env,
    (kind, id, seq) => say(kind, id, { seq }, 'PUT'),
    (id, is_typing, audience) => void say('typing', id, { is_typing, audience }),
  );

  const me = () => store.get().me;
  const thread = (id: string) => store.get().threads[id];
  const path = (id: string) => `/api/conversations/${id}`;

  function bad() {
    store.set({ bad_frames: store.get().bad_frames + 1 });
  }

  function emit<K extends keyof Events>(event: K, ...args: Parameters<Events[K]>) {
    for (const ear of [...(ears[event] ?? [])]) (ear as (...all: unknown[]) => void)(...args);
  }

  /** One timer per name; a new one replaces the old. */
  function later(name: string, ms: number, run: () => void) {
    env.clearTimeout(timers.get(name));
    if (running) timers.set(name, env.setTimeout(run, ms));
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

  function up(way: Way) {
    for (const [id, live] of lives) {
      if (way === 'socket') subscribe(id);
      if (live.uses && thread(id)?.status !== 'ready') void load(id);
    }
    plug?.up(way);
    outbox.setReady(true);
    marks.flush();
  }

  function down() {
    outbox.setReady(false);
    for (const ack of acks.values()) ack(later_);
    for (const [id, live] of lives) {
      live.subscribed = false;
      store.thread(id, { typing: none, present: none });
    }
  }

  function signedOut() {
    if (!running) return;
    close();
    store.connection({ phase: 'signed_out' });
    emit('signed_out');
  }

  function frame(f: Frame) {
    switch (f.type) {
      case 'welcome':
        return store.set({ me: f.principal_id, epoch: f.epoch });
      case 'feed':
        return plug?.feedPage(f);
      case 'ack':
        return acks.get(f.client_msg_id)?.(f);
      case 'heads':
        // Its entries may be queued behind: only a lack that lasts is a lack.
        for (const id in f.heads) hint(id, f.heads[id]!);
        return;
      case 'error':
        if (f.client_msg_id)
          acks.get(f.client_msg_id)?.(
            NOT_NOW.test(f.error.code) ? { later: f.error.retry_after_ms } : { refused: f.error },
          );
        else if (
          f.conversation_id &&
          thread(f.conversation_id) &&
          /not_found|forbidden/.test(f.error.code)
        )
          store.thread(f.conversation_id, { status: 'failed', error: f.error });
        else plug?.feedError(f.error.code);
        return;
    }
    const { conversation_id: id } = f as { conversation_id: string };
    const live = lives.get(id);
    const shown = thread(id);
    if (!live || !shown) return;
    switch (f.type) {
      case 'subscribed':
        if (!f.recovered || f.epoch !== live.epoch) {
          void load(id);
          return;
        }
        hint(id, f.head, 3_000);
        store.thread(id, { present: f.present });
        for (const one of f.positions)
          position(id, one.principal_id, one.read_seq, one.delivered_seq);
        return;
      case 'entry':
        return take(id, [f.entry], 0, undefined, true);
      case 'entries':
        return take(id, f.entries, f.through_seq);
      case 'typing': {
        const who = f.principal.id;
        if (who === me()) return;
        const others = shown.typing.filter((one) => one.id !== who);
        store.thread(id, { typing: f.is_typing ? [...others, f.principal] : others });
        const expire = () =>
          store.thread(id, { typing: thread(id)!.typing.filter((one) => one.id !== who) });
        if (f.is_typing) later(`typing ${id} ${who}`, TYPING_SHOWN, expire);
        return;
      }
      case 'presence': {
        const others = shown.present.filter((one) => one !== f.principal.id);
        return store.thread(id, { present: f.online ? [...others, f.principal.id] : others });
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
      marks.known('read', id, read);
      ownRead(id, read);
    }
    let known = false;
    const participants = thread(id)!.participants.map((one) => {
      if (one.id !== who) return one;
      known = true;
      const last_read_seq = Math.max(read, one.last_read_seq);
      return {
        ...one,
        last_read_seq,
        last_delivered_seq: Math.max(delivered, one.last_delivered_seq),
      };
    });
    if (known) store.thread(id, { participants });
    else refreshSoon(id);
  }

  // ---- receiving

  /** Somebody says that the log reaches `head`: if that stays out of reach, ask for the rest. */
  function hint(id: string, head: number, ms = 1_000) {
    const live = lives.get(id);
    if (!live) return;
    live.head = Math.max(live.head, head);
    if (live.head > live.place.last) later(`check ${id}`, ms, () => void fill(id));
  }

  function take(
    id: string,
    entries: readonly Entry[],
    through: number,
    after?: number,
    fresh = false,
  ) {
    const live = lives.get(id);
    if (!live || live.loading || thread(id)?.status !== 'ready') return;
    const { place, applied, gap } = walk(live.place, entries, through, after);
    live.place = place;
    fold(id, live, applied, fresh);
    // Only the socket tells of read marks by itself.
    if (link.way() !== 'socket') refreshSoon(id);
    if (gap) {
      live.head = Math.max(live.head, through, entries.at(-1)?.seq ?? 0);
      void fill(id);
    }
  }

  /** Entries in order, each for the first time: into messages, events, unread count and list row. */
  function fold(id: string, live: Live, applied: readonly Entry[], fresh: boolean) {
    const old = thread(id)!;
    const messagesIn = applied.flatMap((entry) => entry.message ?? []);
    const events = applied.filter((entry) => !entry.message);
    const heard = applied.filter(
      (entry) => entry.type === 'message.sent' && entry.actor.id !== me(),
    );
    if (old.loading_older) live.fresher = [...live.fresher, ...messagesIn];
    let { has_older } = old;
    let messages = show(id, messagesIn);
    // Whoever paged back past the window keeps what they read.
    if (messages.length > window && old.messages.length <= window) {
      messages = messages.slice(-window);
      has_older = true;
    }
    store.thread(id, {
      messages,
      events: plug && events.length ? [...old.events, ...events] : old.events,
      has_older,
      last_seq: live.place.last,
      typing: heard.length
        ? old.typing.filter((one) => !heard.some((entry) => entry.actor.id === one.id))
        : old.typing,
    });
    outbox.settle(messagesIn);
    row(id, applied);
    if (events.some((entry) => entry.type.startsWith('participant.'))) refreshSoon(id);
    received(id, heard);
    if (fresh) for (const entry of applied) if (entry.actor.id !== me()) emit('entry', id, entry);
  }

  /** The thread's messages with these put in; what is older than the window shows with its page. */
  function show(id: string, added: readonly Message[]): readonly Message[] {
    const { messages, has_older } = thread(id)!;
    return merge(
      messages,
      added.filter(({ seq }) => !has_older || seq >= (messages[0]?.seq ?? 0)),
    );
  }

  const received = (id: string, others: readonly { seq: number }[]) => {
    if (others.length) marks.mark('delivered', id, others.at(-1)!.seq);
  };

  /** Keeps the row of an open conversation true; staff get theirs from the feed. */
  function row(id: string, applied: readonly Entry[]) {
    const old = store.get().conversations[id];
    if (!old || plug) return;
    const next = { ...old };
    for (const { seq, type, data, actor } of applied) {
      if (
        type === 'message.sent' &&
        actor.id !== me() &&
        seq > Math.max(old.last_read_seq, old.last_seq)
      )
        next.unread += 1;
      const [, become] = /^conversation\.(resolved|reopened|opened)$/.exec(type) ?? [];
      if (become)
        next.status =
          become === 'resolved' ? become : ((data?.status ?? 'open') as Conversation['status']);
      next.last_seq = Math.max(next.last_seq, seq);
    }
    if (applied.length) store.conversations([next]);
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
        const entries = `${path(id)}/entries?after_seq=${after}&limit=100`;
        const page = await api.request('GET', entries, undefined, isEntryPage);
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
      const { participants, epoch, ...conversation } = await api.request(
        'GET',
        path(id),
        undefined,
        isDetail,
      );
      const page = await pageBefore(id);
      if (lives.get(id) !== live) return;
      const last = page.last_seq;
      Object.assign(live, { place: { last, seen: last }, epoch, head: last, loading: false });
      store.conversations([conversation as Conversation]);
      store.thread(id, {
        status: 'ready',
        error: null,
        messages: page.messages,
        events: page.events,
        has_older: page.has_more,
        last_seq: last,
        participants,
      });
      outbox.settle(page.messages);
      drawOutgoing(id);
      received(
        id,
        page.messages.filter((message) => message.sender.id !== me()),
      );
      subscribe(id);
      link.sync();
    } catch (error) {
      live.loading = false;
      if (isTransient(error)) later(`load ${id}`, 2_000, () => void load(id));
      // A thread that was shown stays shown; only one that never came says why.
      if (!isTransient(error) || thread(id)?.status === 'loading')
        store.thread(id, {
          status: isTransient(error) ? 'loading' : 'failed',
          error: wireError(error as ApiError),
        });
    }
  }

  /** A page of messages before `seq` (or the newest), with the events that lie among them. */
  async function pageBefore(id: string, seq?: number) {
    const cursor = seq === undefined ? '' : `&before_seq=${seq}`;
    const page = await api.request(
      'GET',
      `${path(id)}/messages?limit=${PAGE}${cursor}`,
      undefined,
      isMessagePage,
    );
    const from = page.has_more ? page.messages[0]!.seq - 1 : 0;
    return { ...page, events: plug ? await plug.events(id, from) : none };
  }

  function refreshSoon(id: string) {
    later(`detail ${id}`, 300, async () => {
      const detail = await api.request('GET', path(id), undefined, isDetail).catch(() => null);
      if (detail && thread(id)) store.thread(id, { participants: detail.participants });
    });
  }

  function subscribe(id: string) {
    const live = lives.get(id);
    if (!live?.uses || live.subscribed || live.loading || thread(id)?.status !== 'ready') return;
    live.subscribed = link.put({
      type: 'subscribe',
      conversation_id: id,
      after_seq: live.place.seen,
      epoch: live.epoch,
    });
  }

  function follows(): Follow[] {
    const open = [...lives].filter(
      ([id, live]) => live.uses && !live.loading && thread(id)?.status === 'ready',
    );
    const logs = open.map(([id, { place, epoch }]) => ({
      conversation_id: id,
      path: `${path(id)}/events`,
      after: String(place.seen),
      epoch,
    }));
    return [...logs, ...(plug?.follows() ?? [])];
  }

  // ---- sending

  async function deliver({
    conversation_id: id,
    client_msg_id,
    text,
    kind,
    reply_to,
  }: Item): Promise<Outcome> {
    const body = { client_msg_id, text, kind, reply_to: reply_to ?? undefined };
    if (id !== DRAFT && link.put({ type: 'send', conversation_id: id, ...body }))
      return new Promise((done) => {
        // Silence is a sign that the socket is dead: ask it, and send again in any case.
        const timer = env.setTimeout(() => {
          link.now();
          acks.get(client_msg_id)?.(later_);
        }, ACK_LIMIT);
        acks.set(client_msg_id, (outcome) => {
          env.clearTimeout(timer);
          acks.delete(client_msg_id);
          done(outcome);
        });
      });
    try {
      if (id === DRAFT) {
        const first = { kind: 'support', message: { client_msg_id, text } };
        const { conversation, message } = await api.request(
          'POST',
          '/api/conversations',
          first,
          isStarted,
        );
        store.conversations([conversation]);
        return { conversation_id: conversation.id, seq: message.seq };
      }
      const message = await api.request('POST', `${path(id)}/messages`, body, isMessage);
      putMessage(message);
      return message;
    } catch (caught) {
      const error = caught as ApiError;
      return isTransient(error) || error.status === 401
        ? { later: error.retry_after_ms }
        : { refused: wireError(error) };
    }
  }

  /** A message as an HTTP answer gave it: shown at once, and confirmed by the log when it comes. */
  function putMessage(message: Message) {
    const id = message.conversation_id;
    if (thread(id)?.status === 'ready') store.thread(id, { messages: show(id, [message]) });
    outbox.settle([message]);
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
    const later =
      thread(id)?.messages.filter((message) => message.seq > seq && message.sender.id !== me()) ??
      [];
    store.conversations([
      { ...old, last_read_seq: seq, unread: Math.min(later.length, old.unread) },
    ]);
  }

  async function change(method: string, id: string, messageId: string, text?: string) {
    const message = await api.request(
      method,
      `${path(id)}/messages/${messageId}`,
      text && { text },
      isMessage,
    );
    putMessage(message);
    return message;
  }

  function close() {
    if (!running) return;
    running = false;
    outbox.close();
    marks.close();
    link.close();
    for (const timer of timers.values()) env.clearTimeout(timer);
    down();
    store.connection({ phase: 'idle', transport: null, retry_at: null });
  }

  const client: Client = {
    getState: store.get,
    subscribe: store.subscribe,
    on(event, listener) {
      ears[event] ??= new Set();
      ears[event].add(listener);
      return () => {
        ears[event]!.delete(listener);
      };
    },
    start() {
      if (running) return;
      running = true;
      outbox.start();
      link.start();
      for (const id of lives.keys()) if (thread(id)?.status !== 'ready') void load(id);
    },
    close,
    retryNow: link.now,
    open(id) {
      const live = lives.get(id) ?? {
        uses: 0,
        place: { last: 0, seen: 0 },
        epoch: '',
        head: 0,
        loading: false,
        filling: false,
        subscribed: false,
        fresher: none,
      };
      lives.set(id, live);
      live.uses += 1;
      store.thread(id, {});
      if (thread(id)!.status === 'ready' && live.epoch) {
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
        plug?.released(id);
      };
    },
    async loadOlder(id) {
      const live = lives.get(id);
      const old = thread(id);
      if (!live || !old?.has_older || old.loading_older) return 0;
      store.thread(id, { loading_older: true });
      live.fresher = none;
      const before = old.messages[0]!.seq;
      try {
        const page = await pageBefore(id, before);
        const { messages, events } = thread(id)!;
        const known = new Set(page.messages.map((message) => message.id));
        const older = merge(
          page.messages,
          live.fresher.filter((message) => known.has(message.id)),
        );
        const has_older = page.has_more;
        store.thread(id, {
          messages: merge(older, messages),
          events: [
            ...page.events.filter((entry) => entry.seq < (events[0]?.seq ?? before)),
            ...events,
          ],
          has_older,
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
    edit: (id, messageId, text) => change('PATCH', id, messageId, text),
    remove: (id, messageId) => change('DELETE', id, messageId),
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

const none: readonly never[] = [];
const later_: Outcome = { later: undefined };
