// The names of emoji in the language that is spoken, in English where they do not come, and the words
// around them.
import { type Named, naming } from '@antiphon/emoji';
import type { Words } from '../../locales/en.ts';
import { emoji } from '../../locales/en-emoji.ts';

const files = {
  ar: () => import('@antiphon/emoji/names/ar.ts'),
  de: () => import('@antiphon/emoji/names/de.ts'),
  en: () => import('@antiphon/emoji/names/en.ts'),
  es: () => import('@antiphon/emoji/names/es.ts'),
  fr: () => import('@antiphon/emoji/names/fr.ts'),
  ja: () => import('@antiphon/emoji/names/ja.ts'),
  pt: () => import('@antiphon/emoji/names/pt-BR.ts'),
};

export const wordsOf = ({ signs }: Words) => signs ?? emoji;

/** Without names, signs can still be chosen: they then go by themselves. */
export const named = ({ locale }: Words): Promise<Named> =>
  files[locale.slice(0, 2) as keyof typeof files]()
    .catch(files.en)
    .catch(() => ({ names: '' }))
    .then(naming);
