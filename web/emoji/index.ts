// Emoji to choose from, without a screen: the groups, their names in a language, finding by words,
// and those that were used last. The pickers of widget and workspace draw it.
import { groups } from './groups.ts';

export { groups };

export interface Emoji {
  sign: string;
  name: string;
}

export interface Names {
  /** A line for each emoji of `groups`, in their order: its name, then further words, between bars. */
  names: string;
}

/** The emoji by their names in one language. */
export type Named = ReturnType<typeof naming>;

const plain = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe');

export function naming({ names }: Names) {
  const lines = names.trim().split('\n');
  const all = groups.flat().map((sign, nth) => {
    const [name = sign, ...words] = lines[nth]?.split('|') ?? [];
    return { sign, name, sought: plain([name, ...words].join(' ')) };
  });
  const bySign = new Map<string, Emoji>(all.map((one) => [one.sign, one]));
  return {
    /** Its name; the sign itself where there is none. */
    nameOf: (sign: string) => bySign.get(sign)?.name ?? sign,
    /** Those in whose name or words all of this occurs, from the beginning of a word first. */
    find(text: string): Emoji[] {
      const parts = plain(text).split(/\s+/).filter(Boolean);
      const hits = all.filter(({ sought }) => parts.every((part) => sought.includes(part)));
      const begins = ({ sought }: { sought: string }) =>
        Number(!parts.every((part) => ` ${sought}`.includes(` ${part}`)));
      return hits.sort((a, b) => begins(a) - begins(b));
    },
  };
}

const KEPT = 'antiphon.emoji';
const MOST = 16;

/** Those used last, the latest first; none where nothing can be kept. */
export function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter((sign): sign is string => typeof sign === 'string').slice(0, MOST)
      : [];
  } catch {
    return [];
  }
}

export function used(sign: string): void {
  try {
    const others = recent().filter((other) => other !== sign);
    localStorage.setItem(KEPT, JSON.stringify([sign, ...others].slice(0, MOST)));
  } catch {
    // Not kept then; the groups are there all the same.
  }
}
