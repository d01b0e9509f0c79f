// The numbers by which prompts stand in their order. Pure.

/** The server takes no higher place. */
export const LAST_PLACE = 1_000_000;

export interface Placed {
  id: string;
  order: number;
}

/** As the server puts them in order: by number, and by age where two have the same. */
export function inOrder<One extends Placed>(all: One[]): One[] {
  return [...all].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/**
 * Which ones need another number so that they stand as given. The numbers in use stay in use: only
 * ones that are not apart are moved on, and all begin anew where there is no room behind.
 */
export function placesFor(wanted: Placed[]): Placed[] {
  const numbers = wanted.map((one) => one.order).sort((a, b) => a - b);
  let next = 0;
  for (const [at, number] of numbers.entries()) {
    numbers[at] = Math.max(number, next);
    next = numbers[at] + 1;
  }
  const fits = next - 1 <= LAST_PLACE;
  return wanted.flatMap(({ id, order: was }, at) => {
    const order = fits ? (numbers[at] ?? at) : at;
    return order === was ? [] : { id, order };
  });
}
