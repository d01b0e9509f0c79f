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

  // One after the other, so that the server ends with the newest.
  const last = useRef(new Map<DraftKind, Promise<void>>());

  function keep(kind: DraftKind) {
    clearTimeout(later.current.get(kind));
    later.current.delete(kind);
    const before = last.current.get(kind) ?? Promise.resolve();
    last.current.set(
      kind,
      before.then(() => put(kind)),
    );
  }

  async function put(kind: DraftKind) {
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
    const asked = kinds.map((kind) => readKept(me, id, kind));
    client
      .request<Kept>('GET', path)
      .then((kept) => {
        if (!isHere) return;
        for (const [nth, kind] of kinds.entries()) {
          const there = kept[kind]?.text ?? '';
          const before = readKept(me, id, kind);
          // What got there since it was asked is newer than the answer.
          if (before !== asked[nth]) continue;
          writeKept(me, id, kind, there);
          if (readDraft(me, id, kind).trim() !== before) keepNow.current(kind);
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
      for (const kind of [...waiting.keys()]) keepNow.current(kind);
    };
  }, [client, me, id, path]);

  return (kind) => {
    clearTimeout(later.current.get(kind));
    later.current.set(
      kind,
      setTimeout(() => keepNow.current(kind), pause),
    );
  };
}
