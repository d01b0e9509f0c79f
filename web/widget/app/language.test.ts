// Which of many wishes is granted, what is spoken meanwhile and when a language does not come, and
// what a refusal means in it.
import { expect, it, vi } from 'vitest';
import { language as de } from '../locales/de.ts';
import { en } from '../locales/en.ts';
import { chosen, partOf, why, wordsOf } from './language.ts';
import { languages } from './later.ts';

it('grants the first wish that is spoken here, whatever its region', () => {
  expect(chosen([undefined, null, '', 'nl', 'de-AT', 'fr'])).toBe('de-AT');
  expect(chosen(['pt', 'en'])).toBe('pt');
  expect(chosen(['PT-pt'])).toBe('PT-pt');
  expect(chosen(['ar-EG'])).toBe('ar-EG');
  // Other languages that begin with the same letters.
  expect(chosen(['est', 'arn', 'jav', 'den'])).toBe('en');
  // No neighbour speaks for these.
  expect(chosen(['he', 'fa', 'zh'])).toBe('en');
  expect(chosen([])).toBe('en');
});

it('speaks once the words are here, in the region that was wished', async () => {
  expect(wordsOf('en')).toBe(en);
  expect(wordsOf('en-GB')).toEqual({ ...en, locale: 'en-GB' });
  expect(wordsOf('de-AT')).toBeUndefined();
  await new Promise<void>((told) => partOf('de-AT').want(told));
  expect(wordsOf('de')).toBe(de);
  expect(wordsOf('de-AT')).toEqual({ ...de, locale: 'de-AT' });
  await new Promise<void>((told) => partOf('pt').want(told));
  expect(wordsOf('pt')?.locale).toBe('pt-BR');
  // One kind of digits in one text.
  await new Promise<void>((told) => partOf('ar-EG').want(told));
  expect(wordsOf('ar-EG')?.locale).toBe('ar');
});

it('speaks English when a language did not come', () => {
  const { fr } = languages;
  vi.spyOn(fr, 'here', 'get').mockReturnValue(null as never);
  expect(wordsOf('fr-CA')).toBe(en);
});

it('says a refusal in its language, and in English as the server does', () => {
  const blocked = { code: 'blocked', message: 'The team has blocked you.' };
  expect(why(en, blocked)).toBe(blocked.message);
  expect(why(de, blocked)).toBe(de.refused.blocked);
  expect(why(de, { code: 'something_new', message: 'Something new.' })).toBe(de.refused.other);
});
