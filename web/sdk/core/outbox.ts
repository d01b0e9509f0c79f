// Messages written here that the server has not confirmed: kept in the storage so that a reload
// loses none, sent one after another per conversation, with the same client_msg_id until the
// server has it. Does not know how a message travels: `deliver` is given.
//
// Tabs share one storage. Each message is a record of its own (no list to overwrite) and names the
// tab that sends it; the others show it. What a tab leaves behind when it goes, the others take
// over at once; what a crash leaves behind, the next page does. Should two tabs therefore send the
// same message, the server takes it once.
import { backoff } from './backoff.ts';
import type { Environment, Outgoing, SendOptions, TimerId } from './types.ts';
import { isStored } from './validate.ts';
import type { Message, WireError } from './wire.ts';

export interface Item extends Outgoing {
  /** Order of writing among items of the same millisecond. */
  order: number;
  /** The tab that sends it; null when its tab went away in an orderly manner. */
  owner: string | null;
  /** Place in the log, known once the server confirmed. */
  seq: number | null;
}

/** What became of one attempt: it is in the log, it never will be, or it is to be tried again. */
export type Outcome =
  | { seq: number /** New for the message that began the conversation. */; conversation_id: string }
  | { refused: WireError }
  | { later: number | undefined };

export interface OutboxHooks {
  deliver(item: Item): Promise<Outcome>;
  /** The items of this conversation are not what they were. */
  changed(conversation_id: string): void;
  /** Confirmed, here or in another tab: its entry is or will be in the log at seq. */
  confirmed(conversation_id: string, seq: number, drafted: boolean): void;
}

