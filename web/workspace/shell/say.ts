// What this part of the workspace says, in the language that is spoken.
import { shell } from '../words/en/shell.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('shell', shell);
