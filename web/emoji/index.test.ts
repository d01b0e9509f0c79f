// Names for every emoji in every language, finding by words, what was used last without a storage that
// works, and where a sign goes into a text.
import { afterEach, expect, it, vi } from 'vitest';
import { groups, naming, recent, used } from './index.ts';
import { inserted } from './inserted.ts';
import * as ar from './names/ar.ts';
import * as de from './names/de.ts';
import * as en from './names/en.ts';
import * as es from './names/es.ts';
import * as fr from './names/fr.ts';
import * as ja from './names/ja.ts';
import * as pt from './names/pt-BR.ts';

afterEach(() => vi.unstubAllGlobals());

const all = groups.flat();

it('offers each emoji once', () => {
  expect(new Set(all).size).toBe(all.length);
  for (const sign of all) expect([...new Intl.Segmenter().segment(sign)]).toHaveLength(1);
});

it.each(Object.entries({ ar, de, en, es, fr, ja, pt }))('names each of them in %s', (_, file) => {
  expect(file.names.trim().split('\n')).toHaveLength(all.length);
  const { nameOf } = naming(file);
  for (const sign of all) expect(nameOf(sign), sign).toMatch(/\p{L}{1}/u);
});

it('finds by the beginning of words first, without accents and in any order', () => {
  const signs = (text: string, file = en) =>
    naming(file)
      .find(text)
      .map(({ sign }) => sign);
  expect(signs('thumbs up')[0]).toBe('👍');
  expect(signs('UP thumb')[0]).toBe('👍');
  expect(signs('coeur rouge', fr)).toContain('❤️');
  expect(signs('daumen', de)).toContain('👍');
  expect(signs('笑顔', ja)).toContain('😀');
  expect(signs('قلب', ar)).toContain('❤️');
  expect(signs('no such thing')).toEqual([]);
});

it('goes by the sign where a name is missing', () => {
  expect(naming({ names: '' }).nameOf('👍')).toBe('👍');
});

it('keeps those used last, each once, and lives without a storage', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  expect(recent()).toEqual([]);
  for (const sign of ['👍', '🎉', '👍']) used(sign);
  expect(recent()).toEqual(['👍', '🎉']);
  for (const sign of all.slice(0, 30)) used(sign);
  expect(recent()).toHaveLength(16);
  kept.set('antiphon.emoji', '{"not": "a list"}');
  expect(recent()).toEqual([]);
  const closed = () => {
    throw new Error('closed');
  };
  vi.stubGlobal('localStorage', { getItem: closed, setItem: closed });
  expect(recent()).toEqual([]);
  expect(() => used('👍')).not.toThrow();
});

it('puts a sign at the caret, or in place of what is selected', () => {
  expect(inserted('ab', '👍', 1)).toEqual(['a👍b', 3]);
  expect(inserted('hello', '🎉', 1, 4)).toEqual(['h🎉o', 3]);
});
