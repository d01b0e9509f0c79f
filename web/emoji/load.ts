// The names of emoji in a language, each a file of its own that comes when it is first wanted; in English where they do
// not come.
import { type Named, naming } from './index.ts';

const files = {
  ar: () => import('./names/ar.ts'),
  de: () => import('./names/de.ts'),
  en: () => import('./names/en.ts'),
  es: () => import('./names/es.ts'),
  fr: () => import('./names/fr.ts'),
  ja: () => import('./names/ja.ts'),
  pt: () => import('./names/pt-BR.ts'),
};

/** Without names, signs can still be chosen: they then go by themselves. */
export const namesIn = (locale: string): Promise<Named> =>
  (files[locale.slice(0, 2) as keyof typeof files] ?? files.en)()
    .catch(files.en)
    .catch(() => ({ names: '' }))
    .then(naming);
