// An Antiphon server in memory, as far as the core can see it: the log with hidden entries, the
// socket, SSE, long poll, sends that are idempotent; and the faults a network and a server have.
// Not part of the product's bundles; what it promises is the wire description, nothing more.

import type { Notice, NoticeFilter } from '../../notices/types.ts';
import type { Environment, RequestLike, ResponseLike, SocketLike, StorageLike } from '../types.ts';
import type {
  Attachment,
  Contact,
  Conversation,
  Entry,
  LinkPreview,
  Message,
  Participant,
  Principal,
} from '../wire.ts';
import type { FakeClock } from './clock.ts';

export const visitor: Principal = { id: 'v1', name: 'Vera', kind: 'contact' };
export const agent: Principal = { id: 'a1', name: 'Ana', kind: 'person' };
export const bot: Principal = { id: 'b1', name: 'Assistant', kind: 'bot' };
const byToken: Record<string, Principal> = { vt_vera: visitor, jwt_ana: agent };

interface Talk {
  id: string;
  entries: Entry[];
  participants: Participant[];
}

export interface Faults {
  /** Chance that a pushed entry is lost, sent twice, or held back behind the next. */
  lose: number;
  twice: number;
  late: number;
  /** Sockets are refused; streams are refused; everything is refused. */
  noSocket: boolean;
  noStream: boolean;
  down: boolean;
  /** The next so many send frames (or POSTs) are stored but their answer never comes. */
  loseAnswers: number;
  /** Milliseconds between the moment the server reads its log and the answer's arrival. */
  slow: number;
}

interface Peer {
  who: Principal;
  wants: Set<string>;
  feed: boolean;
  /** How far it was told of notices; nothing where it does not follow them. */
  told?: number;
  push(frame: object): void;
  cut(code: number): void;
}

export class FakeServer {
  epoch = 'e1';
  talks = new Map<string, Talk>();
  peers = new Set<Peer>();
  faults: Faults = {
    lose: 0,
    twice: 0,
    late: 0,
    noSocket: false,
    noStream: false,
    down: false,
    loseAnswers: 0,
    slow: 2,
  };
  /** Takes files as they come, or refuses all of them; the whole door is in files/testing.ts. */
  uploads: { refusal: string | null } | null = null;
  /** `METHOD path` of every HTTP call, without the query. */
  calls: string[] = [];
  /** Every frame a client sent over a socket. */
  frames: { type: string; [key: string]: unknown }[] = [];
  /** What the next sends are refused with. */
  refuse: { code: string; status: number }[] = [];
  private contacts = new Map<string, Contact>();
  /** `person conversation` of those who may no longer see it. */
  private outside = new Set<string>();
  revoked = new Set<string>();
  expiresIn: number | null = null;
  private byClientId = new Map<string, Message>();
  private ids = 0;
  private feedSeq = 0;
  private waiters = new Set<() => void>();
  private held: (() => void)[] = [];

  constructor(
    readonly clock: FakeClock,
    readonly random: () => number,
  ) {}

  /** What the bot offers, what its next answers are refused with, and what it says. */
  bot = {
    prompts: [{ id: 'p1', title: 'Ask a question', text: 'I have a question.', order: 0 }],
    refuse: [] as number[],
    says: (text: string) => `You said: ${text}`,
  };

  /** Ana's; nobody else has any. */
  notices: Notice[] = [];

  // ---- what tests do to it

  /** A machine tells Ana something. */
  tells(change: Partial<Notice> = {}): Notice {
    const seq = this.notices.length + 1;
    const notice: Notice = {
      id: `n${seq}`,
      seq,
      type: 'CONFIRMATION',
      priority: 'normal',
      task_id: 'task-1',
      org_id: null,
      content: `Notice ${seq}`,
      data: null,
      attachments: [],
      sender: { id: 'k1', name: 'Scheduling agent', kind: 'key' },
      created_at: this.stamp(),
      read_at: null,
      ...change,
    };
    this.notices.push(notice);
    this.tellNotices();
    return notice;
  }

  /** As on another page of hers. */
  readsNotices(which: (notice: Notice) => boolean, isRead = true): number {
    let marked = 0;
    this.notices = this.notices.map((one) => {
      if (!which(one) || Boolean(one.read_at) === isRead) return one;
      marked += 1;
      return { ...one, read_at: isRead ? this.stamp() : null };
    });
    if (marked) this.tellNotices();
    return marked;
  }

