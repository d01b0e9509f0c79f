// The names of emoji in the language that is spoken, and the words around them.
import type { Named } from '@antiphon/emoji';
import { namesIn } from '@antiphon/emoji/load.ts';
import type { Words } from '../../locales/en.ts';
import { emoji } from '../../locales/en-emoji.ts';

export const wordsOf = ({ signs }: Words) => signs ?? emoji;

export const named = ({ locale }: Words): Promise<Named> => namesIn(locale);
