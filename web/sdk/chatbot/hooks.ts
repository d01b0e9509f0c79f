// Small hooks of the chatbot's screens: what the device is like, what goes to the clipboard.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (run: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', run);
      return () => list.removeEventListener('change', run);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

const SHOWN = 2_000;

/** Copies, and says for a moment how that went. */
export function useCopy(): [state: 'copied' | 'failed' | null, copy: (text: string) => void] {
  const [state, setState] = useState<'copied' | 'failed' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback((text: string) => {
    const told = (now: 'copied' | 'failed') => {
      setState(now);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setState(null), SHOWN);
    };
    // There is none on plain http, and a page's policy may forbid it.
    (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
      () => told('copied'),
      () => told('failed'),
    );
  }, []);
  return [state, copy];
}
