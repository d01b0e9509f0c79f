// Small hooks over what the browser tells: width, title, the time as it passes.
import { useEffect, useState, useSyncExternalStore } from 'react';

/** Breakpoints of the layout; the style sheets use the same two numbers. */
export const narrow = '(max-width: 1099px)';
export const phone = '(max-width: 759px)';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

const titleParts = { page: '', messages: 0, notices: 0 };

function writeTitle() {
  const { page, messages, notices } = titleParts;
  const unread = messages + notices;
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${page ? `${page} · ` : ''}Antiphon`;
}

/** Null leaves the title to a part within. */
export function useTitle(page: string | null): void {
  useEffect(() => {
    if (page === null) return;
    titleParts.page = page;
    writeTitle();
  }, [page]);
}

export function useUnreadInTitle(of: 'messages' | 'notices', unread: number): void {
  useEffect(() => {
    titleParts[of] = unread;
    writeTitle();
  }, [of, unread]);
}

/** Now, again every `every` milliseconds: for words such as "4m waiting". */
export function useNow(every = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

/** What a value has come to once it stands still for a moment: words are looked for, not every letter. */
export function useSettled<Value>(value: Value, after = 250): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}
