// Shortcuts: a table of what exists (the help shows it), and one listener that runs what the
// mounted parts have bound. A key is matched by its meaning, not by its place on the board.

import { useEffect, useRef } from 'react';
import { preferences } from './preferences.ts';
import { say } from './say.ts';

export const shortcuts = {
  help: { keys: '?', group: 'Everywhere' },
  palette: { keys: 'Ctrl k', group: 'Everywhere' },
  search: { keys: '/', group: 'Everywhere' },
  goMine: { keys: 'g i', group: 'Everywhere' },
  goUnassigned: { keys: 'g u', group: 'Everywhere' },
  goAll: { keys: 'g a', group: 'Everywhere' },
  goContacts: { keys: 'g c', group: 'Everywhere' },
  goNotices: { keys: 'g n', group: 'Everywhere' },
  toggleList: { keys: '[', group: 'Everywhere' },
  toggleContext: { keys: ']', group: 'Everywhere' },
  next: { keys: 'j', group: 'Conversations' },
  previous: { keys: 'k', group: 'Conversations' },
  back: { keys: 'Escape', group: 'Conversations' },
  reply: { keys: 'r', group: 'Conversations' },
  note: { keys: 'n', group: 'Conversations' },
  assign: { keys: 'a', group: 'Conversations' },
  assignMe: { keys: 'm', group: 'Conversations' },
  resolve: { keys: 'e', group: 'Conversations' },
  resolveNext: { keys: 'E', group: 'Conversations' },
} as const;

/** Keys that work while writing; they are handled by the composer itself. */
export const writingKeys = [
  { keys: 'Enter', does: say.writing.send },
  { keys: 'Shift Enter', does: say.writing.newLine },
  { keys: 'Ctrl Enter', does: say.writing.sendAlways },
  { keys: '↑', does: say.writing.editLast },
  { keys: 'Escape', does: say.writing.leave },
];

export type Shortcut = keyof typeof shortcuts;

const bound = new Map<Shortcut, (() => void)[]>();

/** Binds while mounted; the part mounted last wins. */
export function useShortcut(name: Shortcut, run: () => void, active = true): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!active) return;
    const call = () => latest.current();
    const stack = bound.get(name) ?? [];
    bound.set(name, [...stack, call]);
    return () => {
      bound.set(
        name,
        (bound.get(name) ?? []).filter((one) => one !== call),
      );
    };
  }, [name, active]);
}

/** Somewhere that letters are text, or that has keys of its own. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return true;
  return target.closest('[role="menu"], [role="dialog"]') !== null;
}

/** Beside a field that is being written in: whoever types there means the text. Escape still leaves. */
const isBesideText = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[data-writing]') !== null;

const waitForSecond = 1200;

/** Listens once for the whole page. Returns its undo. */
export function listenForShortcuts(): () => void {
  let first = '';
  let since = 0;

  function onKeyDown(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing) return;
    if (isForPalette(event)) {
      const run = bound.get('palette')?.at(-1);
      if (run) event.preventDefault();
      return run?.();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (takesKeys(event.target)) return;
    const letter = event.key.length === 1;
    if (letter && (!preferences().letters || isBesideText(event.target))) return;
    const pair = Date.now() - since < waitForSecond ? `${first} ${event.key}` : '';
    const exact = (pair && named(pair)) || named(event.key);
    first = letter ? event.key : '';
    since = Date.now();
    const run = exact && bound.get(exact)?.at(-1);
    if (!run) return;
    first = '';
    event.preventDefault();
    // Lists jump by typed letters; what was a shortcut is not also a letter.
    event.stopPropagation();
    run();
  }

  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}

/** The one shortcut that acts in fields too: Ctrl, or the command key where there is one. */
const isForPalette = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) &&
  !event.altKey &&
  !event.shiftKey &&
  event.key.toLowerCase() === 'k';

/** What the mounted parts have bound, as commands. */
export function boundShortcuts(): { name: Shortcut; run: () => void }[] {
  return (Object.keys(shortcuts) as Shortcut[]).flatMap((name) => {
    const run = bound.get(name)?.at(-1);
    return run ? [{ name, run }] : [];
  });
}

function named(keys: string): Shortcut | undefined {
  return (Object.keys(shortcuts) as Shortcut[]).find((name) => shortcuts[name].keys === keys);
}
