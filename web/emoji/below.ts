// Walking by arrow keys through signs as they stand on the screen.

/** The nearest in the next row, down (1) or up (-1), as they stand on the screen. */
export function below(
  all: readonly HTMLElement[],
  at: number,
  step: 1 | -1,
): HTMLElement | undefined {
  const from = all[at]!.getBoundingClientRect();
  let best: HTMLElement | undefined;
  let row = 0;
  let off = 0;
  for (let nth = at + step; nth >= 0 && nth < all.length; nth += step) {
    const { top, left } = all[nth]!.getBoundingClientRect();
    if ((top - from.top) * step < 1) continue;
    if (best && Math.abs(top - row) > 1) break;
    const away = Math.abs(left - from.left);
    if (!best || away < off) [best, row, off] = [all[nth], top, away];
  }
  return best;
}
