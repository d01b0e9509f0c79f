// Messages written here that the server has not confirmed: kept in the storage so that a reload
// loses none, sent one after another per conversation, with the same client_msg_id until the
// server has it. Does not know how a message travels: `send` is given.
//
// Tabs share one storage. Each message is a record of its own (no list to overwrite) and names the
// tab that sends it; the others show it. What a tab leaves behind when it goes, the others take
// over at once; what a crash leaves behind, the next page does. Should two tabs therefore send the
// same message, the server takes it once.
import { backoff, type Timers } from './timers.ts';
import type { Environment, Outgoing, SendOptions, StorageLike } from './types.ts';
import { isStored, parseJson } from './validate.ts';
import type { Message, WireError } from './wire.ts';

export interface Item extends Outgoing {
  /** The tab that sends it; null when its tab went away in an orderly manner. */
  owner: string | null;
  /** Place in the log, known once the server confirmed. */
  seq: number | null;
}

/** Where the log has it; the conversation is new for the message that began it. */
type Placed = { seq: number; conversation_id: string };

/** What became of one attempt: it is in the log, it never will be, or it is to be tried again. */
export type Outcome = Placed | { refused: WireError } | { later: number | undefined };

export interface OutboxHooks {
  send(item: Item): Promise<Outcome>;
  /** The items of this conversation are not what they were. */
  changed(conversation_id: string): void;
  /** Confirmed, here or in another tab: its entry is or will be in the log at seq. */
  sent(conversation_id: string, seq: number, drafted: boolean): void;
}

export type Outbox = ReturnType<typeof createOutbox>;

export function createOutbox(env: Environment, timers: Timers, scope: string, hooks: OutboxHooks) {
  const prefix = `antiphon.out.${scope}.`;
  const tab = env.uuid();
  const items = new Map<string, Item>();
  /** Conversations that have a message on its way. */
  const busy = new Set<string>();
  let ready = false;
  let attempt = 0;
  let written_at = 0;
  let unwatch: (() => void) | undefined;

  // ---- storage

  /** What no storage takes lives in memory, as long as this page does. */
  function stored(use: (storage: StorageLike) => void) {
    try {
      if (env.storage) use(env.storage);
    } catch {
      // Blocked or full: as if there were none.
    }
  }

  function put(item: Item) {
    items.set(item.client_msg_id, item);
    stored((storage) => storage.setItem(prefix + item.client_msg_id, JSON.stringify(item)));
  }

  function forget({ client_msg_id }: Item) {
    stored((storage) => storage.removeItem(prefix + client_msg_id));
  }

  function load(storage: StorageLike) {
    for (let i = 0; i < storage.length; i++) {
      const key = storage.key(i)!;
      hear(key, storage.getItem(key), true);
    }
  }

  /** A record as found at the start or as another tab wrote it. */
  function hear(key: string, value: string | null, starting = false) {
    const known = items.get(key.slice(prefix.length));
    if (!key.startsWith(prefix) || known?.state === 'sent') return;
    const item = parseJson(value);
    // Gone there without having arrived, or else we had heard "sent" before: thrown away.
    if (item === null && known) drop(known);
    if (!isStored(item)) return;
    items.set(item.client_msg_id, item);
    if (item.state === 'sending' && (starting || !item.owner)) put({ ...item, owner: tab });
    moved(item, known);
    pump();
  }

  // ---- sending

  const inOrder = () =>
    [...items.values()].sort(
      (a, b) => a.created_at - b.created_at || (a.client_msg_id < b.client_msg_id ? -1 : 1),
    );

  function pump() {
    if (!ready || timers.has('resend')) return;
    for (const item of inOrder())
      if (item.state === 'sending' && item.owner === tab && !busy.has(item.conversation_id))
        void attemptOne(item);
  }

  async function attemptOne(item: Item) {
    const from = item.conversation_id;
    busy.add(from);
    const outcome = await hooks.send(item);
    busy.delete(from);
    const now = items.get(item.client_msg_id);
    if ('later' in outcome) {
      if (ready) timers.after('resend', outcome.later ?? backoff(env, attempt++), pump);
    } else if (now && now.state !== 'sent') {
      attempt = 0;
      if ('seq' in outcome) arrived(now, outcome);
      else replace({ ...now, state: 'failed', error: outcome.refused });
    }
    pump();
  }

  function arrived(item: Item, { seq, conversation_id }: Placed) {
    const sent: Item = { ...item, state: 'sent', conversation_id, seq, error: null };
    // Written once more before it goes, so that the other tabs learn it arrived and where.
    put(sent);
    forget(sent);
    moved(sent, item);
  }

  /** Shows an item as it is now, and where: perhaps in the conversation that it began. */
  function moved(item: Item, before = item) {
    const from = before.conversation_id;
    const to = item.conversation_id;
    const drafted = from !== to;
    // What was written while the conversation did not exist yet now has a place to go.
    if (drafted && !busy.has(from))
      for (const other of items.values())
        if (other.conversation_id === from && other.owner === tab)
          put({ ...other, conversation_id: to });
    // The new place first and the old one last: a screen shows it throughout.
    hooks.changed(to);
    if (item.state === 'sent') hooks.sent(to, item.seq!, drafted);
    if (drafted) hooks.changed(from);
  }

  function replace(item: Item) {
    put(item);
    hooks.changed(item.conversation_id);
    pump();
  }

  function drop(item: Item) {
    items.delete(item.client_msg_id);
    forget(item);
    hooks.changed(item.conversation_id);
  }

  return {
    start() {
      unwatch = env.onStorage?.(hear);
      stored(load);
    },
    /** Messages can travel now, or (false) no longer. */
    setReady(value: boolean) {
      ready = value;
      attempt = 0;
      timers.cancel('resend');
      pump();
    },
    /** Leaves what is not sent to the other tabs, or to the next page. */
    close() {
      ready = false;
      unwatch?.();
      for (const item of items.values())
        if (item.state === 'sending' && item.owner === tab) put({ ...item, owner: null });
      items.clear();
    },
    add(
      conversation_id: string,
      text: string,
      { kind = 'message', reply_to = null, attachments, mentions }: SendOptions = {},
    ): string {
      const client_msg_id = env.uuid();
      // Also within one millisecond, what was written first goes first.
      written_at = Math.max(env.now(), written_at + 1);
      replace({
        client_msg_id,
        conversation_id,
        text,
        kind,
        reply_to,
        attachments,
        mentions,
        created_at: written_at,
        state: 'sending',
        error: null,
        owner: tab,
        seq: null,
      });
      return client_msg_id;
    },
    retry(id: string) {
      const item = items.get(id);
      if (item?.state === 'failed') replace({ ...item, state: 'sending', error: null, owner: tab });
    },
    discard(id: string) {
      const item = items.get(id);
      if (item?.state === 'failed') drop(item);
    },
    /** The log has these: whatever was still in doubt about them is settled. */
    settle(messages: readonly Message[]) {
      for (const { client_msg_id } of messages) {
        const item = items.get(client_msg_id!);
        if (item) drop(item);
      }
    },
    inOrder,
  };
}
