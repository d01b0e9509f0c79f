// The bot without a screen, for those who draw it themselves.
export {
  type Answer,
  type Bot,
  type BotState,
  beginWithBot,
  createBot,
  type Prompt,
} from './bot.ts';
export { authBy, connect, keepTalk, lastTalk, type Token } from './connect.ts';
