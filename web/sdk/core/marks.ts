// Small things said often: how far this person has read and received, and that they type. Batches
// read and delivered to one a second, typing to one in three; repeats positions until the server
// is known to have them. Does not decide what counts as read.
import type { Environment, TimerId } from './types.ts';

export type MarkKind = 'read' | 'delivered';

const BATCH = 1_000;
const TYPING_EVERY = 3_000;

export function createMarks(
  env: Environment,
  /** Resolves true when it was handed over, false when it must be tried again later. */
  post: (kind: MarkKind, conversation_id: string, seq: number) => Promise<boolean>,
  typing: (conversation_id: string, is_typing: boolean, audience?: string) => void,
) {
  const due = new Map<string, { kind: MarkKind; id: string; seq: number }>();
  const told = new Map<string, number>();
  const typed = new Map<string, number>();
  let timer: TimerId | null = null;
  let flushed = -BATCH;

  function plan() {
    if (timer !== null || !due.size) return;
    timer = env.setTimeout(flush, Math.max(0, flushed + BATCH - env.now()));
  }

  function flush() {
    timer = null;
    flushed = env.now();
    for (const [key, { kind, id, seq }] of [...due]) {
      // Whoever read it has received it: one of the two is enough.
      if (
        kind === 'delivered' &&
        (due.get(`read ${id}`)?.seq ?? told.get(`read ${id}`) ?? 0) >= seq
      ) {
        due.delete(key);
        continue;
      }
      void post(kind, id, seq).then((done) => {
        if (!done) return;
        told.set(key, Math.max(told.get(key) ?? 0, seq));
        if (due.get(key)?.seq === seq) due.delete(key);
      });
    }
  }

  return {
    mark(kind: MarkKind, id: string, seq: number) {
      const key = `${kind} ${id}`;
      if (seq <= Math.max(told.get(key) ?? 0, due.get(key)?.seq ?? 0)) return;
      due.set(key, { kind, id, seq });
      plan();
    },
    /** What the server has; anything further that was said to a dying socket is due again. */
    known(kind: MarkKind, id: string, seq: number) {
      const key = `${kind} ${id}`;
      const said = told.get(key) ?? 0;
      told.set(key, seq);
      if (said > seq && !due.has(key)) due.set(key, { kind, id, seq: said });
      plan();
    },
    flush: plan,
    type(id: string, is_typing: boolean, audience?: string) {
      const last = typed.get(id);
      if (is_typing ? last !== undefined && env.now() - last < TYPING_EVERY : last === undefined)
        return;
      if (is_typing) typed.set(id, env.now());
      else typed.delete(id);
      typing(id, is_typing, audience);
    },
    close() {
      if (timer !== null) env.clearTimeout(timer);
      timer = null;
      typed.clear();
    },
  };
}
