// The rule of receiving, as pure functions: drop what was applied, stop at a gap, fold the rest
// into the messages. Knows nothing of transports; whoever calls asks for the range on a gap.
import type { Entry, Message } from './wire.ts';

/** How far a reader has come in one conversation's log. */
export interface Place {
  /** Everything up to here is known, entries hidden from this reader included. */
  last: number;
  /** The last entry this reader was shown: what a resume names, never beyond any head. */
  seen: number;
}

export interface Step {
  place: Place;
  applied: Entry[];
  /** Something in between is missing: ask for the range after `place.last`. */
  gap: boolean;
}

/**
 * Walks entries in order. `after` is the position a range was asked from: only with it (or after
 * an entry that joined on) may `through` move the place past a hidden tail, else a lost page
 * would be jumped over.
 */
export function walk(
  { last, seen }: Place,
  entries: readonly Entry[],
  through = 0,
  after = Number.POSITIVE_INFINITY,
): Step {
  const applied: Entry[] = [];
  let joined = after <= last;
  let gap = false;
  for (const entry of entries) {
    gap = entry.prev_seq > last;
    if (gap) break;
    joined = true;
    if (entry.seq <= last) continue;
    last = seen = entry.seq;
    applied.push(entry);
  }
  if (!gap && through > last) {
    gap = !joined;
    if (joined) last = through;
  }
  return { place: { last, seen }, applied, gap };
}

/** Puts messages into an ascending list by id; the newer version of a message replaces the older. */
export function merge(list: readonly Message[], added: readonly Message[]): readonly Message[] {
  if (!added.length) return list;
  const byId = new Map(list.map((message) => [message.id, message]));
  for (const message of added) {
    const known = byId.get(message.id);
    if (!known || version(message) >= version(known)) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** A deletion is final; otherwise the later edit counts. Times of one server, so text compares. */
const version = (message: Message) => (message.deleted_at ? '~' : (message.edited_at ?? ''));
