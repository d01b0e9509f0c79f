// The comparison of pictures itself: finds what changed, forgives what only another rasteriser did.
import { expect, it } from 'vitest';
import { decode, difference, encode } from './harness-pictures.ts';

const width = 120;
const height = 90;
const paint = (colour: (x: number, y: number) => [number, number, number]) => {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgb.set(colour(x, y), (y * width + x) * 3);
  return { width, height, rgb };
};
const page = paint((x, y) =>
  x > 30 && x < 90 && y > 30 && y < 60 ? [0, 110, 105] : [250, 249, 245],
);

it('reads what it wrote', () => {
  expect(decode(encode(page))).toEqual(page);
});

it('finds a box that moved, and one that is gone', () => {
  const moved = paint((x, y) =>
    x > 36 && x < 96 && y > 30 && y < 60 ? [0, 110, 105] : [250, 249, 245],
  );
  const gone = paint(() => [250, 249, 245]);
  expect(difference(page, moved)).toBeGreaterThan(0.015);
  expect(difference(page, gone)).toBeGreaterThan(0.1);
});

it('forgives a shimmer at the edges', () => {
  const shimmer = paint((x, y) => {
    const inside = x > 30 && x < 90 && y > 30 && y < 60;
    const noise = ((x * 7 + y * 13) % 9) - 4;
    return inside
      ? [4 + noise, 110 + noise, 105 + noise]
      : [250 + noise / 2, 249 + noise / 2, 245 + noise / 2];
  });
  expect(difference(page, shimmer)).toBe(0);
});
