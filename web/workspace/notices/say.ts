// What this part of the workspace says, in the language that is spoken.
import { notices } from '../words/en/notices.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('notices', notices);
