// The chat response service for whoever sends: stores a notice and tells it to its person, with an API key. No
// browser, no framework, no dependency. Sending never throws: what went wrong is in the answer.

export type ChatMessageType =
  | 'scheduling_update'
  | 'confirmation'
  | 'clarification'
  | 'cancellation'
  | 'error'
  | 'info';

/** As senders and the server write it. */
export type AnyChatMessageType = ChatMessageType | Uppercase<ChatMessageType>;

export type ChatMessageData = Record<string, unknown>;

export interface ChatMessage {
  type: AnyChatMessageType;
  taskId?: string | undefined;
  /** A person's id, or the external id that the workspace gave them. */
  userId: string;
  content: string;
  data?: ChatMessageData | undefined;
  priority?: 'low' | 'normal' | 'high' | 'urgent' | undefined;
  /** Ids of files of the sender's own. */
  attachments?: readonly string[] | undefined;
  /** Taken and passed over: the server's clock counts. */
  timestamp?: string | undefined;
}

export interface ChatMessageResult {
  /** Whether it is stored: then it arrives. */
  success: boolean;
  /** Whether the outside Pusher took it just now. */
  pusherSent: boolean;
  databaseStored: boolean;
  messageId?: string;
  /** Why it is not stored. */
  error?: string;
}

export interface UnreadMessage {
  id: string;
  type: Uppercase<ChatMessageType>;
  taskId: string | null;
  content: string;
  data: ChatMessageData | null;
  createdAt: string;
}

export interface TaskMessage {
  id: string;
  type: Uppercase<ChatMessageType>;
  content: string;
  data: ChatMessageData | null;
  read: boolean;
  createdAt: string;
}

type Send = (
  taskId: string,
  userId: string,
  content: string,
  data?: ChatMessageData,
  orgId?: string,
) => Promise<ChatMessageResult>;

export interface ChatResponses {
  sendChatMessage(message: ChatMessage, orgId?: string): Promise<ChatMessageResult>;
  sendSchedulingUpdate: Send;
  sendConfirmation: Send;
  sendClarification: Send;
  sendCancellation: Send;
  /** Oldest first; `total` counts all of them, whatever the limit. Throws ChatResponseError. */
  getUnreadMessages(
    userId: string,
    limit?: number,
  ): Promise<{ messages: UnreadMessage[]; total: number }>;
  /** `count`: how many of these were unread until now. Throws ChatResponseError. */
  markMessagesAsRead(messageIds: readonly string[], userId: string): Promise<{ count: number }>;
  /** All of a task, oldest first. Throws ChatResponseError. */
  getTaskMessages(taskId: string, userId: string): Promise<{ messages: TaskMessage[] }>;
}

export interface ChatResponseOptions {
  /** Origin of the server, e.g. `https://chat.example.org`. */
  url: string;
  /** With the scope `notices:write` for sending and `notices:read` for the rest. */
  apiKey: string;
  /** Its own fetch, for tests and for those who have none. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds that one try may take. */
  timeout?: number | undefined;
}

/** `status` is 0 where no answer came; `code` and `message` are the server's. */
export class ChatResponseError extends Error {
  override readonly name = 'ChatResponseError';
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
  }
}

const TRIES = 3;
const FIRST_WAIT = 250;
/** What the server gives in one page, and marks at once. */
const PAGE = 100;
const AT_ONCE = 500;

interface Answer {
  error?: string | { message?: string; code?: string } | null;
  [field: string]: unknown;
}

