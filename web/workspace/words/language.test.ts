// Which language is spoken, and how it writes: the own choice, the browser's wishes in their order, English.
import { afterEach, expect, it } from 'vitest';
import { choose, keepChoice, list, ownChoice, spokenFor } from './language.ts';

afterEach(() => localStorage.clear());

it('finds a language in any of its regions', () => {
  expect(spokenFor('de-AT')).toBe('de');
  expect(spokenFor('pt')).toBe('pt-BR');
  expect(spokenFor('pt-PT')).toBe('pt-BR');
  expect(spokenFor('fr')).toBe('fr');
  expect(spokenFor('da')).toBeUndefined();
});

it('takes the own choice, then what the browser wishes first and is spoken, then English', () => {
  expect(choose('fr', ['de-DE', 'en'])).toEqual({ language: 'fr', locale: 'fr' });
  expect(choose(null, ['da-DK', 'de-AT', 'en'])).toEqual({ language: 'de', locale: 'de-AT' });
  expect(choose(null, ['da-DK'])).toEqual({ language: 'en', locale: 'en' });
});

it('writes times and numbers as the region does, in Arabic with the digits of its sentences', () => {
  expect(choose(null, ['en-GB']).locale).toBe('en-GB');
  expect(choose('en', ['de-DE', 'en-AU']).locale).toBe('en-AU');
  expect(choose(null, ['ar-EG']).locale).toBe('ar');
});

it('keeps a choice on this device, and nothing but a language', () => {
  expect(ownChoice()).toBeNull();
  keepChoice('ja');
  expect(ownChoice()).toBe('ja');
  keepChoice(null);
  expect(ownChoice()).toBeNull();
  localStorage.setItem('antiphon.language', 'toString');
  expect(ownChoice()).toBeNull();
});

it('joins names as the language does', () => {
  expect(list(['Ana', 'Ben', 'Chloé'])).toBe('Ana, Ben and Chloé');
});
