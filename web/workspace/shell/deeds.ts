// What can be done from where one is: parts of a page say it while they are mounted, the palette
// shows it. What is used most comes first, as counted on this device.
import type { PaletteDeed } from '@antiphon/ui/Palette.tsx';
import { useEffect, useRef } from 'react';

export type Deed = PaletteDeed;

const bound = new Set<() => Deed[]>();

/** Offers these while mounted. */
export function useDeeds(deeds: Deed[]): void {
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    const read = () => latest.current;
    bound.add(read);
    return () => void bound.delete(read);
  }, []);
}

export const offeredDeeds = (): Deed[] => [...bound].flatMap((read) => read());

/** Every typed word stands in the label, in whatever order and case, accents or not. */
export function fits(label: string, typed: string): boolean {
  const plain = fold(label);
  return fold(typed)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const key = 'antiphon-used';

/** How often each was run from the palette here. */
export function uses(): Record<string, number> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
}

export function countUse(id: string): void {
  try {
    const all = uses();
    localStorage.setItem(key, JSON.stringify({ ...all, [id]: (all[id] ?? 0) + 1 }));
  } catch {
    // No room, or not allowed: the order stays as it is.
  }
}
