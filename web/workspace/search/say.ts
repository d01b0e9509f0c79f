// What this part of the workspace says, in the language that is spoken.
import { search } from '../words/en/search.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('search', search);
