// The words that many parts share, in the language that is spoken.
import { everywhere as english } from './en/everywhere.ts';
import { spoken } from './language.ts';

export const everywhere = spoken('everywhere', english);
