// EnhancedChatBot for React: import it, give it a token, and there is a chat with the bot.
export type { Token } from '../bot/connect.ts';
export { english, type Words } from '../bot/words.ts';
export { type Connection, ConnectionProvider } from '../react/context.tsx';
export { EnhancedChatBot, type EnhancedChatBotProps } from './EnhancedChatBot.tsx';
