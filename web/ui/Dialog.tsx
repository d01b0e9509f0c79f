// Modal windows: a centred dialog, a yes-or-no question, and a drawer at the side. All are
// controlled: whoever opens them holds the state, so a shortcut can open them too. The window
// itself is React Aria's (Window.tsx) and is loaded when the page is idle or first needed.

import { type ReactNode, useEffect } from 'react';
import { Button } from './Button.tsx';
import { lazilyOpened } from './lazily.tsx';
import { say } from './say.ts';

const Window = lazilyOpened(() => import('./Window.tsx'), say.theWindow);

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** The row of buttons at the foot. */
  actions?: ReactNode;
  wide?: boolean;
  /** All the room there is: for what is to be looked at. */
  full?: boolean;
}

export function Dialog(props: DialogProps) {
  useEffect(() => {
    const idle = setTimeout(Window.ahead, 2000);
    return () => clearTimeout(idle);
  }, []);
  if (!props.isOpen) return null;
  const shape = props.full ? 'full' : props.wide ? 'wide' : 'plain';
  return <Window {...props} shape={shape} />;
}

export interface DrawerProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Brings its own head: what it holds has one already. */
export function Drawer(props: DrawerProps) {
  if (!props.isOpen) return null;
  return <Window {...props} shape="drawer" />;
}

export interface ConfirmProps {
  title: string;
  isOpen: boolean;
  /** What will happen, in a sentence. */
  children: ReactNode;
  action: string;
  tone?: 'primary' | 'danger';
  isPending?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm(props: ConfirmProps) {
  const { title, isOpen, children, action, tone = 'danger', isPending, onConfirm, onClose } = props;
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say.cancel}</Button>
          <Button look={tone} isPending={isPending ?? false} onPress={onConfirm} autoFocus>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
