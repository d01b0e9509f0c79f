// The command palette's key. What it lists, and how, is loaded when it is first opened.

import { lazilyOpened } from '@antiphon/ui';
import { useState } from 'react';
import { useShortcut } from './keys.ts';
import { say } from './say.ts';

const CommandList = lazilyOpened(() => import('./CommandList.tsx'), say.theCommands);

export function Commands() {
  const [isOpen, setOpen] = useState(false);
  useShortcut('palette', () => setOpen(true));
  return isOpen ? <CommandList onClose={() => setOpen(false)} /> : null;
}
