// Unsent text, per person, conversation and kind of message. A draft never follows to another
// conversation. Kept on this device; drafts that follow the person need the server.
const prefix = 'antiphon.draft';

export type DraftKind = 'message' | 'note';

const key = (me: string, conversation: string, kind: DraftKind) =>
  `${prefix}.${me}.${conversation}.${kind}`;

// What storage refuses (private mode, full) lasts as long as the page.
const fallback = new Map<string, string>();

export function readDraft(me: string, conversation: string, kind: DraftKind): string {
  const name = key(me, conversation, kind);
  try {
    return localStorage.getItem(name) ?? fallback.get(name) ?? '';
  } catch {
    return fallback.get(name) ?? '';
  }
}

export function writeDraft(me: string, conversation: string, kind: DraftKind, text: string): void {
  const name = key(me, conversation, kind);
  fallback.delete(name);
  try {
    if (text === '') localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    fallback.set(name, text);
  }
}