export function chatResponseService(options: ChatResponseOptions): ChatResponses {
  const { url, apiKey, timeout = 10_000 } = options;
  const origin = url.replace(/\/+$/, '');

  /** One exchange, tried again where nobody knows whether it arrived or the server says "not now". */
  async function exchange(method: string, path: string, body?: object): Promise<Answer> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      authorization: `Bearer ${apiKey}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': unique() }),
    };
    for (let tried = 1; ; tried += 1) {
      const outcome = await once(method, path, headers, body);
      if (!(outcome instanceof ChatResponseError)) return outcome;
      const { status } = outcome;
      // 409: a try that was thought lost is still being carried out.
      const mayPass = status === 0 || status === 409 || status === 429 || status >= 500;
      if (!mayPass || tried === TRIES) throw outcome;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * 2 ** (tried - 1)));
    }
  }

  async function once(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
  ): Promise<Answer | ChatResponseError> {
    try {
      const response = await (options.fetch ?? fetch)(origin + path, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeout),
      });
      const answer = read(await response.text());
      if (response.ok && answer) return answer;
      const said = answer?.error;
      const { message, code } = typeof said === 'object' ? { ...said } : { message: said };
      return new ChatResponseError(
        message ?? `The server answered ${response.status}.`,
        response.ok ? 502 : response.status,
        code ?? 'unknown',
      );
    } catch (error) {
      return new ChatResponseError(
        `The server cannot be reached: ${error instanceof Error ? error.message : error}`,
        0,
        'network',
      );
    }
  }

  async function sendChatMessage(message: ChatMessage, orgId?: string): Promise<ChatMessageResult> {
    try {
      const said = await exchange('POST', '/api/chat-messages', { ...message, orgId });
      return {
        success: said.success === true,
        pusherSent: said.pusherSent === true,
        databaseStored: said.databaseStored === true,
        messageId: String(said.messageId),
      };
    } catch (error) {
      // Also what JSON cannot say, in `data`.
      const why = error instanceof Error ? error.message : String(error);
      return { success: false, pusherSent: false, databaseStored: false, error: why };
    }
  }

  const sending =
    (type: ChatMessageType): Send =>
    (taskId, userId, content, data, orgId) =>
      sendChatMessage({ type, taskId, userId, content, data }, orgId);

  return {
    sendChatMessage,
    sendSchedulingUpdate: sending('scheduling_update'),
    sendConfirmation: sending('confirmation'),
    sendClarification: sending('clarification'),
    sendCancellation: sending('cancellation'),

    async getUnreadMessages(userId, limit = 50) {
      const messages: UnreadMessage[] = [];
      let total = 0;
      for (let cursor: unknown = ''; typeof cursor === 'string'; ) {
        const some = Math.min(PAGE, limit - messages.length);
        const page = await exchange('GET', `/api/chat-messages?${query(userId, some, cursor)}`);
        messages.push(...(page.messages as UnreadMessage[]));
        total = Number(page.total);
        cursor = messages.length < limit ? page.nextCursor : null;
      }
      return { messages, total };
    },

    async markMessagesAsRead(messageIds, userId) {
      let count = 0;
      for (let at = 0; at < messageIds.length; at += AT_ONCE) {
        const some = messageIds.slice(at, at + AT_ONCE);
        const body = { messageIds: some, userId };
        const { markedCount } = await exchange('POST', '/api/chat-messages/mark-read', body);
        count += Number(markedCount);
      }
      return { count };
    },

    async getTaskMessages(taskId, userId) {
      const messages: TaskMessage[] = [];
      const path = `/api/chat-messages/${encodeURIComponent(taskId)}`;
      for (let cursor: unknown = ''; typeof cursor === 'string'; ) {
        const page = await exchange('GET', `${path}?${query(userId, PAGE, cursor)}`);
        messages.push(...(page.messages as TaskMessage[]));
        cursor = page.nextCursor;
      }
      return { messages };
    },
  };
}

function query(userId: string, limit: number, cursor: string): string {
  const said = new URLSearchParams({ userId, limit: String(limit) });
  if (cursor) said.set('cursor', cursor);
  return said.toString();
}

function read(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Answer) : null;
  } catch {
    return null;
  }
}

/** One per message, so that a try that was only thought lost sends nothing twice. */
const unique = (): string =>
  Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join('-');

// ---- for `import * as chatResponseService`, with what the environment names

let standard: ChatResponses | null = null;

/** For the functions below; without it ANTIPHON_URL and ANTIPHON_API_KEY of the environment count. */
export function configure(options: ChatResponseOptions): void {
  standard = chatResponseService(options);
}

function service(): ChatResponses {
  if (standard) return standard;
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const { ANTIPHON_URL: url, ANTIPHON_API_KEY: apiKey } = process?.env ?? {};
  if (!url || !apiKey)
    throw new ChatResponseError('Set ANTIPHON_URL and ANTIPHON_API_KEY.', 0, 'not_configured');
  standard = chatResponseService({ url, apiKey });
  return standard;
}

/** Sends by the standard service; that there is none is an outcome too. */
async function by(
  send: (service: ChatResponses) => Promise<ChatMessageResult>,
): Promise<ChatMessageResult> {
  try {
    return await send(service());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { success: false, pusherSent: false, databaseStored: false, error: why };
  }
}

export const sendChatMessage: ChatResponses['sendChatMessage'] = (...said) =>
  by((to) => to.sendChatMessage(...said));
export const sendSchedulingUpdate: Send = (...said) => by((to) => to.sendSchedulingUpdate(...said));
export const sendConfirmation: Send = (...said) => by((to) => to.sendConfirmation(...said));
export const sendClarification: Send = (...said) => by((to) => to.sendClarification(...said));
export const sendCancellation: Send = (...said) => by((to) => to.sendCancellation(...said));
export const getUnreadMessages: ChatResponses['getUnreadMessages'] = async (...said) =>
  service().getUnreadMessages(...said);
export const markMessagesAsRead: ChatResponses['markMessagesAsRead'] = async (...said) =>
  service().markMessagesAsRead(...said);
export const getTaskMessages: ChatResponses['getTaskMessages'] = async (...said) =>
  service().getTaskMessages(...said);
