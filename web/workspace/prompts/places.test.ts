// The numbers of an order: few change, they end up apart, and they are ones the server takes.
import { expect, it } from 'vitest';
import { inOrder, LAST_PLACE, type Placed, placesFor } from './places.ts';

const one = (id: string, order: number): Placed => ({ id, order });

/** The ids in the order that the server gives them in once the changes are kept. */
function after(all: Placed[], changes: Placed[]): string {
  const changed = all.map((own) => changes.find((change) => change.id === own.id) ?? own);
  return inOrder(changed)
    .map(({ id }) => id)
    .join('');
}

it('two neighbours that change places change their numbers, and nobody else', () => {
  const wanted = [one('a', 0), one('c', 7), one('b', 3), one('d', 9)];
  expect(placesFor(wanted)).toEqual([one('c', 3), one('b', 7)]);
  expect(after(wanted, placesFor(wanted))).toBe('acbd');
});

it('nothing changes where all stand as wanted', () => {
  expect(placesFor([one('a', 0), one('b', 5)])).toEqual([]);
  expect(placesFor([])).toEqual([]);
});

it('numbers that are the same come apart', () => {
  const wanted = [one('b', 4), one('a', 4), one('c', 4), one('d', 9)];
  expect(after(wanted, [])).toBe('abcd');
  expect(placesFor(wanted)).toEqual([one('a', 5), one('c', 6)]);
  expect(after(wanted, placesFor(wanted))).toBe('bacd');
});

it('all begin anew where there is no number left behind the last', () => {
  const wanted = [one('b', LAST_PLACE), one('a', LAST_PLACE)];
  expect(placesFor(wanted)).toEqual([one('b', 0), one('a', 1)]);
});
