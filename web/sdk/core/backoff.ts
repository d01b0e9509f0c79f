// How long to wait before trying again: 0.5 s doubling to 30 s, the upper half of it by chance so
// that a crowd of clients does not come back in step. Pure; the caller keeps count and time.

export const backoff = (attempt: number, random: number): number => {
  const top = Math.min(30_000, 500 * 2 ** attempt);
  return top / 2 + (random * top) / 2;
};
