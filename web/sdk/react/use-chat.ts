// useChat(sessionId): one conversation as a chat screen wants it, and useChatLog(sessionId): what a
// screen with a transcript of its own needs beside it. Both read and command the same store as
// everything else; they add only the shapes.
import { useCallback, useMemo } from 'react';
import type {
  Attachment,
  LinkPreview,
  Principal,
  SendOptions,
  SendState,
  WireError,
} from '../core/index.ts';
import { timeline } from '../core/timeline.ts';
import { useClient, useClientState, useThread } from './context.tsx';

export interface ChatMessage {
  /** Stable from the first draft to the confirmed message: use it as key. */
  key: string;
  /** The message's id, null until the server has it. */
  id: string | null;
  /** null once deleted. */
  text: string | null;
  /** Where to fetch them is asked for apart: createAddresses of the SDK's files. */
  attachments: readonly Attachment[];
  /** What is known of the pages it links to: see the SDK's previews. */
  previews: readonly LinkPreview[];
  sender: Principal | null;
  own: boolean;
  kind: 'message' | 'note';
  created_at: Date;
  edited: boolean;
  deleted: boolean;
  /** Of own messages only. */
  state: SendState | null;
  /** Why it was refused; retryMessage() and discardMessage() of useChatLog settle it. */
  error: WireError | null;
}

/** Ten fields and no more, as those who draw a chat were promised them. */
export interface Chat {
  messages: ChatMessage[];
  isLoading: boolean;
  error: WireError | null;
  /** Others who have the conversation open now. */
  onlineUsers: Principal[];
  typingUsers: readonly Principal[];
  /** Returns the client_msg_id at once; the message is drawn and sent, now or when it can be. */
  sendMessage(text: string, options?: SendOptions): string;
  /**
   * Sends the file in, then a message with it; its client_msg_id. Goes on by itself when the line
   * was cut; rejects with the server's words when the file is refused.
   */
  sendFile(file: File, options?: SendOptions & { text?: string }): Promise<string>;
  /** Call on every keystroke: it is batched. */
  sendTypingIndicator(isTyping?: boolean): void;
  editMessage(id: string, text: string): Promise<void>;
  deleteMessage(id: string): Promise<void>;
}

export interface ChatLog {
  /** Sends a refused message once more; `key` is the message's, as useChat gives it. */
  retryMessage(key: string): void;
  /** Throws a refused message away. */
  discardMessage(key: string): void;
  hasOlder: boolean;
  /** Puts an older page before the messages; how many came. */
  loadOlder(): Promise<number>;
  /** Everything that is shown was read. */
  markRead(): void;
}

const oneDay = () => '';

export function useChat(sessionId: string): Chat {
  const client = useClient();
  const thread = useThread(sessionId);
  const me = useClientState((state) => state.me);

  const messages = useMemo(
    () =>
      timeline(thread, me, oneDay).flatMap((line): ChatMessage[] => {
        if (line.type !== 'message') return [];
        const { key, message, outgoing, own, state } = line;
        return [
          {
            key,
            id: message?.id ?? null,
            text: message ? message.text : outgoing!.text,
            attachments: (message ?? outgoing!).attachments ?? [],
            previews: message?.previews ?? [],
            sender: message?.sender ?? null,
            own,
            kind: (message ?? outgoing!).kind,
            created_at: new Date(line.at),
            edited: Boolean(message?.edited_at),
            deleted: Boolean(message?.deleted_at),
            state,
            error: outgoing?.error ?? null,
          },
        ];
      }),
    [thread, me],
  );
  const onlineUsers = useMemo(
    () => thread.participants.filter((one) => one.id !== me && thread.present.includes(one.id)),
    [thread, me],
  );

  return {
    messages,
    isLoading: thread.status === 'loading',
    error: thread.error,
    onlineUsers,
    typingUsers: thread.typing,
    sendMessage: useCallback(
      (text, options) => client.send(sessionId, text, options),
      [client, sessionId],
    ),
    sendFile: useCallback(
      async (file, options) => {
        const files = await import('../files/index.ts');
        return files.sendFile(client, sessionId, file, options);
      },
      [client, sessionId],
    ),
    sendTypingIndicator: useCallback(
      (isTyping = true) => client.setTyping(sessionId, isTyping),
      [client, sessionId],
    ),
    editMessage: useCallback(
      async (id, text) => {
        await client.edit(sessionId, id, text);
      },
      [client, sessionId],
    ),
    deleteMessage: useCallback(
      async (id) => {
        await client.remove(sessionId, id);
      },
      [client, sessionId],
    ),
  };
}

/** Beside useChat, of the same conversation. */
export function useChatLog(sessionId: string): ChatLog {
  const client = useClient();
  const { has_older } = useThread(sessionId);
  return {
    retryMessage: client.retry,
    discardMessage: client.discard,
    hasOlder: has_older,
    loadOlder: useCallback(() => client.loadOlder(sessionId), [client, sessionId]),
    markRead: useCallback(() => client.markRead(sessionId), [client, sessionId]),
  };
}
