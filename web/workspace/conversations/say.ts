// What this part of the workspace says, in the language that is spoken.
import { conversations } from '../words/en/conversations.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('conversations', conversations);
