// Reads tokens.css and does the arithmetic of contrast: oklch → sRGB → relative
// luminance → WCAG ratio. Knows nothing of which pairs matter; the test lists them.

import { linear } from './colour.mjs';

export type Theme = 'light' | 'dark';

/** Custom properties as written, name without the leading dashes. */
export function readTokens(css: string): Map<string, string> {
  const tokens = new Map<string, string>();
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [, name, value] of bare.matchAll(/--([a-z0-9-]+)\s*:\s*([^;]+);/g)) {
    if (name && value) tokens.set(name, value.trim().replace(/\s+/g, ' '));
  }
  return tokens;
}

/** The value of a token in one theme: follows light-dark() at the top level. */
export function valueIn(tokens: Map<string, string>, name: string, theme: Theme): string {
  const value = tokens.get(name);
  if (value === undefined) throw new Error(`tokens.css has no --${name}`);
  const both = value.match(/^light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)$/);
  return both ? ((theme === 'light' ? both[1] : both[2]) as string) : value;
}

/** Relative luminance of an opaque `oklch(L% C H)`. Clips to sRGB as browsers do for display. */
export function luminance(colour: string): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
