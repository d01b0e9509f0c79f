// What is chosen for a message and not sent yet, per client, conversation and kind: it stays while
// one looks elsewhere, and goes with the page. A reply's files never stand beside a note.
import type { Client } from '@antiphon/sdk/core';
import { type Addresses, createAddresses, createUploads, type Uploads } from '@antiphon/sdk/files';
import type { DraftKind } from '../conversations/drafts.ts';

interface Kept {
  trays: Map<string, Uploads>;
  addresses: Addresses;
}

const kept = new WeakMap<Client, Kept>();

function keptOf(client: Client): Kept {
  const known = kept.get(client) ?? { trays: new Map(), addresses: createAddresses(client) };
  kept.set(client, known);
  return known;
}

export function trayOf(client: Client, conversation: string, kind: DraftKind): Uploads {
  const { trays } = keptOf(client);
  const key = `${conversation}.${kind}`;
  const tray = trays.get(key) ?? createUploads(client);
  trays.set(key, tray);
  return tray;
}

/** Where files are fetched, as long as that holds. */
export const addressesOf = (client: Client): Addresses => keptOf(client).addresses;

/** This person is gone: nothing of theirs goes on. */
export function closeTrays(client: Client): void {
  for (const tray of kept.get(client)?.trays.values() ?? []) tray.close();
  kept.delete(client);
}
