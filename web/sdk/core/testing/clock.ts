// A clock that only moves when told to, so that tests of waiting take no time and always agree.
// Not part of the product's bundles.

export class FakeClock {
  // Its negative, cut to 32 bits, is 11 days: whoever waits for "long ago" is found out.
  time = 1_790_000_000_000;
  private timers = new Map<number, { at: number; run: () => void }>();
  private next = 1;

  now = () => this.time;

  setTimeout = (run: () => void, ms: number): number => {
    const id = this.next++;
    // As in browsers: a signed 32-bit number, so that a time long past may mean weeks ahead.
    this.timers.set(id, { at: this.time + Math.max(0, ms | 0), run });
    return id;
  };

  clearTimeout = (id: unknown): void => {
    this.timers.delete(id as number);
  };

  /** How many timers are waiting. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets promises settle without moving the time. */
  async settle(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    for (;;) {
      let first: number | null = null;
      for (const [id, { at }] of this.timers)
        if (at <= end && (first === null || at < this.timers.get(first)!.at)) first = id;
      if (first === null) break;
      const { at, run } = this.timers.get(first)!;
      this.timers.delete(first);
      this.time = Math.max(this.time, at);
      run();
      await this.settle();
    }
    this.time = end;
  }
}

/** mulberry32: small, seedable, good enough to choose faults. */
export function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
