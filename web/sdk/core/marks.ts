// Small things said often: how far this person has read and received, and that they type. Batches
// read and delivered to one a second, typing to one in three; repeats positions until the server
// is known to have them. Does not decide what counts as read.
import type { Timers } from './timers.ts';
import type { Environment } from './types.ts';

export type MarkKind = 'read' | 'delivered';

interface Mark {
  kind: MarkKind;
  id: string;
  /** How far the server should know us to be, and how far it was told. */
  due: number;
  told: number;
}

const BATCH = 1_000;
const TYPING_EVERY = 3_000;

export type Marks = ReturnType<typeof createMarks>;

export function createMarks(
  env: Environment,
  timers: Timers,
  /** Resolves true when it was handed over, false when it must be said again later. */
  say: (type: string, conversation_id: string, body: object, method?: string) => Promise<boolean>,
) {
  const marks = new Map<string, Mark>();
  /** When it was last said that they type; 0 once they stopped. */
  const typed = new Map<string, number>();
  let flushed = 0;

  function markOf(kind: MarkKind, id: string): Mark {
    const key = `${kind} ${id}`;
    const mark = marks.get(key) ?? { kind, id, due: 0, told: 0 };
    marks.set(key, mark);
    return mark;
  }

  function plan() {
    timers.after('marks', Math.max(0, flushed + BATCH - env.now()), flush);
  }

  function flush() {
    flushed = env.now();
    for (const mark of marks.values()) {
      const { kind, id, due, told } = mark;
      // Whoever read it has received it: one of the two is enough.
      if (due <= told || (kind === 'delivered' && markOf('read', id).due >= due)) continue;
      void say(kind, id, { seq: due }, 'PUT').then((done) => {
        if (done) mark.told = Math.max(mark.told, due);
      });
    }
  }

  return {
    mark(kind: MarkKind, id: string, seq: number) {
      const mark = markOf(kind, id);
      mark.due = Math.max(mark.due, seq);
      plan();
    },
    /** What the server has; anything further that was said to a dying socket is due again. */
    known(id: string, read: number) {
      markOf('read', id).told = read;
      plan();
    },
    plan,
    type(id: string, is_typing: boolean, audience?: string) {
      const last = typed.get(id) ?? 0;
      const now = is_typing ? env.now() : 0;
      if (is_typing ? now - last < TYPING_EVERY : !last) return;
      typed.set(id, now);
      void say('typing', id, { is_typing, audience });
    },
  };
}
