// Every pair of text and ground, and every outline and ground, that a component
// draws, in both themes. Colours as they end up on a page with images or opacity
// are the browser tests' business.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, luminance, readTokens, type Theme, valueIn } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = readTokens(css);
const themes: Theme[] = ['light', 'dark'];

const surfaces = [
  'surface-sunken',
  'surface-paper',
  'surface-raised',
  'surface-float',
  'surface-hover',
  'surface-pressed',
  'surface-selected',
  'surface-field',
];

/** Text: 4.5:1. */
const text: [string, string[]][] = [
  ['ink', [...surfaces, 'amber-soft', 'red-soft', 'green-soft', 'accent-soft', 'surface-skeleton']],
  ['ink-soft', [...surfaces, 'accent-soft']],
  ['ink-faint', surfaces],
  ['ink-inverse', ['surface-inverse']],
  ['accent', ['surface-paper', 'surface-raised', 'surface-float', 'surface-sunken']],
  ['accent-ink', [...surfaces, 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover', 'accent-pressed']],
  ['amber-ink', [...surfaces, 'amber-soft']],
  ['red-ink', [...surfaces, 'red-soft', 'note-surface']],
  ['on-red', ['red-fill', 'red-fill-hover']],
  ['green-ink', [...surfaces, 'green-soft']],
  ['note-ink', ['note-surface']],
  ['note-ink-soft', ['note-surface']],
  ['accent-ink', ['note-surface']],
  ['on-bubble-own', ['bubble-own']],
  ['on-bubble-own-soft', ['bubble-own']],
  ['on-bubble-other', ['bubble-other']],
  ['on-bubble-other-soft', ['bubble-other']],
  ['avatar-ink', ['avatar-1', 'avatar-2', 'avatar-3', 'avatar-4', 'avatar-5']],
];

/** Outlines of controls, focus rings and marks that carry meaning: 3:1. */
const marks: [string, string[]][] = [
  [
    'line-strong',
    ['surface-sunken', 'surface-paper', 'surface-raised', 'surface-float', 'surface-field'],
  ],
  ['focus', [...surfaces, 'accent-soft', 'note-surface', 'bubble-other']],
  ['accent', [...surfaces]],
  ['amber-mark', ['surface-paper', 'surface-raised', 'surface-float', 'surface-sunken']],
  ['green-mark', ['surface-paper', 'surface-raised', 'surface-float', 'surface-sunken']],
  ['red-fill', ['surface-paper', 'surface-raised', 'surface-float', 'surface-sunken']],
];

function pairs(list: [string, string[]][]) {
  return themes.flatMap((theme) =>
    list.flatMap(([front, backs]) => backs.map((back) => ({ theme, front, back }))),
  );
}

const ratio = (theme: Theme, front: string, back: string) =>
  contrast(valueIn(tokens, front, theme), valueIn(tokens, back, theme));

describe('the arithmetic', () => {
  it('gives 21 for black on white', () => {
    expect(contrast('oklch(0% 0 0)', 'oklch(100% 0 0)')).toBeCloseTo(21, 1);
  });
  it('agrees with a colour worked out by hand: sRGB #777 has luminance 0.184', () => {
    expect(luminance('oklch(56.9% 0 0)')).toBeCloseTo(0.184, 2);
  });
});

describe('text on its ground', () => {
  it.each(pairs(text))('$front on $back reads in $theme', ({ theme, front, back }) => {
    expect(ratio(theme, front, back)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('outlines and marks on their ground', () => {
  it.each(pairs(marks))('$front on $back is seen in $theme', ({ theme, front, back }) => {
    expect(ratio(theme, front, back)).toBeGreaterThanOrEqual(3);
  });
});

describe('the file itself', () => {
  it('keeps everything in one selector list, so that shadow roots take it too', () => {
    const selectors = [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{/g)];
    expect(selectors.map(([, head]) => head?.trim().replace(/\s+/g, ' '))).toEqual([
      ':root, :host',
    ]);
  });
  it('gives each colour a light and a dark value', () => {
    const lonely = [...tokens].filter(
      ([, value]) => value.startsWith('oklch(') || /^#|^rgb|^hsl/.test(value),
    );
    expect(lonely).toEqual([]);
  });
});
