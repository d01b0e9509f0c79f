// What people write with the package: the component with the props of the docs, and useChat and
// useChatLog with all they give. Type-checked and bundled from the tarball by tools/try-sdk.mjs.
import { browserEnvironment } from '@antiphon/sdk/browser';
import {
  type ChatMessageResult,
  chatResponseService,
  sendConfirmation,
} from '@antiphon/sdk/chat-response';
import { ConnectionProvider, EnhancedChatBot } from '@antiphon/sdk/chatbot';
import { createClient } from '@antiphon/sdk/core';
import { type Notice, noticesOf } from '@antiphon/sdk/notices';
import {
  type ChatMessage,
  ClientProvider,
  useChat,
  useChatLog,
  useNotices,
  useUnreadNotices,
} from '@antiphon/sdk/react';

const client = createClient({
  url: 'https://chat.example.org',
  scope: 'me',
  auth: { mode: 'bearer', token: async (renew: boolean) => (renew ? null : 'token') },
  env: browserEnvironment(),
});

export function Talk({ sessionId }: { sessionId: string }) {
  const {
    messages,
    isLoading,
    error,
    onlineUsers,
    typingUsers,
    sendMessage,
    sendFile,
    sendTypingIndicator,
    deleteMessage,
    editMessage,
  } = useChat(sessionId);
  const { hasOlder, loadOlder, markRead, retryMessage, discardMessage } = useChatLog(sessionId);
  const last: ChatMessage | undefined = messages.at(-1);
  if (isLoading) return <p>Loading</p>;
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <section>
      {hasOlder && (
        <button type="button" onClick={() => loadOlder().then((n: number) => n)}>
          Older
        </button>
      )}
      <ul onScroll={markRead}>
        {messages.map((one) => (
          <li key={one.key}>{one.text}</li>
        ))}
      </ul>
      <p>{[...onlineUsers, ...typingUsers].map((one) => one.name).join(', ')}</p>
      <input
        onChange={(event) => {
          sendTypingIndicator();
          const file: File | undefined = event.target.files?.[0];
          if (file) void sendFile(file).then((key: string) => key);
        }}
      />
      <button type="button" onClick={() => sendMessage('Hello')}>
        Send
      </button>
      {last?.state === 'failed' && (
        <p>
          {last.error?.message}
          <button type="button" onClick={() => retryMessage(last.key)}>
            Again
          </button>
          <button type="button" onClick={() => discardMessage(last.key)}>
            Discard
          </button>
        </p>
      )}
      <button type="button" onClick={() => last?.id && editMessage(last.id, 'Hello again')}>
        Edit
      </button>
      <button type="button" onClick={() => last?.id && deleteMessage(last.id)}>
        Delete
      </button>
    </section>
  );
}

export function Inbox() {
  const { notices, unread, markRead, markAllRead, isLoading, error, working } = useNotices({
    type: 'CONFIRMATION',
  });
  const count: number = useUnreadNotices((notice: Notice) => notice.content.trim());
  if (isLoading) return <p>Loading</p>;
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <section>
      {unread} {count} {working.map(({ task_id }) => task_id).join(', ')}
      <button type="button" onClick={() => void markAllRead()}>
        All read
      </button>
      {notices.map((one) => (
        <button key={one.id} type="button" onClick={() => void markRead(one.id)}>
          {one.content}
        </button>
      ))}
    </section>
  );
}

export const refresh = (): Promise<void> => noticesOf(client).refresh();

export async function send(): Promise<string> {
  const service = chatResponseService({ url: 'https://chat.example.org', apiKey: 'ak' });
  const { total } = await service.getUnreadMessages('user_456', 10);
  const { success, messageId, error }: ChatMessageResult = await service.sendChatMessage(
    { type: 'confirmation', taskId: 'task_123', userId: 'user_456', content: `${total}` },
    'org_abc',
  );
  await sendConfirmation('task_123', 'user_456', 'Booked.', { eventId: 'event_789' }, 'org_abc');
  return success ? (messageId ?? '') : (error ?? '');
}

export function App() {
  return (
    <ConnectionProvider url="https://chat.example.org" token={(renew) => (renew ? null : 'token')}>
      <ClientProvider client={client}>
        <Talk sessionId="t1" />
      </ClientProvider>
      <EnhancedChatBot
        botName="CRM Assistant"
        position="bottom-right"
        onConversationChange={(id: string) => id.toUpperCase()}
      />
      {/* @ts-expect-error there is no such place */}
      <EnhancedChatBot position="middle" />
    </ConnectionProvider>
  );
}
