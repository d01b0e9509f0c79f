// Holds the log where its reader wants it: at the newest while they are there, still where they
// read when older pages arrive above or new messages below. Writes scroll positions, draws nothing.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Closer to the end than this counts as "at the end". */
const near = 100;
/** Older pages are asked for before the very top is reached. */
const ahead = 240;
/** Milliseconds after which the lines that came have surely been drawn. */
const rest = 500;

export interface LogOptions {
  /** Keys of the first and the last line. */
  first: string | null;
  last: string | null;
  count: number;
  lastIsOwn: boolean;
  /** The newest line is in sight. */
  onSeen: () => void;
  /** The top is near and there is more; null when there is none or it is on its way. */
  onTop: (() => void) | null;
}

export interface Log {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  /** The reader is away from the end. */
  away: boolean;
  /** Lines of others that came meanwhile. */
  unseen: number;
  toEnd: () => void;
  isAtEnd: () => boolean;
}

export function useLog({ first, last, count, lastIsOwn, onSeen, onTop }: LogOptions): Log {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const before = useRef<{
    first: string | null;
    last: string | null;
    count: number;
    height: number;
    top: number;
  }>({
    first: null,
    last: null,
    count: 0,
    height: 0,
    top: 0,
  });
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setAway(false);
    setUnseen(0);
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const was = before.current;
    const opened = was.last === null;
    const grewBelow = !opened && was.last !== last;
    const grewAbove = !opened && was.first !== first && !grewBelow;
    if (opened || atEnd.current || (grewBelow && lastIsOwn)) {
      toEnd();
      onSeen();
    } else if (grewAbove) {
      element.scrollTop = was.top + (element.scrollHeight - was.height);
    } else if (grewBelow && count > was.count) {
      setUnseen((so) => so + count - was.count);
    }
    before.current = {
      first,
      last,
      count,
      height: element.scrollHeight,
      top: element.scrollTop,
    };
  }, [first, last, count, lastIsOwn, onSeen, toEnd]);

  // The composer grows, a window narrows, a font arrives: stay at the end if that is where we are.
  useEffect(() => {
    const element = scroller.current;
    const inner = content.current;
    if (!element || !inner) return;
    const watch = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
      before.current.height = element.scrollHeight;
      before.current.top = element.scrollTop;
    });
    watch.observe(element);
    watch.observe(inner);
    return () => watch.disconnect();
  }, []);

  // What has been laid out once is skipped while out of sight, at the height it had. Marked here and
  // not from the start: an estimate of heights would move what is read when older pages come in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines come with new ends.
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const line of content.current?.querySelectorAll<HTMLElement>('li:not([data-laid])') ??
        [])
        line.dataset.laid = '';
    }, rest);
    return () => clearTimeout(timer);
  }, [first, last]);

  const top = useRef(onTop);
  top.current = onTop;
  const seen = useRef(onSeen);
  seen.current = onSeen;

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    before.current.top = element.scrollTop;
    before.current.height = element.scrollHeight;
    const end = element.scrollHeight - element.scrollTop - element.clientHeight < near;
    if (end !== atEnd.current) {
      atEnd.current = end;
      setAway(!end);
      if (end) {
        setUnseen(0);
        seen.current();
      }
    }
    if (element.scrollTop < ahead && element.scrollHeight > element.clientHeight) top.current?.();
  }, []);

  const isAtEnd = useCallback(() => atEnd.current, []);
  return { scroller, content, onScroll, away, unseen, toEnd, isAtEnd };
}
