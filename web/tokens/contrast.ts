// Reads tokens.css and does the arithmetic of contrast: oklch → sRGB → relative
// luminance → WCAG ratio. Knows nothing of which pairs matter; the test lists them.

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
  const parts = colour.match(/^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/);
  if (!parts) throw new Error(`not an opaque oklch colour: ${colour}`);
  const [l, c, h] = [Number(parts[1]) / 100, Number(parts[2]), (Number(parts[3]) * Math.PI) / 180];
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  // Björn Ottosson's OKLab matrices, as CSS Color 4 gives them.
  const [long, medium, short] = [
    (l + 0.3963377774 * a + 0.2158037573 * b) ** 3,
    (l - 0.1055613458 * a - 0.0638541728 * b) ** 3,
    (l - 0.0894841775 * a - 1.291485548 * b) ** 3,
  ];
  const clip = (channel: number) => Math.min(1, Math.max(0, channel));
  const red = clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
