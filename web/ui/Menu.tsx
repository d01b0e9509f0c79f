// A button that opens a list of deeds, or of choices with one chosen. The trigger is the caller's;
// the list itself is React Aria's (MenuList) and is loaded when the page is idle or first needed,
// since no page shows a menu when it opens.

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { PressProps } from './Button.tsx';
import { lazilyOpened } from './lazily.tsx';
import { say } from './say.ts';

const MenuList = lazilyOpened(() => import('./MenuList.tsx'), say.theMenu);

export interface MenuDeed {
  label: string;
  icon?: ReactNode;
  keys?: string;
  /** Marks the one that is so already, in menus that mix choices and deeds. */
  chosen?: boolean;
  tone?: 'danger';
  run: () => void;
}

/** A group of deeds; a false one is left out, so that callers can write conditions. */
export interface MenuGroup {
  title?: string;
  deeds: (MenuDeed | false)[];
}

export interface MenuProps {
  name: string;
  /** The pressable that opens the menu: spread what it is given. */
  trigger: (props: PressProps) => ReactNode;
  groups: (MenuGroup | false)[];
  /** All deeds are choices of one value: `chosen` is told to screen readers as a radio. */
  isChoice?: boolean;
  placement?: 'bottom start' | 'bottom end' | 'end bottom';
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({
  name,
  trigger,
  groups,
  isChoice = false,
  placement = 'bottom start',
  ...rest
}: MenuProps) {
  const [opened, setOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = rest.isOpen ?? opened;
  const setOpen = (open: boolean) => {
    setOpened(open);
    rest.onOpenChange?.(open);
  };

  useEffect(() => {
    const idle = setTimeout(MenuList.ahead, 1500);
    return () => clearTimeout(idle);
  }, []);

  return (
    <>
      {trigger({
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onPress: () => setOpen(!isOpen),
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {isOpen ? (
        <MenuList
          name={name}
          groups={groups}
          isChoice={isChoice}
          placement={placement}
          triggerRef={button}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}
