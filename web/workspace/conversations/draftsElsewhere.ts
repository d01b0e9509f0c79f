// Drafts that follow their person to another device: what is written here is kept on the server when the
// writing pauses, what was written elsewhere comes when a conversation is opened. What was changed here and
// has not got there yet wins; what fails is tried again with the next change, and stays here meanwhile.
import type { Client } from '@antiphon/sdk/core';
import { useEffect, useRef } from 'react';
import { type DraftKind, readDraft, readKept, writeDraft, writeKept } from './drafts.ts';

const kinds: DraftKind[] = ['message', 'note'];
const pause = 1000;

type Kept = Record<DraftKind, { text: string } | null>;

export function useDraftsElsewhere(
  client: Pick<Client, 'request'>,
  me: string,
  id: string,
  onFound: (kind: DraftKind, text: string) => void,
): (kind: DraftKind) => void {
  const found = useRef(onFound);
  found.current = onFound;
  const later = useRef(new Map<DraftKind, ReturnType<typeof setTimeout>>());
  const path = `/api/conversations/${id}/draft`;

  async function keep(kind: DraftKind) {
    clearTimeout(later.current.get(kind));
    later.current.delete(kind);
    const text = readDraft(me, id, kind).trim();
    if (text === readKept(me, id, kind)) return;
    try {
      await client.request('PUT', path, { kind, text });
      writeKept(me, id, kind, text);
    } catch {
      // It stays on this device.
    }
  }
  const keepNow = useRef(keep);
  keepNow.current = keep;

  useEffect(() => {
    let isHere = true;
    client
      .request<Kept>('GET', path)
      .then((kept) => {
        if (!isHere) return;
        for (const kind of kinds) {
          const there = kept[kind]?.text ?? '';
          const before = readKept(me, id, kind);
          writeKept(me, id, kind, there);
          if (readDraft(me, id, kind).trim() !== before) void keepNow.current(kind);
          else if (there !== before) {
            writeDraft(me, id, kind, there);
            found.current(kind, there);
          }
        }
      })
      .catch(() => {});
    const waiting = later.current;
    return () => {
      isHere = false;
      for (const kind of [...waiting.keys()]) void keepNow.current(kind);
    };
  }, [client, me, id, path]);

  return (kind) => {
    clearTimeout(later.current.get(kind));
    later.current.set(
      kind,
      setTimeout(() => void keepNow.current(kind), pause),
    );
  };
}
