// The page of shortcuts, under `?` and wherever it is offered. What it shows is loaded when the page is idle or it
// is first opened.

import { lazilyOpened } from '@antiphon/ui';
import { useEffect, useSyncExternalStore } from 'react';
import { useShortcut } from './keys.ts';
import { say } from './say.ts';

const Shortcuts = lazilyOpened(() => import('./Shortcuts.tsx'), say.theShortcuts);

let open = false;
const listeners = new Set<() => void>();

function setOpen(to: boolean) {
  open = to;
  for (const listener of listeners) listener();
}

export const openHelp = () => setOpen(true);
const close = () => setOpen(false);

export function Help() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
  useShortcut('help', openHelp);
  useEffect(() => {
    const idle = setTimeout(Shortcuts.ahead, 2000);
    return () => clearTimeout(idle);
  }, []);
  return shown ? <Shortcuts onClose={close} /> : null;
}