  works(task_id: string, is_working = true): void {
    const principal = { id: 'k1', name: 'Scheduling agent', kind: 'key' };
    for (const peer of this.peers)
      if (peer.told !== undefined) peer.push({ type: 'working', task_id, principal, is_working });
  }

  private unreadNotices = () => this.notices.filter(({ read_at }) => !read_at).length;

  private tellNotices(): void {
    for (const peer of this.peers) if (peer.told !== undefined) this.pushNotices(peer);
  }

  /** Two at once, so that a longer absence takes several frames. */
  private pushNotices(peer: Peer): void {
    do {
      const items = this.notices.filter(({ seq }) => seq > peer.told!).slice(0, 2);
      peer.told = items.at(-1)?.seq ?? peer.told!;
      peer.push({
        type: 'notices',
        items,
        unread: this.unreadNotices(),
        cursor: `at${peer.told}`,
        has_more: peer.told! < this.notices.length,
      });
    } while (peer.told! < this.notices.length);
  }

  private answerNotices(
    method: string,
    path: string,
    query: URLSearchParams,
    body: NoticeFilter & { messageIds?: string[]; through_seq?: number },
    answer: (status: number, body?: object) => void,
  ): void {
    const refusal = this.refuse.shift();
    if (refusal)
      return answer(refusal.status, { error: { code: refusal.code, message: 'Refused.' } });
    if (path === '/api/chat-messages/mark-read') {
      const ids = body.messageIds ?? [];
      const markedCount = this.readsNotices(({ id }) => ids.includes(id));
      return answer(200, { success: true, markedCount });
    }
    const fits =
      ({ type, task_id, unread }: NoticeFilter) =>
      (one: Notice) =>
        (!type || one.type === type) &&
        (!task_id || one.task_id === task_id) &&
        (!unread || !one.read_at);
    if (path === '/api/notices/read') {
      const { through_seq = Number.POSITIVE_INFINITY, ...narrowed } = body;
      const isSeen = fits(narrowed);
      return answer(200, {
        marked: this.readsNotices((one) => one.seq <= through_seq && isSeen(one)),
      });
    }
    const one = /^\/api\/notices\/([^/]+)\/read$/.exec(path)?.[1];
    if (one) {
      this.readsNotices(({ id }) => id === one, method === 'PUT');
      return answer(
        200,
        this.notices.find(({ id }) => id === one),
      );
    }
    const asked: NoticeFilter & { cursor?: string; limit?: string } = Object.fromEntries(query);
    const before = Number(asked.cursor ?? Number.MAX_SAFE_INTEGER);
    const found = this.notices
      .filter((notice) => notice.seq < before)
      .filter(fits(asked))
      .reverse();
    const notices = found.slice(0, Number(asked.limit));
    const next_cursor = found.length > notices.length ? String(notices.at(-1)!.seq) : null;
    const last_seq = this.notices.length;
    answer(200, { notices, unread: this.unreadNotices(), last_seq, next_cursor });
  }

  /** The bot's answer, once per message. */
  answers(to: Message): Message {
    const { conversation_id: id, text } = to;
    const known = this.messages(bot, id).find((one) => one.reply_to === to.id);
    return known ?? this.says(bot, this.bot.says(text ?? ''), id, 'message', null, [], to.id);
  }

  talk(id = 't1', members: Principal[] = [visitor, agent]): Talk {
    const talk: Talk = {
      id,
      entries: [],
      participants: members.map((who) => ({
        ...who,
        role: who.kind === 'contact' ? 'customer' : 'agent',
        joined_at: this.stamp(),
        last_read_seq: 0,
        last_delivered_seq: 0,
      })),
    };
    this.talks.set(id, talk);
    return talk;
  }

  says(
    who: Principal,
    text: string,
    id = 't1',
    kind: 'message' | 'note' = 'message',
    clientId: string | null = null,
    files: string[] = [],
    reply_to: string | null = null,
  ): Message {
    const talk = this.talks.get(id)!;
    const message: Message = {
      id: `m${++this.ids}`,
      conversation_id: id,
      seq: talk.entries.length + 1,
      client_msg_id: clientId,
      kind,
      audience: kind === 'note' ? 'staff' : 'public',
      role: 'user',
      sender: who,
      text,
      created_at: this.stamp(),
      edited_at: null,
      deleted_at: null,
      reply_to,
      ...(files.length && { attachments: files.map(attachment) }),
    };
    this.append(talk, { type: 'message.sent', audience: message.audience, actor: who, message });
    return message;
  }

