// EnhancedChatBot for React Native: the props of the one for pages, on the same core.
export type { Token } from '../bot/connect.ts';
export { english, type Words } from '../bot/words.ts';
export type { FileLike } from '../files/uploads.ts';
export { type Connection, ConnectionProvider } from '../react/context.tsx';
export { EnhancedChatBot, type EnhancedChatBotProps } from './EnhancedChatBot.tsx';
export { nativeEnvironment } from './environment.ts';
