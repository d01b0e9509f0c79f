// The React face of the SDK: a provider, subscriptions, and hooks for people who draw their own
// chat. Everything reads the core's one store.

export {
  ClientProvider,
  type Connection,
  ConnectionProvider,
  useClient,
  useClientState,
  useThread,
} from './context.tsx';
export { type Chat, type ChatLog, type ChatMessage, useChat, useChatLog } from './use-chat.ts';
export { type NoticeInbox, useNotices, useUnreadNotices } from './use-notices.ts';
