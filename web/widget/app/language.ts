// Which language the widget speaks: the first of the wishes (the page's word, the inbox's, the page's
// own language, the browser's) that is spoken here, else English. English is always there; the others
// are lazy parts like all that are.
import { en, type Words } from '../locales/en.ts';
import { languages } from './later.ts';

/** A language in any of its regions: `pt` and `pt-PT` find Brazil's, `de-AT` finds German. */
const SPOKEN = /^(ar|de|en|es|fr|ja|pt)(?![a-z])/i;

/** The first of the wishes that can be granted. */
export const chosen = (wishes: readonly (string | null | undefined)[]): string =>
  wishes.find((wish) => wish && SPOKEN.test(wish)) ?? 'en';

/** The part with the words of a language that was `chosen`; English has none. */
export const partOf = (wish: string) =>
  languages[wish.slice(0, 2).toLowerCase() as keyof typeof languages];

/** Its words: undefined while they are on their way, English where they did not come. */
export function wordsOf(wish: string): Words | undefined {
  const part = partOf(wish);
  if (part && part.here === undefined) return;
  const words = part?.here?.language ?? en;
  // Times and days as the region writes them; in Arabic they have the digits of its words.
  return part?.here === null || !/^(?!ar)[a-z]{2}-[a-z]{2}$/i.test(wish)
    ? words
    : { ...words, locale: wish };
}

/** What a refusal means to the visitor. */
export const why = (
  { refused }: Pick<Words, 'refused'>,
  error?: { code?: string; message: string } | null,
) => refused[error?.code ?? ''] ?? refused.other ?? error?.message;
