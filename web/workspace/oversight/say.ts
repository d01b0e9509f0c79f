// What this part of the workspace says, in the language that is spoken.
import { oversight } from '../words/en/oversight.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('oversight', oversight);
