// From an `oklch(L% C H)` of tokens.css to sRGB: for the arithmetic of contrast, and for apps whose
// screens know no oklch.

/**
 * Red, green and blue in linear light, 0 to 1. Clips to sRGB as browsers do for display.
 * @param {string} colour opaque
 * @returns {[number, number, number]}
 */
export function linear(colour) {
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
  /** @param {number} channel */
  const clip = (channel) => Math.min(1, Math.max(0, channel));
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/**
 * As `#rrggbb`.
 * @param {string} colour opaque
 */
export const hex = (colour) =>
  `#${linear(colour)
    .map((channel) =>
      channel <= 0.0031308 ? 12.92 * channel : 1.055 * channel ** (1 / 2.4) - 0.055,
    )
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
