// Where the files of messages are fetched. Addresses are short-lived: each is asked for when first
// needed, kept until shortly before it ends, and asked for anew then.
import type { Client } from '../core/types.ts';

export interface FileAddress {
  /** The file itself; browsers save it. */
  url: string;
  /** A small picture of it, where there is one. */
  thumbnail_url: string | null;
}

/** Which file of which message. */
export interface FilePlace {
  conversation_id: string;
  message_id: string;
  file_id: string;
}

export interface Addresses {
  /** `anew` after the one had failed. Throws ApiError. */
  of(place: FilePlace, anew?: boolean): Promise<FileAddress>;
}

interface Kept {
  until: number;
  address: Promise<FileAddress>;
}

/** An address must last until it was used: on a slow line, by a person who thinks. */
const MARGIN = 60_000;

interface Answer {
  url: string;
  thumbnail_url?: string | null;
  expires_in: number;
}

export function createAddresses(client: Pick<Client, 'options' | 'request'>): Addresses {
  const { url: origin, env } = client.options;
  const kept = new Map<string, Kept>();

  async function ask({ conversation_id, message_id, file_id }: FilePlace, entry: Kept) {
    const path = `/api/conversations/${conversation_id}/messages/${message_id}/files/${file_id}`;
    const asked = env.now();
    const { url, thumbnail_url, expires_in } = await client.request<Answer>('GET', path);
    if (typeof url !== 'string' || !Number.isFinite(expires_in))
      throw new Error('The answer cannot be read. Try again.');
    entry.until = asked + expires_in * 1000 - MARGIN;
    return { url: origin + url, thumbnail_url: thumbnail_url ? origin + thumbnail_url : null };
  }

  return {
    of(place, anew = false) {
      const known = kept.get(place.file_id);
      if (known && !anew && known.until > env.now()) return known.address;
      const entry = { until: Number.POSITIVE_INFINITY } as Kept;
      entry.address = ask(place, entry);
      kept.set(place.file_id, entry);
      entry.address.catch(() => {
        if (kept.get(place.file_id) === entry) kept.delete(place.file_id);
      });
      return entry.address;
    },
  };
}
