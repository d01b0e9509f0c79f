// The rule of receiving, as pure functions: drop what was applied, stop at a gap, fold the rest
// into the messages. Knows nothing of transports; whoever calls asks for the range on a gap.
import type { Entry, Message } from './wire.ts';

export interface Step {
  /** Everything up to here is known: what a resume names. */
  last: number;
  applied: Entry[];
  /** Something is missing: ask for the range after `last`. */
  gap: boolean;
}

/** Walks entries in order. `through`: what they reach to; short of it, a page was lost on the way. */
export function walk(last: number, entries: readonly Entry[], through = 0): Step {
  const applied: Entry[] = [];
  let gap = false;
  for (const entry of entries) {
    gap = entry.prev_seq > last;
    if (gap) break;
    if (entry.seq <= last) continue;
    last = entry.seq;
    applied.push(entry);
  }
  return { last, applied, gap: gap || through > last };
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

/** Raised by each edit, deletion and restoration; what is beside the text is taken as it comes. */
const version = (message: Message) => message.revision ?? 0;
