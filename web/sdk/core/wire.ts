// The shapes that cross the wire, as the server documents them (snake_case kept: one word per idea
// from table to screen). Only types: what checks values is in validate.ts; that these shapes are
// still the server's, ../wire.check.ts.

export type Kind = 'person' | 'contact' | 'bot' | 'key' | 'system';
export type Audience = 'public' | 'staff';
/** The last three are those of chats that were reported and are not had here. */
export type Status =
  | 'queued'
  | 'open'
  | 'pending'
  | 'snoozed'
  | 'resolved'
  | 'active'
  | 'completed'
  | 'abandoned';

export interface Principal {
  id: string;
  name: string;
  kind: Kind;
}

export interface Contact {
  id: string;
  name: string;
  email: string | null;
  verified: boolean;
  last_seen_at?: string | null;
}

/** A file that came with a message. Where to fetch it is asked for apart: see ../files. */
export interface Attachment {
  id: string;
  name: string;
  mime: string;
  /** In bytes. */
  size: number;
  /** Of an image, in pixels. */
  width?: number | null;
  height?: number | null;
  /** There is a small picture of it. */
  has_thumbnail?: boolean;
  /** When an admin took it away: it cannot be fetched then. */
  removed_at?: string | null;
}

export interface Message {
  id: string;
  conversation_id: string;
  seq: number;
  /** The sender's own id of it, for every reader; null where none was given. */
  client_msg_id: string | null;
  kind: 'message' | 'note';
  audience: Audience;
  role: 'user' | 'assistant' | 'system';
  sender: Principal;
  /** null once deleted. */
  text: string | null;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  reply_to: string | null;
  /** The beginning of what it answers, as that stands now; left out where it may not be seen. */
  quote?: Quote;
  /** Left out where there are none. */
  attachments?: readonly Attachment[];
  mentions?: readonly Mention[];
  reactions?: readonly Reaction[];
  /** What is known of the pages it links to; comes a moment after the message. */
  previews?: readonly LinkPreview[];
  /** When it was put on the pinboard. */
  pinned_at?: string;
  /** How often what it says was changed, deleted or brought back; left out for never. */
  revision?: number;
}

export interface Quote {
  id: string;
  seq: number;
  sender: Principal;
  /** null once deleted. */
  text: string | null;
}

/** Someone whom a message calls; the name stands in the text after an `@`. */
export interface Mention {
  id: string;
  name: string;
}

export interface Reaction {
  emoji: string;
  count: number;
  /** Principal ids; the reader's own among them. */
  by: readonly string[];
}

/** What a page that a message links to says of itself. Words of strangers: shown as text. */
export interface LinkPreview {
  /** Where the link leads. */
  url: string;
  title: string;
  description?: string | null;
  site_name?: string | null;
}

export interface Entry {
  seq: number;
  /** seq of the entry before it that this reader may see; 0 if none. */
  prev_seq: number;
  type: string;
  audience: Audience;
  actor: Principal;
  created_at: string;
  /** The message it is about, with its present text; only message.sent has one for every reader. */
  message?: Message;
  data?: Record<string, unknown>;
}

export interface LastMessage {
  seq: number;
  text: string | null;
  kind: 'message' | 'note';
  sender: Principal;
  created_at: string;
}

export interface Conversation {
  id: string;
  kind: 'support' | 'direct' | 'assistant' | 'meeting' | 'log';
  status: Status;
  title: string | null;
  inbox_id: string | null;
  contact: Contact | null;
  assignee: { id: string; name: string } | null;
  created_at: string;
  updated_at: string;
  last_activity_at: string;
  last_seq: number;
  head_ord: number;
  unread: number;
  last_message: LastMessage | null;
  waiting_since: string | null;
  last_read_seq: number;
  /** Messages that mention the reader and are not read. */
  mentions?: number;
  /** The reader wants no signs of what is new here. */
  muted?: boolean;
  archived_at?: string | null;
  pinned_at?: string | null;
}

export interface Participant extends Principal {
  role: 'customer' | 'agent' | 'admin' | 'bot' | 'member';
  joined_at: string;
  last_read_seq: number;
  last_delivered_seq: number;
}

export interface ConversationDetail extends Conversation {
  participants: Participant[];
  epoch: string;
}

export interface MessagePage {
  messages: Message[];
  last_seq: number;
  has_more: boolean;
}

export interface EntryPage {
  entries: Entry[];
  through_seq: number;
  head: number;
  epoch: string;
  has_more: boolean;
  /** Only on the long poll; false = load the snapshot again. */
  recovered?: boolean;
}

export interface ConversationPage {
  conversations: Conversation[];
  next_cursor: string | null;
  feed_cursor: string;
}

export type FeedItem =
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'gone'; conversation_id: string };

export interface FeedPage {
  items: FeedItem[];
  cursor: string;
  has_more: boolean;
}

export interface Position {
  principal_id: string;
  read_seq: number;
  delivered_seq: number;
}

/** An error as the server words it; `code` is stable, `message` is for people. */
export interface WireError {
  code: string;
  message: string;
  field?: string;
  retry_after_ms?: number;
}

/** Frames the client reads from the socket (and, but for the handshake, from SSE events). */
export type Frame =
  | {
      type: 'welcome';
      principal_id: string;
      epoch: string;
      heartbeat_s: number;
      expires_in: number | null;
    }
  | {
      type: 'subscribed';
      conversation_id: string;
      recovered: boolean;
      head: number;
      epoch: string;
      present: string[];
      positions: Position[];
    }
  | { type: 'unsubscribed'; conversation_id: string }
  | { type: 'entry'; conversation_id: string; entry: Entry }
  | {
      type: 'entries';
      conversation_id: string;
      entries: Entry[];
      through_seq: number;
      /** Of a poll's answer: whether its question named a place in this log. */
      epoch?: string;
      recovered?: boolean;
    }
  | { type: 'feed'; items: FeedItem[]; cursor: string; has_more: boolean }
  | { type: 'ack'; conversation_id: string; client_msg_id: string; message_id: string; seq: number }
  | {
      type: 'error';
      conversation_id: string | null;
      client_msg_id: string | null;
      error: WireError;
    }
  | { type: 'typing'; conversation_id: string; principal: Principal; is_typing: boolean }
  | { type: 'read' | 'delivered'; conversation_id: string; principal_id: string; seq: number }
  | { type: 'presence'; conversation_id: string; principal: Principal; online: boolean }
  | {
      /** A part of an answer that is being written: `at` characters came before it. */
      type: 'delta';
      conversation_id: string;
      principal: Principal;
      reply_to: string;
      at: number;
      text: string;
    }
  | { type: 'heads'; heads: Record<string, number> }
  | { type: 'refreshed'; expires_in: number | null }
  | { type: 'expiring'; in_s: number }
  | { type: 'bye'; reason: string; retry_after_ms: number }
  | { type: 'pong' };
