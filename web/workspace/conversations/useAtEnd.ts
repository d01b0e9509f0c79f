// What is to be done when a part goes: for parts whose end others must know of.
import { useEffect, useRef } from 'react';

/** Runs the latest `run` once, when the part that asks for it is taken away. */
export function useAtEnd(run: () => void) {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => () => latest.current(), []);
}
