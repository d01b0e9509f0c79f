// Every further language is whole: each word of English, each plural form of its own, nothing empty,
// and nothing left in English but what is written alike.
import { expect, it, vi } from 'vitest';
import { language as ar } from './ar.ts';
import { language as de } from './de.ts';
import { en } from './en.ts';
import { emoji } from './en-emoji.ts';
import { files } from './en-files.ts';
import { launcher } from './en-launcher.ts';
import { language as es } from './es.ts';
import { language as fr } from './fr.ts';
import { language as ja } from './ja.ts';
import { language as pt } from './pt-BR.ts';

/** The forms that were named, by language. */
const named = vi.hoisted(() => new Map<string, object[]>());

vi.mock('./plural.ts', async (real) => {
  const { plural } = await real<typeof import('./plural.ts')>();
  return {
    plural: (locale: string) => {
      const count = plural<Intl.LDMLPluralRule>(locale);
      return (n: number, forms: Record<Intl.LDMLPluralRule, string>) => {
        named.set(locale, [...(named.get(locale) ?? []), forms]);
        return count(n, forms);
      };
    },
  };
});

type Flat = Map<string, unknown>;

function flat(value: unknown, path = '', into: Flat = new Map()): Flat {
  if (value && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) flat(one, path ? `${path}.${key}` : key, into);
  else into.set(path, value);
  return into;
}

/** One sentence of each entry; a name comes where one is asked for. */
const said = (value: unknown) =>
  typeof value === 'function'
    ? (value as (a: unknown, b: unknown) => string)(...sample(value))
    : (value as string);

/** Whoever takes a number counts with it. */
const sample = (value: object): [unknown, unknown] =>
  /\bcount\(/.test(String(value)) ? [3, ''] : ['Ana', 'Bo'];

const english = flat({ ...en, launcher, files, signs: emoji });
const languages = { ar, de, es, fr, ja, 'pt-BR': pt };

/** What is spelled as in English. */
const alike: Record<string, string[]> = {
  de: ['emoji'],
  es: [],
  fr: ['signs.groups.2'], // Nature
  'pt-BR': [],
  ja: [],
  ar: [],
};

it.each(Object.entries(languages))('%s says everything, in its own words', (locale, language) => {
  const own = flat(language);
  // A refusal is said by the server in English; the codes are the language's own.
  const keys = (all: Flat) => [...all.keys()].filter((key) => !key.includes('refused')).sort();
  expect(keys(own)).toEqual(keys(english));
  for (const [key, value] of own) {
    expect(said(value).trim(), key).not.toBe('');
    expect(said(value), key).not.toContain('undefined');
    expect(said(value), key).not.toContain('#');
    if (key !== 'locale' && english.has(key) && !alike[locale]!.includes(key))
      expect(said(value), key).not.toBe(said(english.get(key)));
  }
  expect(language.locale).toBe(locale);
  expect(language.signs.groups).toHaveLength(emoji.groups.length);
  expect(language.signs.quick).toHaveLength(emoji.quick.length);
});

it.each([...Object.keys(languages), 'en'])('%s has each of its plural forms', (locale) => {
  for (const value of (locale === 'en'
    ? english
    : flat(languages[locale as keyof typeof languages])
  ).values())
    said(value);
  const forms = named.get(locale)!;
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  expect(forms.length).toBeGreaterThanOrEqual(7);
  for (const one of forms) {
    expect(Object.keys(one).sort()).toEqual([...pluralCategories].sort());
    for (const form of Object.values(one)) expect(form.trim()).not.toBe('');
  }
});

it('counts in Arabic as Arabic counts', () => {
  const forms = [0, 1, 2, 3, 11, 100].map((n) => ar.unread(n));
  expect(new Set(forms).size).toBe(6);
  expect(ar.unread(2)).toBe('رسالتان غير مقروءتين: 2');
  expect(ar.unread(7)).toBe('7 رسائل غير مقروءة');
});

it('writes large numbers as the language does', () => {
  expect(de.olderLoaded(1200)).toBe('1.200 ältere Nachrichten geladen');
  expect(fr.unread(0)).toBe('0 message non lu');
  expect(es.unread(1_000_000)).toBe('1.000.000 de mensajes sin leer');
});
