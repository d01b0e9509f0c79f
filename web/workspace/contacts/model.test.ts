// Filters on their way to the server and the address, values in words.
import { expect, it } from 'vitest';
import {
  type Attribute,
  asFilter,
  asQuery,
  everybody,
  fromAddress,
  isNarrowed,
  shown,
  toAddress,
  typed,
} from './model.ts';

const of = (type: Attribute['type']): Attribute => ({
  id: '1',
  key: 'a',
  label: 'A',
  type,
  choices: [],
});

it('tells the server only what narrows, and no order beside a search', () => {
  expect(asFilter(everybody)).toEqual({});
  expect(asFilter({ ...everybody, standing: 'unverified', attribute: 'plan:Pro' })).toEqual({
    verified: false,
    attribute: 'plan:Pro',
  });
  expect(asQuery({ ...everybody, sort: 'created' }, { limit: '50' })).toBe('sort=created&limit=50');
  expect(asQuery({ ...everybody, sort: 'created', q: 'ana & co' })).toBe('q=ana+%26+co');
});

it('keeps filters in the address and finds them there', () => {
  const filters = { ...everybody, q: 'ana', standing: 'blocked' as const, attribute: 'a:b' };
  const address = toAddress(filters);
  expect(fromAddress(address.slice(address.indexOf('?')))).toEqual(filters);
  expect(toAddress(everybody)).toBe('/contacts');
  expect(fromAddress('?sort=nonsense&standing=x')).toEqual(everybody);
  expect([isNarrowed(everybody), isNarrowed({ ...everybody, sort: 'created' })]).toEqual([
    false,
    false,
  ]);
  expect(isNarrowed(filters)).toBe(true);
});

it('shows each value as people read it and takes what they type', () => {
  expect(shown(of('boolean'), true)).toBe('Yes');
  expect(shown(of('date'), '2026-02-28')).toMatch(/28/);
  expect(shown(of('date'), 'soon')).toBe('soon');
  expect(shown(of('number'), 12.5)).toBe('12.5');
  expect(typed(of('number'), ' 12,5 ')).toBe(12.5);
  expect(typed(of('number'), 'many')).toBe('many');
  expect(typed(of('boolean'), 'true')).toBe(true);
  expect(typed(of('text'), '  ')).toBeNull();
});
