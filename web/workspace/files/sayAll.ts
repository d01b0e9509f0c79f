// What the pages of all files say, in the language that is spoken.
import { allFiles } from '../words/en/all-files.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('allFiles', allFiles);
