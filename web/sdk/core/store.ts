// Holds the one immutable State and tells listeners that it changed. Untouched parts keep their
// identity, so a selector that returns a part is stable. Knows nothing of network or time.
import type { State, Thread } from './types.ts';
import type { Conversation } from './wire.ts';

export type Store = ReturnType<typeof createStore>;

export function createStore() {
  let state: State = {
    connection: { phase: 'idle', transport: null, retry_at: null, waiting: 0 },
    me: null,
    epoch: null,
    conversations: {},
    threads: {},
    unread: 0,
    bad_frames: 0,
  };
  const listeners = new Set<() => void>();

  function set(patch: Partial<State>) {
    const changed = Object.keys(patch) as (keyof State)[];
    if (changed.every((key) => state[key] === patch[key])) return;
    state = { ...state, ...patch };
    for (const listener of [...listeners]) listener();
  }

  return {
    get: () => state,
    set,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    connection(patch: Partial<State['connection']>) {
      const now = state.connection;
      const next = { ...now, ...patch };
      if (
        now.phase !== next.phase ||
        now.transport !== next.transport ||
        now.retry_at !== next.retry_at ||
        now.waiting !== next.waiting
      )
        set({ connection: next });
    },
    thread(id: string, patch: Partial<Thread>) {
      const thread: Thread = {
        ...(state.threads[id] ?? emptyThread(id)),
        ...patch,
      };
      set({ threads: { ...state.threads, [id]: thread } });
    },
    dropThread(id: string) {
      const { [id]: _, ...threads } = state.threads;
      set({ threads });
    },
    conversations(rows: readonly Conversation[], gone: readonly string[] = []) {
      if (!rows.length && !gone.length) return;
      const conversations = { ...state.conversations };
      for (const row of rows) conversations[row.id] = row;
      for (const id of gone) delete conversations[id];
      let unread = 0;
      for (const id in conversations) unread += conversations[id]!.unread;
      set({ conversations, unread });
    },
  };
}

export const emptyThread = (id: string): Thread => ({
  id,
  status: 'loading',
  error: null,
  messages: [],
  outgoing: [],
  events: [],
  last_seq: 0,
  has_older: false,
  loading_older: false,
  participants: [],
  typing: [],
  present: [],
});