  edits(message: Message, text: string | null): void {
    this.changes(message, text === null ? 'message.deleted' : 'message.edited', {
      text,
      edited_at: text === null ? message.edited_at : this.stamp(),
      ...(text === null && { attachments: undefined }),
      deleted_at: text === null ? this.stamp() : null,
    });
  }

  /** A deleted message is there again. */
  restores(message: Message, text: string): void {
    this.changes(message, 'message.restored', { text, deleted_at: null });
  }

  /** What linked pages say of themselves was found out, or taken away. */
  previews(message: Message, previews: readonly LinkPreview[]): void {
    const type = previews.length ? 'preview.added' : 'preview.removed';
    this.changes(message, type, { previews });
  }

  /** Somebody gives a message an emoji, or takes it back. */
  reacts(who: Principal, message: Message, emoji: string, there = true): void {
    const { reactions = [] } = this.stored(message);
    const by = reactions.find((one) => one.emoji === emoji)?.by.filter((id) => id !== who.id) ?? [];
    const now = { emoji, by: there ? [...by, who.id] : by };
    const all = reactions.some((one) => one.emoji === emoji)
      ? reactions.map((one) => (one.emoji === emoji ? now : one))
      : [...reactions, now];
    const left = all.flatMap((one) => (one.by.length ? { ...one, count: one.by.length } : []));
    const type = there ? 'reaction.added' : 'reaction.removed';
    this.changes(message, type, { reactions: left.length ? left : undefined }, who);
  }

  // What a reader was given may lack the client's id: the stored one counts.
  private stored = ({ conversation_id, id }: Message): Message =>
    this.talks.get(conversation_id)!.entries.find((entry) => entry.message?.id === id)!.message!;

  private changes(
    message: Message,
    type: string,
    change: Partial<Message>,
    actor: Principal = message.sender,
  ): void {
    const talk = this.talks.get(message.conversation_id)!;
    const stored = this.stored(message);
    const next = { ...stored, ...change };
    if ('text' in change) next.revision = (stored.revision ?? 0) + 1;
    // The present text shows in every entry of the message, old ones too.
    for (const entry of talk.entries) if (entry.message?.id === message.id) entry.message = next;
    this.append(talk, { type, audience: message.audience, actor, message: next });
  }

  event(type: string, id = 't1', audience: 'public' | 'staff' = 'public'): void {
    this.append(this.talks.get(id)!, { type, audience, actor: agent });
  }

  /** Somebody changes who the customer is: no entry of the log, but the feed moves. */
  introduces(contact: Contact, id = 't1'): void {
    this.contacts.set(id, contact);
    for (const peer of this.peers) if (peer.feed) this.pushFeed(peer);
  }

  /** The server stops telling of a conversation: for good, or because it could not read the right. */
  silence(who: Principal, id: string, forGood: boolean): void {
    if (forGood) this.outside.add(`${who.id} ${id}`);
    for (const peer of this.peers)
      if (peer.who.id === who.id && peer.wants.delete(id))
        peer.push({ type: 'unsubscribed', conversation_id: id });
  }

  cutAll(code = 1006): void {
    for (const peer of [...this.peers]) peer.cut(code);
  }

  broadcast(id: string, frame: object, but?: Principal): void {
    for (const peer of this.peers)
      if (peer.wants.has(id) && peer.who.id !== but?.id)
        peer.push({ conversation_id: id, ...frame });
  }

  /** The log as this reader may see it, with prev_seq for this reader. */
  log(who: Principal, id: string): Entry[] {
    const shown: Entry[] = [];
    for (const entry of this.talks.get(id)?.entries ?? []) {
      if (entry.audience === 'staff' && who.kind === 'contact') continue;
      const { reply_to } = entry.message ?? {};
      const answered = this.talks.get(id)!.entries.find((one) => one.message?.id === reply_to);
      const { seq, sender, text } = answered?.message ?? {};
      const message = entry.message && {
        ...entry.message,
        ...(answered && { quote: { id: reply_to!, seq: seq!, sender: sender!, text: text! } }),
        client_msg_id: entry.message.sender.id === who.id ? entry.message.client_msg_id : null,
      };
      shown.push({ ...entry, prev_seq: shown.at(-1)?.seq ?? 0, ...(message && { message }) });
    }
    return shown;
  }

  messages(who: Principal, id: string): Message[] {
    return this.log(who, id).flatMap((entry) =>
      entry.type === 'message.sent' ? entry.message! : [],
    );
  }

