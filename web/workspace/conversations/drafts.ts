// Unsent text, per person, conversation and kind of message. A draft never follows to another
// conversation. Kept on this device, beside what the server was last known to keep of it.
export type DraftKind = 'message' | 'note';

type Place = [me: string, conversation: string, kind: DraftKind];

// What storage refuses (private mode, full) lasts as long as the page.
const fallback = new Map<string, string>();

export const readDraft = (...place: Place): string => read('draft', place);
export function writeDraft(me: string, conversation: string, kind: DraftKind, text: string): void {
  write('draft', [me, conversation, kind], text);
}

/** What the server keeps of it, as far as this device knows. */
export const readKept = (...place: Place): string => read('kept', place);
export function writeKept(me: string, conversation: string, kind: DraftKind, text: string): void {
  write('kept', [me, conversation, kind], text);
}

const key = (what: string, place: Place) => `antiphon.${what}.${place.join('.')}`;

function read(what: string, place: Place): string {
  const name = key(what, place);
  try {
    return localStorage.getItem(name) ?? fallback.get(name) ?? '';
  } catch {
    return fallback.get(name) ?? '';
  }
}

function write(what: string, place: Place, text: string): void {
  const name = key(what, place);
  fallback.delete(name);
  try {
    if (text === '') localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    fallback.set(name, text);
  }
}
