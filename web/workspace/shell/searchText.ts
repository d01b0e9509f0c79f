// What stands in a search field whose question is kept elsewhere, in the address say: it asks while one
// types, but not for every letter, and never writes over what is being typed.
import { useEffect, useRef, useState } from 'react';

const pause = 250;

/** The field's text, beside `q`, what is asked for now: the same without the space around it. */
export function useSearchText(
  q: string,
  onSearch: (q: string) => void,
): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(q);
  const latest = useRef(onSearch);
  latest.current = onSearch;
  // Asked for from elsewhere it stands in the field; what the field asked for itself is there already.
  useEffect(() => setText((now) => (now.trim() === q ? now : q)), [q]);
  useEffect(() => {
    if (text.trim() === q) return;
    const timer = setTimeout(() => latest.current(text.trim()), pause);
    return () => clearTimeout(timer);
  }, [text, q]);
  return [text, setText];
}
