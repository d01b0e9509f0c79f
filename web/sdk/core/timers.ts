// Every wait of the client, by name: a new one replaces the old, none begins unless the client
// runs, and closing ends them all. The only timers beside these are the limits of HTTP calls,
// which may also be made by a client that was never started.
import type { Environment, TimerId } from './types.ts';

export type Timers = ReturnType<typeof createTimers>;

export function createTimers(env: Environment, running: () => boolean) {
  const waits = new Map<string, TimerId>();

  function cancel(...names: string[]) {
    for (const name of names) {
      env.clearTimeout(waits.get(name));
      waits.delete(name);
    }
  }

  return {
    after(name: string, ms: number, run: () => void) {
      cancel(name);
      const due = () => {
        waits.delete(name);
        run();
      };
      if (running()) waits.set(name, env.setTimeout(due, ms));
    },
    cancel,
    has: (name: string) => waits.has(name),
    close: () => cancel(...waits.keys()),
  };
}

/**
 * How long to wait before trying again: 0.5 s doubling to 30 s, the upper half of it by chance so
 * that a crowd of clients does not come back in step.
 */
export function backoff(env: Environment, attempt: number): number {
  const half = Math.min(15_000, 250 * 2 ** attempt);
  return half + half * env.random();
}