  // ---- what a client is given

  environment(
    storage: StorageLike | null = new FakeStorage(),
    more: Partial<Environment> = {},
  ): Environment {
    return {
      fetch: (url, init) => this.fetch(url, init),
      socket: () => this.socket(),
      abort: () => new AbortController(),
      decoder: () => new TextDecoder(),
      now: this.clock.now,
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      random: this.random,
      uuid: () => `u${++this.ids}`,
      storage,
      ...more,
    };
  }

  // ---- the log

  private stamp = () => new Date(this.clock.now()).toISOString();

  private append(talk: Talk, fields: Omit<Entry, 'seq' | 'prev_seq' | 'created_at'>): void {
    const entry = {
      ...fields,
      seq: talk.entries.length + 1,
      prev_seq: 0,
      created_at: this.stamp(),
    };
    talk.entries.push(entry);
    for (const peer of this.peers) {
      if (peer.feed) this.pushFeed(peer);
      if (!peer.wants.has(talk.id)) continue;
      const mine = this.log(peer.who, talk.id).at(-1);
      if (mine?.seq === entry.seq)
        this.hazard(peer, { type: 'entry', conversation_id: talk.id, entry: mine });
    }
    for (const wake of [...this.waiters]) wake();
  }

  /** Pushes an entry through the faults; those held back come after the next one. */
  private hazard(peer: Peer, frame: object): void {
    const { lose, twice, late } = this.faults;
    if (this.random() < lose) return;
    if (this.random() < late) {
      this.held.push(() => peer.push(frame));
      return;
    }
    peer.push(frame);
    if (this.random() < twice) peer.push(frame);
    for (const go of this.held.splice(0)) go();
  }

  private pushFeed(peer: Peer): void {
    peer.push({
      type: 'feed',
      items: this.rows(peer.who),
      cursor: `f${++this.feedSeq}`,
      has_more: false,
    });
  }

  private rows(who: Principal) {
    return [...this.talks.keys()].map((id) => ({
      type: 'conversation',
      conversation: this.row(who, id),
    }));
  }

  private row(who: Principal, id: string): Conversation {
    const log = this.log(who, id);
    const talk = this.talks.get(id)!;
    const read = talk.participants.find((one) => one.id === who.id)?.last_read_seq ?? 0;
    const last = this.messages(who, id).at(-1);
    return {
      id,
      kind: 'support',
      status: 'open',
      title: null,
      inbox_id: 'i1',
      contact: this.contacts.get(id) ?? null,
      assignee: null,
      created_at: this.stamp(),
      updated_at: this.stamp(),
      last_activity_at: this.stamp(),
      last_seq: log.at(-1)?.seq ?? 0,
      head_ord: log.length,
      unread: this.messages(who, id).filter((one) => one.seq > read && one.sender.id !== who.id)
        .length,
      last_message: last ? { ...last } : null,
      waiting_since: null,
      last_read_seq: read,
    };
  }

  private send(
    who: Principal,
    id: string,
    body: Record<string, unknown>,
  ): { status: number; body: object } {
    const refusal = this.refuse.shift();
    if (refusal)
      return {
        status: refusal.status,
        body: { error: { code: refusal.code, message: 'Refused.' } },
      };
    const clientId = `${who.id} ${body.client_msg_id}`;
    const known = this.byClientId.get(clientId);
    if (known) return { status: 200, body: known };
    const kind = body.kind === 'note' ? 'note' : 'message';
    const {
      text = '',
      client_msg_id,
      attachments,
    } = body as Record<string, string> & {
      attachments?: string[];
    };
    const message = this.says(who, text, id, kind, client_msg_id, attachments);
    this.byClientId.set(clientId, message);
    return { status: 201, body: message };
  }

  private mark(who: Principal, id: string, kind: string, seq: number): void {
    const one = this.talks.get(id)?.participants.find((member) => member.id === who.id);
    if (!one) return;
    if (kind === 'read') one.last_read_seq = Math.max(one.last_read_seq, seq);
    one.last_delivered_seq = Math.max(one.last_delivered_seq, seq);
    this.broadcast(id, { type: kind, principal_id: who.id, seq });
  }

  // ---- the socket

