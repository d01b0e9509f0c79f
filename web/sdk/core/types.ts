// What the core offers and what it needs from outside: the Client, the State it keeps, and the
// Environment it is given (clock, network, storage). No DOM types: browser.ts makes the
// Environment of a browser, tests make a fake one.
import type {
  Attachment,
  Conversation,
  ConversationPage,
  Entry,
  FeedItem,
  Frame,
  Message,
  Participant,
  Principal,
  WireError,
} from './wire.ts';

// ---- what the core is given

export type TimerId = unknown;

export interface SocketLike {
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: unknown) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: unknown) => void) | null;
}

export interface ByteReader {
  read(): Promise<{ done: boolean; value?: Uint8Array }>;
}

export interface ResponseLike {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
  body?: { getReader(): ByteReader } | null;
}

export interface RequestLike {
  method: string;
  headers: Record<string, string>;
  /** JSON, or bytes of a file. */
  body?: string | ArrayBuffer;
  credentials: 'omit' | 'same-origin';
  signal?: unknown;
  keepalive?: boolean;
}

export interface StorageLike {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Environment {
  fetch(url: string, init: RequestLike): Promise<ResponseLike>;
  /** null where WebSocket does not exist: the client then starts with the fallbacks. */
  socket: ((url: string) => SocketLike) | null;
  abort(): { signal: unknown; abort(): void };
  decoder(): { decode(bytes: Uint8Array, options: { stream: true }): string };
  now(): number;
  setTimeout(run: () => void, ms: number): TimerId;
  clearTimeout(id: TimerId): void;
  random(): number;
  uuid(): string;
  /** May throw on any use (private mode, quota): the core carries on in memory. */
  storage: StorageLike | null;
  /** Each returns its own undo. */
  onOnline?(run: () => void): () => void;
  onOffline?(run: () => void): () => void;
  onVisible?(run: () => void): () => void;
  /** Another tab wrote to the storage (value null: removed). */
  onStorage?(run: (key: string, value: string | null) => void): () => void;
  isOnline?(): boolean;
}

/** `bearer` for visitors and API tokens, `cookie` for the workspace app on its own origin. */
export type Auth =
  | {
      mode: 'bearer';
      /** Called before each connection; `renew` after a refusal. null = signed out. */
      token(renew: boolean): string | null | Promise<string | null>;
    }
  | { mode: 'cookie' };

export interface ClientOptions {
  /** Origin of the server, without a trailing slash, e.g. `https://chat.example.org`. */
  url: string;
  auth: Auth;
  env: Environment;
  /** Separates the outboxes of several people or inboxes in one storage, e.g. the person's id. */
  scope: string;
  /** Most messages kept per thread; older ones are paged in again on demand. Default 300. */
  window?: number;
  /**
   * How a first message (one to DRAFT) gets its conversation; without it, one with the team begins.
   * Asked again with the same client_msg_id until it answers or refuses for good.
   */
  begin?(first: FirstMessage, request: Client['request']): Promise<Begun>;
}

export interface FirstMessage {
  client_msg_id: string;
  text: string;
  /** Ids of files that were sent in before. */
  attachments?: string[];
}

export interface Begun {
  conversation_id: string;
  /** The message's place in the log; 0 where the answer does not tell it. */
  seq: number;
}

// ---- what the core keeps

export type Phase =
  /** start() was not called, or close() was. */
  | 'idle'
  | 'connecting'
  | 'online'
  /** Was (or wants to be) connected; tries again at `retry_at`. */
  | 'reconnecting'
  /** The device itself says it has no network. */
  | 'offline'
  /** The credential was refused and could not be renewed. */
  | 'signed_out';

export interface ConnectionState {
  phase: Phase;
  transport: 'socket' | 'sse' | 'poll' | null;
  /** Milliseconds of the environment's clock; null while connected or connecting. */
  retry_at: number | null;
  /** Messages in the outbox that the server has not confirmed (failed ones not counted). */
  waiting: number;
}

export type SendState = 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** A message written here which the log has not returned yet. */
export interface Outgoing {
  client_msg_id: string;
  /** DRAFT for the first message of a conversation that does not exist yet. */
  conversation_id: string;
  text: string;
  kind: 'message' | 'note';
  reply_to: string | null;
  attachments?: readonly Attachment[];
  mentions?: readonly string[];
  /** Milliseconds of this device's clock: for display only. */
  created_at: number;
  state: 'sending' | 'sent' | 'failed';
  error: WireError | null;
}

export interface Presence {
  principal: Principal;
  online: boolean;
}

export interface Thread {
  id: string;
  status: 'loading' | 'ready' | 'failed';
  error: WireError | null;
  /** Ascending by seq, each once. */
  messages: readonly Message[];
  /** In the order they were written; drawn after `messages`. */
  outgoing: readonly Outgoing[];
  /** Entries that are not messages (joined, assigned, resolved …), ascending; staff clients only. */
  events: readonly Entry[];
  /** Everything up to here was applied. */
  last_seq: number;
  has_older: boolean;
  loading_older: boolean;
  participants: readonly Participant[];
  /** Others who are typing now. */
  typing: readonly Principal[];
  /** Principal ids with a live connection in this conversation. */
  present: readonly string[];
}

export interface State {
  connection: ConnectionState;
  /** Own principal id, known once a first way to the server was open. */
  me: string | null;
  conversations: Readonly<Record<string, Conversation>>;
  threads: Readonly<Record<string, Thread>>;
  /** Sum of `unread` over `conversations` that are not muted. */
  unread: number;
  /** Inbound frames that were not what they should be; counted and dropped. */
  bad_frames: number;
}

/** Conversation id of the thread that holds a first message until its conversation exists. */
export const DRAFT = 'draft';

export interface Events {
  /** Feed items, after they were put into `State.conversations`. */
  feed: (items: readonly FeedItem[]) => void;
  /** The feed cursor is no longer usable: load the list again, then call followFeed. */
  feed_expired: () => void;
  /** A DRAFT message became this conversation (here or in another tab). */
  started: (conversation_id: string) => void;
  /** An entry by somebody else arrived live (not while catching up on history). */
  entry: (conversation_id: string, entry: Entry) => void;
  /** Every frame that came in, before it is acted upon: for what the core itself does not read. */
  frame: (frame: Frame) => void;
  signed_out: () => void;
}

export interface SendOptions {
  kind?: 'message' | 'note';
  reply_to?: string | null;
  /** Files that were sent in before: see ../files. The text may then be empty. */
  attachments?: readonly Attachment[];
  /** Principal ids of people whom it calls by name. */
  mentions?: readonly string[];
}

export interface ListQuery {
  kind?: string;
  mentioned?: 'me';
  archived?: boolean;
  pinned?: boolean;
  status?: string;
  assignee?: string;
  q?: string;
  cursor?: string;
  limit?: number;
}

/** Thrown by the calls that return a promise. `code` is 'network' when no answer came. */
export interface ApiError extends Error {
  status: number;
  code: string;
  field?: string;
  request_id?: string;
  retry_after_ms?: number;
}

export interface Client {
  /** What it was made with, for parts that talk to the same server beside it. */
  readonly options: ClientOptions;
  /** The same object until something changed: fit for useSyncExternalStore. */
  getState(): State;
  subscribe(listener: () => void): () => void;
  on<K extends keyof Events>(event: K, listener: Events[K]): () => void;

