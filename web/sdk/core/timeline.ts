// What a screen draws of a thread, in order: own and other messages and what is still on its way,
// with the marks that both the widget and the workspace need (new day, new group, send state).
// Pure and free of words: formatting of times and names is the screen's.
import type { Outgoing, SendState, Thread } from './types.ts';
import type { Entry, Message } from './wire.ts';

export type Line =
  | {
      type: 'message';
      key: string;
      /** Exactly one of the two. */
      message: Message | null;
      outgoing: Outgoing | null;
      own: boolean;
      at: number;
      new_day: boolean;
      /** First and last of a run by one sender with no more than five minutes between. */
      first: boolean;
      last: boolean;
      /** Of own messages only. */
      state: SendState | null;
    }
  | { type: 'event'; key: string; entry: Entry; at: number; new_day: boolean };

const GROUP_MS = 5 * 60_000;

/** `day` names the day of a time in the reader's zone, e.g. by toDateString. */
export function timeline(thread: Thread, me: string | null, day: (at: number) => string): Line[] {
  const said = (message: Message | null, outgoing: Outgoing | null): Line => {
    const one = message ?? outgoing!;
    const own = !message || message.sender.id === me;
    return {
      type: 'message',
      // The client's id stays the key from the first draft to the confirmed message: no flicker.
      key: one.client_msg_id ?? message!.id,
      message,
      outgoing,
      own,
      at: new Date(one.created_at).getTime(),
      new_day: false,
      first: true,
      last: true,
      state: outgoing ? outgoing.state : own ? sendState(thread, message!, me) : null,
    };
  };
  const lines = thread.messages.map((message) => said(message, null));
  if (thread.events.length) {
    for (const entry of thread.events) {
      const at = Date.parse(entry.created_at);
      lines.push({ type: 'event', key: `e${entry.seq}`, entry, at, new_day: false });
    }
    lines.sort((a, b) => place(a) - place(b));
  }
  lines.push(...thread.outgoing.map((outgoing) => said(null, outgoing)));
  let before: Line | undefined;
  for (const line of lines) {
    line.new_day = !before || day(before.at) !== day(line.at);
    if (
      before?.type === 'message' &&
      line.type === 'message' &&
      !line.new_day &&
      speaker(before) === speaker(line) &&
      line.at - before.at <= GROUP_MS
    ) {
      before.last = false;
      line.first = false;
    }
    before = line;
  }
  return lines;
}

/** How far an own message got, by the positions of the others in the conversation. */
export function sendState(thread: Thread, message: Message, me: string | null): SendState {
  let state: SendState = 'sent';
  for (const other of thread.participants) {
    if (other.id === me) continue;
    if (other.last_read_seq >= message.seq) return 'read';
    if (other.last_delivered_seq >= message.seq) state = 'delivered';
  }
  return state;
}

const place = (line: Line) => (line.type === 'event' ? line.entry.seq : line.message!.seq);

const speaker = (line: Line & { type: 'message' }) =>
  `${line.own ? 'me' : line.message!.sender.id}/${(line.message ?? line.outgoing)!.kind}`;