  private socket(): SocketLike {
    const { clock } = this;
    const wire = () => 1 + Math.floor(this.random() * 20);
    const client: SocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: (data) => {
        const frame = JSON.parse(data);
        this.frames.push(frame);
        const at = Math.max(clock.now() + wire(), toServer);
        toServer = at;
        clock.setTimeout(() => open && this.receive(peer, frame), at - clock.now());
      },
      close: () => end(1000),
    };
    let open = true;
    let toServer = 0;
    let toClient = 0;
    const peer: Peer = {
      who: visitor,
      wants: new Set(),
      feed: false,
      push: (frame) => {
        const data = JSON.stringify(frame);
        // One wire: what was sent first arrives first.
        toClient = Math.max(clock.now() + wire(), toClient);
        clock.setTimeout(() => open && client.onmessage?.({ data }), toClient - clock.now());
      },
      cut: (code) => end(code),
    };
    const end = (code: number) => {
      if (!open) return;
      open = false;
      this.peers.delete(peer);
      clock.setTimeout(() => client.onclose?.({ code }), wire());
    };
    clock.setTimeout(() => {
      if (this.faults.noSocket || this.faults.down) end(1006);
      else if (open) client.onopen?.({});
    }, wire());
    return client;
  }

  private receive(peer: Peer, frame: Record<string, unknown>): void {
    const id = frame.conversation_id as string;
    switch (frame.type) {
      case 'hello': {
        const token = (frame.token ?? frame.ticket) as string;
        const who = byToken[token.replace('ticket:', '')];
        if (!who || this.revoked.has(token)) return peer.cut(4401);
        peer.who = who;
        this.peers.add(peer);
        peer.push({
          type: 'welcome',
          principal_id: who.id,
          epoch: this.epoch,
          heartbeat_s: 25,
          expires_in: this.expiresIn,
        });
        return this.announceExpiry(peer);
      }
      case 'refresh':
        peer.push({ type: 'refreshed', expires_in: this.expiresIn });
        return this.announceExpiry(peer);
      case 'ping':
        return peer.push({ type: 'pong' });
      case 'subscribe': {
        const talk = this.talks.get(id);
        if (!talk || this.outside.has(`${peer.who.id} ${id}`))
          return peer.push({
            type: 'error',
            conversation_id: id,
            error: { code: 'not_found', message: 'Not there.' },
          });
        const log = this.log(peer.who, id);
        const head = log.at(-1)?.seq ?? 0;
        const after = frame.after_seq as number;
        const recovered = (!frame.epoch || frame.epoch === this.epoch) && after <= head;
        peer.wants.add(id);
        peer.push({
          type: 'subscribed',
          conversation_id: id,
          recovered,
          head,
          epoch: this.epoch,
          present: [peer.who.id],
          typing: [],
          positions: talk.participants.map((one) => ({
            principal_id: one.id,
            read_seq: one.last_read_seq,
            delivered_seq: one.last_delivered_seq,
          })),
        });
        const missed = log.filter((entry) => entry.seq > after);
        for (let i = 0; recovered && i < missed.length; i += 10) {
          const entries = missed.slice(i, i + 10);
          const last = i + 10 >= missed.length;
          this.hazard(peer, {
            type: 'entries',
            conversation_id: id,
            entries,
            through_seq: last ? head : entries.at(-1)!.seq,
          });
        }
        // A last page without entries, as a server may end a replay.
        if (recovered)
          this.hazard(peer, {
            type: 'entries',
            conversation_id: id,
            entries: [],
            through_seq: head,
          });
        return;
      }
      case 'unsubscribe':
        peer.wants.delete(id);
        return peer.push({ type: 'unsubscribed', conversation_id: id });
      case 'follow_feed':
        if (String(frame.after).startsWith('old'))
          return peer.push({
            type: 'error',
            error: { code: 'cursor_expired', message: 'Reload.' },
          });
        peer.feed = true;
        return this.pushFeed(peer);
      case 'follow_notices':
        if (frame.after && !/^at\d+$/.test(String(frame.after)))
          return peer.push({
            type: 'error',
            conversation_id: null,
            error: { code: 'invalid', field: 'cursor', message: 'Not a cursor.' },
          });
        peer.told = frame.after ? Number(String(frame.after).slice(2)) : this.notices.length;
        return this.pushNotices(peer);
      case 'send': {
        const { status, body } = this.send(peer.who, id, frame);
        const about = { conversation_id: id, client_msg_id: frame.client_msg_id };
        if (status >= 400) return peer.push({ type: 'error', ...about, ...body });
        if (this.faults.loseAnswers > 0) {
          this.faults.loseAnswers -= 1;
          return;
        }
        const message = body as Message;
        return peer.push({ type: 'ack', ...about, message_id: message.id, seq: message.seq });
      }
      case 'read':
      case 'delivered':
        return this.mark(peer.who, id, frame.type, frame.seq as number);
      case 'typing':
        return this.broadcast(
          id,
          { type: 'typing', principal: peer.who, is_typing: frame.is_typing, audience: 'public' },
          peer.who,
        );
    }
  }

  private announceExpiry(peer: Peer): void {
    if (this.expiresIn)
      this.clock.setTimeout(
        () => peer.push({ type: 'expiring', in_s: 25 }),
        (this.expiresIn - 25) * 1_000,
      );
  }

  /** What a heartbeat says to everyone. */
  heartbeat(): void {
    for (const peer of this.peers) {
      const heads: Record<string, number> = {};
      for (const id of peer.wants) heads[id] = this.log(peer.who, id).at(-1)?.seq ?? 0;
      peer.push({ type: 'heads', heads });
    }
  }

  // ---- HTTP

  private fetch(url: string, init: RequestLike): Promise<ResponseLike> {
    const { clock } = this;
    return new Promise((resolve, reject) => {
      const signal = init.signal as AbortSignal;
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      clock.setTimeout(
        () => {
          if (signal.aborted) return;
          if (this.faults.down) return reject(new Error('refused'));
          const [path = '', queryText = ''] = url.replace(/^https?:\/\/[^/]+/, '').split('?');
          this.calls.push(`${init.method} ${path}`);
          const answer = (status: number, body?: object) => {
            const text = body ? JSON.stringify(body) : '';
            clock.setTimeout(() => {
              if (!signal.aborted)
                resolve({ status, headers: { get: () => null }, text: async () => text });
            }, this.faults.slow);
          };
          const token =
            init.headers.authorization?.slice(7) ?? (init.headers['x-antiphon'] ? 'jwt_ana' : '');
          const who = byToken[token];
          if (!who || this.revoked.has(token))
            return answer(401, { error: { code: 'unauthenticated', message: 'Sign in.' } });
          this.route(
            who,
            init,
            path,
            new URLSearchParams(queryText),
            answer,
            resolve,
            signal,
            token,
          );
        },
        1 + Math.floor(this.random() * 20),
      );
    });
  }

  private route(
    who: Principal,
    init: RequestLike,
    path: string,
    query: URLSearchParams,
    answer: (status: number, body?: object) => void,
    resolve: (response: ResponseLike) => void,
    signal: AbortSignal,
    token: string,
  ): void {
    if (this.uploads && path.startsWith('/api/files'))
      return this.upload(init, this.uploads.refusal, answer, resolve);
    const body = init.body ? JSON.parse(init.body as string) : {};
    if (path === '/api/me') return answer(200, { id: who.id });
    if (path === '/api/live/ticket')
      return answer(200, { ticket: `ticket:${token}`, expires_in: 30 });
    if (path === '/api/feed') {
      if (query.get('after')?.startsWith('old'))
        return answer(409, { error: { code: 'cursor_expired', message: 'Reload.' } });
      if (init.headers.accept === 'text/event-stream')
        return this.stream(who, null, resolve, signal);
      const now = {
        items: this.rows(who),
        cursor: `f${++this.feedSeq}`,
        has_more: false,
        epoch: this.epoch,
      };
      return void this.clock.setTimeout(() => answer(200, now), query.get('after') ? 5_000 : 0);
    }
    if (path === '/api/conversations' && init.method === 'GET')
      return answer(200, {
        conversations: [...this.talks.keys()].map((id) => this.row(who, id)),
        next_cursor: null,
        feed_cursor: `f${this.feedSeq}`,
      });
    if (path === '/api/conversations') {
      const known = this.byClientId.get(`${who.id} ${body.message.client_msg_id}`);
      const id = known?.conversation_id ?? `t${++this.ids}`;
      if (!known && this.refuse[0] === undefined) this.talk(id);
      const sent = this.send(who, id, body.message);
      if (sent.status >= 400) return answer(sent.status, sent.body);
      if (this.faults.loseAnswers > 0) {
        this.faults.loseAnswers -= 1;
        return;
      }
      return answer(sent.status, { conversation: this.row(who, id), message: sent.body });
    }
    if (/^\/api\/(notices|chat-messages)/.test(path))
      return this.answerNotices(init.method, path, query, body, answer);
    if (path === '/api/bot-prompts/') return answer(200, this.bot.prompts);
    if (path === '/api/user-response/') {
      const known = this.byClientId.get(`${who.id} ${body.client_msg_id}`);
      const id = known?.conversation_id ?? `t${++this.ids}`;
      if (!known && this.refuse[0] === undefined) this.talk(id, [who, bot]);
      const { status, body: said } = this.send(who, id, { ...body, text: body.message });
      if (status >= 400) return answer(status, said);
      return answer(200, { conversation_id: id, message_id: (said as Message).id });
    }
    if (path === '/api/bot-response/') {
      const refused = this.bot.refuse.shift();
      if (refused) return answer(refused, { error: { code: 'refused', message: 'Not ready.' } });
      const { conversation_id, message_id } = body;
      const asked = this.messages(who, conversation_id).find((one) => one.id === message_id)!;
      const said = this.answers(asked);
      return void this.clock.setTimeout(
        () => answer(200, { message: said.text, message_id: said.id, conversation_id }),
        5,
      );
    }
    const [, id = '', rest, mid, part, sign] =
      /^\/api\/conversations\/([^/]+)(?:\/([^/]+)(?:\/([^/]+)(?:\/(previews|reactions)(?:\/([^/]+))?)?)?)?$/.exec(
        path,
      ) ?? [];
    const talk = this.talks.get(id);
    if (!talk || this.outside.has(`${who.id} ${id}`))
      return answer(404, { error: { code: 'not_found', message: 'Not there.' } });
    const log = this.log(who, id);
    const head = log.at(-1)?.seq ?? 0;
    const after = Number(query.get('after_seq') ?? 0);
    const limit = Number(query.get('limit') ?? 50);
    switch (rest) {
      case undefined:
        return answer(200, {
          ...this.row(who, id),
          participants: talk.participants.map((one) => ({ ...one })),
          epoch: this.epoch,
        });
      case 'messages': {
        if (init.method === 'POST') {
          const sent = this.send(who, id, body);
          if (this.faults.loseAnswers > 0) {
            this.faults.loseAnswers -= 1;
            return;
          }
          return answer(sent.status, sent.body);
        }
        if (init.method !== 'GET') {
          const message = this.messages(who, id).find((one) => one.id === mid)!;
          const refusal = this.refuse.shift();
          if (refusal)
            return answer(refusal.status, { error: { code: refusal.code, message: 'Refused.' } });
          if (sign) this.reacts(who, message, decodeURIComponent(sign), init.method === 'PUT');
          else if (part) this.previews(message, []);
          else this.edits(message, init.method === 'DELETE' ? null : body.text);
          return answer(200, this.messages(who, id).find((one) => one.id === mid)!);
        }
        const before = Number(query.get('before_seq') ?? Number.MAX_SAFE_INTEGER);
        const all = this.messages(who, id).filter((one) => one.seq < before);
        return answer(200, {
          messages: all.slice(-limit),
          last_seq: head,
          has_more: all.length > limit,
        });
      }
      case 'entries': {
        const found = log.filter((entry) => entry.seq > after);
        const entries = found.slice(0, limit);
        const more = found.length > limit;
        const through_seq = more ? entries.at(-1)!.seq : head;
        return answer(200, { entries, through_seq, head, epoch: this.epoch, has_more: more });
      }
      case 'events': {
        if (init.headers.accept === 'text/event-stream') {
          if (this.faults.noStream)
            return answer(406, { error: { code: 'not_acceptable', message: 'No streams.' } });
          return this.stream(who, { id, after }, resolve, signal);
        }
        const recovered = !query.get('epoch') || query.get('epoch') === this.epoch;
        let over = false;
        const reply = () => {
          if (over) return;
          over = true;
          this.waiters.delete(wake);
          const entries = recovered ? this.log(who, id).filter((entry) => entry.seq > after) : [];
          answer(200, {
            entries,
            through_seq: this.log(who, id).at(-1)?.seq ?? 0,
            head: this.log(who, id).at(-1)?.seq ?? 0,
            epoch: this.epoch,
            has_more: false,
            recovered,
          });
        };
        const wake = () => {
          if (this.faults.down) {
            over = true;
            this.waiters.delete(wake);
          } else if (this.log(who, id).some((entry) => entry.seq > after)) reply();
        };
        if (head > after || !recovered) return reply();
        this.waiters.add(wake);
        this.clock.setTimeout(reply, Number(query.get('wait')) * 1_000);
        return;
      }
      case 'read':
      case 'delivered':
        this.mark(who, id, rest, body.seq);
        return answer(200, { last_read_seq: body.seq, unread: 0 });
      case 'typing':
        this.broadcast(
          id,
          { type: 'typing', principal: who, is_typing: body.is_typing, audience: 'public' },
          who,
        );
        return answer(204);
    }
    answer(404, { error: { code: 'not_found', message: 'Not there.' } });
  }

  private upload(
    { method, headers, body }: RequestLike,
    refusal: string | null,
    answer: (status: number, body?: object) => void,
    resolve: (response: ResponseLike) => void,
  ): void {
    if (refusal) return answer(415, { error: { code: 'wrong_type', message: refusal } });
    const told: Record<string, string> =
      method === 'POST'
        ? { location: `/api/files/f${++this.ids}` }
        : {
            'upload-offset': String(
              Number(headers['upload-offset']) + ((body as ArrayBuffer)?.byteLength ?? 0),
            ),
          };
    resolve({
      status: method === 'POST' ? 201 : 204,
      headers: { get: (name) => told[name] ?? null },
      text: async () => '',
    });
  }

  private stream(
    who: Principal,
    log: { id: string; after: number } | null,
    resolve: (response: ResponseLike) => void,
    signal: AbortSignal,
  ): void {
    const queue: Uint8Array[] = [];
    let wake: ((result: { done: boolean; value?: Uint8Array }) => void) | null = null;
    let broken: ((error: Error) => void) | null = null;
    let ended = false;
    const push = (event: string, data: object) => {
      const bytes = new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      // Cut in two, as a network may do it.
      for (const part of [bytes.slice(0, 9), bytes.slice(9)]) {
        if (wake) {
          const now = wake;
          wake = null;
          now({ done: false, value: part });
        } else queue.push(part);
      }
    };
    const peer: Peer = {
      who,
      wants: new Set(log ? [log.id] : []),
      feed: log === null,
      push: (frame) => {
        const {
          type,
          entry,
          conversation_id: _,
          ...rest
        } = frame as { type: string; entry?: object; conversation_id?: string };
        this.clock.setTimeout(() => !ended && push(type, entry ?? rest), 5);
      },
      cut: () => {
        ended = true;
        this.peers.delete(peer);
        broken?.(new Error('cut'));
      },
    };
    signal.addEventListener('abort', () => peer.cut(0));
    this.peers.add(peer);
    if (log)
      for (const entry of this.log(who, log.id)) if (entry.seq > log.after) push('entry', entry);
    resolve({
      status: 200,
      headers: { get: (name) => (name === 'content-type' ? 'text/event-stream' : null) },
      text: async () => '',
      body: {
        getReader: () => ({
          read: () =>
            new Promise((next, fail) => {
              if (ended) return fail(new Error('cut'));
              const value = queue.shift();
              if (value) next({ done: false, value });
              else {
                wake = next;
                broken = fail;
              }
            }),
        }),
      },
    });
  }
}

