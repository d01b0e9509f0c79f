// Checks everything that comes in from the network before it reaches the store: a wrong shape is
// refused here (null), never shown as an empty thread. Fields that may be null are not checked;
// readers treat undefined and null alike.
import type {
  Conversation,
  ConversationDetail,
  ConversationPage,
  Entry,
  EntryPage,
  FeedItem,
  FeedPage,
  Frame,
  Message,
  MessagePage,
  Position,
  Principal,
  WireError,
} from './wire.ts';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isSeq = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const listOf = <T>(value: unknown, check: (item: unknown) => item is T): value is T[] =>
  Array.isArray(value) && value.every(check);

const isPrincipal = (value: unknown): value is Principal =>
  isFields(value) && isText(value.id) && isText(value.name) && isText(value.kind);

export const isMessage = (value: unknown): value is Message =>
  isFields(value) &&
  isText(value.id) &&
  isText(value.conversation_id) &&
  isSeq(value.seq) &&
  isText(value.kind) &&
  isPrincipal(value.sender) &&
  (value.text == null || isText(value.text)) &&
  isText(value.created_at);

const isEntry = (value: unknown): value is Entry =>
  isFields(value) &&
  isSeq(value.seq) &&
  isSeq(value.prev_seq) &&
  value.prev_seq < value.seq &&
  isText(value.type) &&
  isText(value.created_at) &&
  isPrincipal(value.actor) &&
  (value.message == null ? !value.type.startsWith('message.') : isMessage(value.message));

export const isConversation = (value: unknown): value is Conversation =>
  isFields(value) &&
  isText(value.id) &&
  isText(value.kind) &&
  isText(value.status) &&
  isSeq(value.last_seq) &&
  isSeq(value.unread);

const isFeedItem = (value: unknown): value is FeedItem =>
  isFields(value) &&
  (value.type === 'conversation'
    ? isConversation(value.conversation)
    : isText(value.conversation_id));

const isPosition = (value: unknown): value is Position =>
  isFields(value) &&
  isText(value.principal_id) &&
  isSeq(value.read_seq) &&
  isSeq(value.delivered_seq);

/** The answer to a first message. */
export const isStarted = (
  value: unknown,
): value is { conversation: Conversation; message: Message } =>
  isFields(value) && isConversation(value.conversation) && isMessage(value.message);

export const isDetail = (value: unknown): value is ConversationDetail =>
  isConversation(value) &&
  isText((value as ConversationDetail).epoch) &&
  listOf((value as ConversationDetail).participants, isPrincipal);

export const isMessagePage = (value: unknown): value is MessagePage =>
  isFields(value) && listOf(value.messages, isMessage) && isSeq(value.last_seq);

export const isEntryPage = (value: unknown): value is EntryPage =>
  isFields(value) && listOf(value.entries, isEntry) && isSeq(value.through_seq);

export const isConversationPage = (value: unknown): value is ConversationPage =>
  isFields(value) && listOf(value.conversations, isConversation);

export const isFeedPage = (value: unknown): value is FeedPage =>
  isFields(value) && listOf(value.items, isFeedItem) && isText(value.cursor);

export const toWireError = (value: unknown): WireError =>
  isFields(value) && isText(value.code)
    ? (value as unknown as WireError)
    : { code: 'unknown', message: 'The answer cannot be read. Try again.' };

/** A frame of the socket, or an SSE event put into the same shape; null when it is malformed. */
export function parseFrame(f: unknown): Frame | null {
  if (!isFields(f)) return null;
  const inConversation = isText(f.conversation_id);
  let good: boolean;
  switch (f.type) {
    case 'welcome':
      good = isText(f.principal_id) && isText(f.epoch);
      break;
    case 'subscribed':
      good =
        inConversation &&
        isFlag(f.recovered) &&
        isSeq(f.head) &&
        isText(f.epoch) &&
        listOf(f.present, isText) &&
        listOf(f.positions, isPosition);
      break;
    case 'entry':
      good = inConversation && isEntry(f.entry);
      break;
    case 'entries':
      good = inConversation && listOf(f.entries, isEntry) && isSeq(f.through_seq);
      break;
    case 'ack':
      good = inConversation && isText(f.client_msg_id) && isText(f.message_id) && isSeq(f.seq);
      break;
    case 'typing':
      good = inConversation && isPrincipal(f.principal) && isFlag(f.is_typing);
      break;
    case 'presence':
      good = inConversation && isPrincipal(f.principal) && isFlag(f.online);
      break;
    case 'read':
    case 'delivered':
      good = inConversation && isText(f.principal_id) && isSeq(f.seq);
      break;
    case 'heads':
      good = isFields(f.heads) && Object.values(f.heads).every(isSeq);
      break;
    case 'error':
      good = isFields(f.error) && isText(f.error.code);
      break;
    default:
      // A later server may say more than this client knows: that is no fault of the frame's.
      good = isText(f.type);
  }
  return good ? (f as unknown as Frame) : null;
}

/** A message of the outbox as the storage gave it back. */
export const isStored = (item: unknown): boolean =>
  isFields(item) &&
  isText(item.client_msg_id) &&
  isText(item.conversation_id) &&
  isText(item.text) &&
  isText(item.state) &&
  isSeq(item.created_at);
