// What this part of the workspace says, in the language that is spoken.
import { emoji } from '../words/en/emoji.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('emoji', emoji);
