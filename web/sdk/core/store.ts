// Holds the one immutable State and says when it changed. Untouched parts keep their identity, so
// a selector that returns a part is stable. Knows nothing of network, time or who listens.
import type { State, Thread } from './types.ts';
import type { Conversation } from './wire.ts';

export type Store = ReturnType<typeof createStore>;

export function createStore(changed: () => void) {
  let state: State = {
    connection: { phase: 'idle', transport: null, retry_at: null, waiting: 0 },
    me: null,
    conversations: {},
    threads: {},
    unread: 0,
    bad_frames: 0,
  };

  function set(patch: Partial<State>) {
    const next = patched(state, patch);
    if (next === state) return;
    state = next;
    changed();
  }

  return {
    get: () => state,
    set,
    connection(patch: Partial<State['connection']>) {
      set({ connection: patched(state.connection, patch) });
    },
    thread(id: string, patch: Partial<Thread>) {
      const old = state.threads[id];
      const next = patched(old ?? emptyThread(id), patch);
      if (next !== old) set({ threads: { ...state.threads, [id]: next } });
    },
    conversations(rows: readonly Conversation[], kept = state.conversations) {
      const conversations = { ...kept };
      for (const row of rows) conversations[row.id] = row;
      let unread = 0;
      for (const { muted, unread: more } of Object.values(conversations))
        if (!muted) unread += more;
      set({ conversations, unread });
    },
  };
}

/** The same object when the patch changes nothing. */
function patched<T extends object>(old: T, patch: Partial<T>): T {
  for (const key in patch) if (old[key] !== patch[key]) return { ...old, ...patch };
  return old;
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