const attachment = (id: string): Attachment => ({
  id,
  name: `${id}.txt`,
  mime: 'text/plain',
  size: 12,
});

/** localStorage for several tabs: writes tell the others. */
export class FakeStorage implements StorageLike {
  private data = new Map<string, string>();
  private ears = new Set<{ tab: object; run: (key: string, value: string | null) => void }>();

  get length(): number {
    return this.data.size;
  }
  key = (index: number) => [...this.data.keys()][index] ?? null;
  getItem = (key: string) => this.data.get(key) ?? null;
  setItem = (key: string, value: string) => this.write(null, key, value);
  removeItem = (key: string) => this.write(null, key, null);

  private write(tab: object | null, key: string, value: string | null): void {
    if (value === null) this.data.delete(key);
    else this.data.set(key, value);
    for (const ear of this.ears) if (ear.tab !== tab) queueMicrotask(() => ear.run(key, value));
  }

  /** The same data as one tab sees it. */
  tab(): { storage: StorageLike; onStorage: NonNullable<Environment['onStorage']> } {
    const tab = {};
    const self = this;
    return {
      storage: {
        get length() {
          return self.length;
        },
        key: self.key,
        getItem: self.getItem,
        setItem: (key, value) => self.write(tab, key, value),
        removeItem: (key) => self.write(tab, key, null),
      },
      onStorage: (run) => {
        const ear = { tab, run };
        self.ears.add(ear);
        return () => {
          self.ears.delete(ear);
        };
      },
    };
  }
}