export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox(env: Environment, scope: string, hooks: OutboxHooks) {
  const prefix = `antiphon.out.${scope}.`;
  const tab = env.uuid();
  const items = new Map<string, Item>();
  const busy = new Set<string>();
  let order = 0;
  let ready = false;
  let running = false;
  let retryTimer: TimerId | null = null;
  let attempt = 0;
  let unwatch: (() => void) | undefined;

  // ---- storage

  function save(item: Item) {
    try {
      env.storage?.setItem(prefix + item.client_msg_id, JSON.stringify(item));
    } catch {
      // No storage or no room: it lives in memory, as long as this page does.
    }
  }

  function forget(id: string) {
    try {
      env.storage?.removeItem(prefix + id);
    } catch {
      // As above.
    }
  }

  function load() {
    try {
      const { storage } = env;
      for (let i = 0; i < (storage?.length ?? 0); i++) {
        const key = storage!.key(i);
        if (key?.startsWith(prefix)) hear(key, storage!.getItem(key), true);
      }
    } catch {
      // A storage that cannot be read holds nothing for us.
    }
  }

  /** A record as found at the start or as another tab wrote it. */
  function hear(key: string | null, value: string | null, starting = false) {
    if (!key?.startsWith(prefix)) return;
    const id = key.slice(prefix.length);
    const known = items.get(id);
    if (value === null) {
      // Gone there: either confirmed (we heard "sent" just before) or thrown away.
      if (known && known.state !== 'sent') drop(known);
      return;
    }
    const item = read(value);
    if (!item || known?.state === 'sent') return;
    items.set(id, item);
    if (item.state === 'sending' && (starting || !item.owner)) {
      item.owner = tab;
      save(item);
      pump();
    }
    const from = known?.conversation_id ?? item.conversation_id;
    if (from !== item.conversation_id) rehome(from, item.conversation_id);
    settled(item, from);
  }

  const mine = (item: Item) => item.owner === tab;

  // ---- sending

  const inOrder = () =>
    [...items.values()].sort(
      (a, b) =>
        a.created_at - b.created_at ||
        a.order - b.order ||
        (a.client_msg_id < b.client_msg_id ? -1 : 1),
    );

  function pump() {
    if (!ready || !running || retryTimer !== null) return;
    const blocked = new Set(busy);
    for (const item of inOrder()) {
      if (item.state !== 'sending' || !mine(item) || blocked.has(item.conversation_id)) continue;
      blocked.add(item.conversation_id);
      busy.add(item.conversation_id);
      void attemptOne(item);
    }
  }

  async function attemptOne(item: Item) {
    const from = item.conversation_id;
    const outcome = await hooks.deliver(item);
    busy.delete(from);
    const now = items.get(item.client_msg_id);
    if ('later' in outcome) {
      if (ready && retryTimer === null)
        retryTimer = env.setTimeout(() => {
          retryTimer = null;
          pump();
        }, outcome.later ?? backoff(attempt++, env.random()));
    } else if (now && now.state !== 'sent') {
      attempt = 0;
      if ('refused' in outcome) replace({ ...now, state: 'failed', error: outcome.refused });
      else arrive(now, outcome);
    }
    pump();
  }

  function arrive(item: Item, { seq, conversation_id }: { seq: number; conversation_id: string }) {
    const from = item.conversation_id;
    const sent: Item = { ...item, state: 'sent', conversation_id, seq, error: null };
    items.set(item.client_msg_id, sent);
    // Written once more before it goes, so that the other tabs learn it arrived and where.
    save(sent);
    forget(item.client_msg_id);
    if (from !== conversation_id) rehome(from, conversation_id);
    settled(sent, from);
  }

  /** Tells of the new place first and empties the old one last: a screen shows it throughout. */
  function settled(item: Item, from: string) {
    const to = item.conversation_id;
    hooks.changed(to);
    if (item.state === 'sent') hooks.confirmed(to, item.seq!, from !== to);
    if (from !== to) hooks.changed(from);
  }

  /** What was written while the conversation did not exist yet now has a place to go. */
  function rehome(from: string, to: string) {
    for (const item of items.values())
      if (item.conversation_id === from && mine(item) && !busy.has(from)) {
        item.conversation_id = to;
        save(item);
      }
  }

  function replace(item: Item) {
    items.set(item.client_msg_id, item);
    save(item);
    hooks.changed(item.conversation_id);
  }

  function drop(item: Item) {
    items.delete(item.client_msg_id);
    forget(item.client_msg_id);
    hooks.changed(item.conversation_id);
  }

  return {
    start() {
      if (running) return;
      running = true;
      unwatch = env.onStorage?.((key, value) => hear(key, value));
      load();
      for (const id of new Set([...items.values()].map((item) => item.conversation_id)))
        hooks.changed(id);
    },
    /** Messages can travel now, or (false) no longer. */
    setReady(value: boolean) {
      ready = value;
      attempt = 0;
      env.clearTimeout(retryTimer);
      retryTimer = null;
      pump();
    },
    close() {
      running = ready = false;
      unwatch?.();
      env.clearTimeout(retryTimer);
      retryTimer = null;
      for (const item of items.values())
        if (mine(item) && item.state === 'sending') {
          item.owner = null;
          save(item);
        }
      items.clear();
    },
    add(
      conversation_id: string,
      text: string,
      { kind = 'message', reply_to = null }: SendOptions = {},
    ): string {
      const item: Item = {
        client_msg_id: env.uuid(),
        conversation_id,
        text,
        kind,
        reply_to,
        created_at: env.now(),
        state: 'sending',
        error: null,
        order: order++,
        owner: tab,
        seq: null,
      };
      replace(item);
      pump();
      return item.client_msg_id;
    },
    retry(id: string) {
      const item = items.get(id);
      if (item?.state !== 'failed') return;
      replace({ ...item, state: 'sending', error: null, owner: tab });
      pump();
    },
    discard(id: string) {
      const item = items.get(id);
      if (item?.state === 'failed') drop(item);
    },
    /** The log has these: whatever was still in doubt about them is settled. */
    settle(messages: readonly Message[]) {
      for (const { client_msg_id } of messages) {
        const item = client_msg_id && items.get(client_msg_id);
        if (item) drop(item);
      }
    },
    of: (conversation_id: string): Item[] =>
      inOrder().filter((item) => item.conversation_id === conversation_id),
    waiting: () => [...items.values()].filter((item) => item.state === 'sending').length,
  };
}

function read(value: string): Item | null {
  try {
    const item = JSON.parse(value);
    return isStored(item) ? (item as Item) : null;
  } catch {
    return null;
  }
}
