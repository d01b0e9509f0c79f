// Checks everything that comes in from the network before it reaches the store: a wrong shape is
// refused here (null), never shown as an empty thread. Fields that may be null are not checked;
// readers treat undefined and null alike.
import type { Item } from './outbox.ts';
import type {
  Conversation,
  ConversationDetail,
  Entry,
  EntryPage,
  Frame,
  Message,
  MessagePage,
  WireError,
} from './wire.ts';

// biome-ignore lint/suspicious/noExplicitAny: what came in may be anything; that is the question.
type Check = (value: any) => boolean;

export const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const isSeq: Check = (value) => Number.isSafeInteger(value) && value >= 0;

export const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** An object whose named fields hold; it may have more. */
export const shape =
  <T>(fields: Record<string, Check>) =>
  (value: unknown): value is T =>
    Object.keys(fields).every((name) => fields[name]!((value as Record<string, unknown>)?.[name]));

const isPrincipal = shape({ id: isText, name: isText, kind: isText });

const isFile = shape({ id: isText, name: isText, mime: isText, size: isSeq });
const areFiles: Check = (files) => files == null || listOf(isFile)(files);

export const isMessage = shape<Message>({
  id: isText,
  conversation_id: isText,
  seq: isSeq,
  kind: isText,
  sender: isPrincipal,
  text: (text) => text == null || isText(text),
  attachments: areFiles,
  created_at: isText,
});

const hasEntryFields = shape<Entry>({
  seq: isSeq,
  prev_seq: isSeq,
  type: isText,
  created_at: isText,
  actor: isPrincipal,
});

const isEntry: Check = (value) =>
  hasEntryFields(value) &&
  value.prev_seq < value.seq &&
  (value.message == null ? value.type !== 'message.sent' : isMessage(value.message));

const conversation = { id: isText, kind: isText, status: isText, last_seq: isSeq, unread: isSeq };

export const isConversation = shape<Conversation>(conversation);

export const isDetail = shape<ConversationDetail>({
  ...conversation,
  epoch: isText,
  participants: listOf(isPrincipal),
});

/** The answer to a first message. */
export const isStarted = shape<{ conversation: Conversation; message: Message }>({
  conversation: isConversation,
  message: isMessage,
});

export const isMessagePage = shape<MessagePage>({ messages: listOf(isMessage), last_seq: isSeq });

const entries = { entries: listOf(isEntry), through_seq: isSeq };

export const isEntryPage = shape<EntryPage>(entries);

const isWireError = shape<WireError>({ code: isText });

export const toWireError = (value: unknown): WireError =>
  isWireError(value)
    ? value
    : { code: 'unknown', message: 'The answer cannot be read. Try again.' };

const about = { conversation_id: isText };
const mark = { ...about, principal_id: isText, seq: isSeq };

/** What a frame must have by its type. */
const frames: Record<string, Record<string, Check>> = {
  welcome: { principal_id: isText, epoch: isText },
  subscribed: {
    ...about,
    recovered: isFlag,
    head: isSeq,
    epoch: isText,
    present: listOf(isText),
    positions: listOf(shape({ principal_id: isText, read_seq: isSeq, delivered_seq: isSeq })),
  },
  entry: { ...about, entry: isEntry },
  entries: { ...about, ...entries },
  feed: { cursor: isText },
  ack: { ...about, client_msg_id: isText, message_id: isText, seq: isSeq },
  typing: { ...about, principal: isPrincipal, is_typing: isFlag },
  presence: { ...about, principal: isPrincipal, online: isFlag },
  read: mark,
  delivered: mark,
  heads: { heads: (heads) => Object.values(heads ?? [heads]).every(isSeq) },
  error: { error: isWireError },
};

/**
 * A frame of the socket, or an SSE event put into the same shape; null when it is malformed. A
 * later server may say more than this client knows: that is no fault of the frame's.
 */
export function parseFrame(value: unknown): Frame | null {
  const { type } = Object(value) as Frame;
  return shape<Frame>({ type: isText, ...frames[type] })(value) ? value : null;
}

/** A message of the outbox as the storage gave it back. */
export const isStored = shape<Item>({
  client_msg_id: isText,
  conversation_id: isText,
  text: isText,
  state: isText,
  created_at: isSeq,
  attachments: areFiles,
});

/** undefined for what is no JSON. */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(text as string);
  } catch {
    return undefined;
  }
}