  start(): void;
  /** Stops everything; unsent messages stay in the storage. start() may follow. */
  close(): void;
  /** Tries to connect now instead of at `retry_at`. */
  retryNow(): void;

  /** Loads the newest page and follows the conversation until the last release. Counted. */
  open(conversation_id: string): () => void;
  loadOlder(conversation_id: string): Promise<number>;
  /** Puts rows got elsewhere (a list, a widget session) into the store. */
  putConversations(rows: readonly Conversation[]): void;

  /** Queues a message (conversation_id may be DRAFT); returns its client_msg_id at once. */
  send(conversation_id: string, text: string, options?: SendOptions): string;
  retry(client_msg_id: string): void;
  discard(client_msg_id: string): void;
  edit(conversation_id: string, message_id: string, text: string): Promise<Message>;
  remove(conversation_id: string, message_id: string): Promise<Message>;

  /** Cumulative; sent at most once a second. Without seq: everything shown. */
  markRead(conversation_id: string, seq?: number): void;
  /** Sent at most every 3 s; call it on every keystroke, and with false on blur or send. */
  setTyping(conversation_id: string, is_typing: boolean, audience?: 'public' | 'staff'): void;

  /** Says something of one's own over the socket; false where none is open. The answer is a `frame`. */
  put(frame: object): boolean;
  /** Authenticated JSON call to the server; throws ApiError. */
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
}

/** createStaffClient: also the list, its feed, and `Thread.events`. */
export interface StaffClient extends Client {
  listConversations(query?: ListQuery): Promise<ConversationPage>;
  /** Follows all conversations this person may see, from the cursor of a list on. */
  followFeed(cursor: string): void;
}
