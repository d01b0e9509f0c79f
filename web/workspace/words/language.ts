// Which language the workspace speaks: the person's own choice on this device, else the browser's first
// that is spoken here, else English. It is settled before anything is drawn and holds until the page is
// loaded anew, so words are plain constants everywhere.
import { speak } from '@antiphon/ui/say.ts';
import type { Words } from './en/index.ts';

/** By its own name, as somebody looks for it who cannot read the one that is spoken. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  'pt-BR': 'Português (Brasil)',
  ja: '日本語',
  ar: 'العربية',
};

export type Language = keyof typeof languages;

/** English comes with the parts that say it; each other language as a whole, when it is spoken. */
const parts: Record<Exclude<Language, 'en'>, () => Promise<{ words: Words }>> = {
  de: () => import('./de/index.ts'),
  fr: () => import('./fr/index.ts'),
  es: () => import('./es/index.ts'),
  'pt-BR': () => import('./pt-BR/index.ts'),
  ja: () => import('./ja/index.ts'),
  ar: () => import('./ar/index.ts'),
};

/** A language in any of its regions: `pt` and `pt-PT` find Brazil's, `de-AT` finds German. */
export function spokenFor(wish: string): Language | undefined {
  const base = wish.toLowerCase().split('-')[0];
  return (Object.keys(languages) as Language[]).find(
    (one) => one.split('-')[0]?.toLowerCase() === base,
  );
}

/** What is spoken, and how it writes times and numbers: as the browser's region does, where it has one. */
export function choose(
  wish: Language | null,
  wishes: readonly string[],
): { language: Language; locale: string } {
  const language = wish ?? wishes.map(spokenFor).find((one) => one !== undefined) ?? 'en';
  const region = wishes.find((one) => spokenFor(one) === language);
  // In Arabic numbers have the digits that its sentences have, whatever the region.
  return { language, locale: language === 'ar' ? language : (region ?? language) };
}

const place = 'antiphon.language';

/** The choice on this device; null follows the browser. */
export function ownChoice(): Language | null {
  try {
    const kept = localStorage.getItem(place) ?? '';
    return Object.hasOwn(languages, kept) ? (kept as Language) : null;
  } catch {
    return null;
  }
}

/** Keeps the choice; it is spoken when the page is loaded anew. */
export function keepChoice(language: Language | null): void {
  try {
    if (language === null) localStorage.removeItem(place);
    else localStorage.setItem(place, language);
  } catch {
    // Without storage the browser's own language stays.
  }
}

export let locale = 'en';
let said: Words | undefined;

/** Loads what is to be spoken. Where its words do not come it is English, said of the page too. */
export async function begin(): Promise<void> {
  const chosen = choose(ownChoice(), navigator.languages);
  if (chosen.language !== 'en') {
    const loaded = await parts[chosen.language]().catch(() => null);
    if (!loaded) return;
    said = loaded.words;
    speak(said.ui);
  }
  locale = chosen.locale;
  document.documentElement.lang = chosen.language;
  if (chosen.language === 'ar') document.documentElement.dir = 'rtl';
}

/** The words of one part in the language that is spoken. */
export function spoken<Part extends keyof Words>(part: Part, english: Words[Part]): Words[Part] {
  return said?.[part] ?? english;
}

export const number = (n: number): string => n.toLocaleString(locale);

/** "Ana, Ben and Chloé". English without the comma before "and". */
export const list = (names: string[]): string =>
  new Intl.ListFormat(locale.startsWith('en') ? 'en-GB' : locale).format(names);
