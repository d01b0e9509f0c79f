// Modal windows: a centred dialog, a yes-or-no question, and a drawer at the side.
// All are controlled: whoever opens them holds the state, so a shortcut can open them too.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** The row of buttons at the foot. */
  actions?: ReactNode;
  wide?: boolean;
}

export function Dialog({ title, isOpen, onClose, children, actions, wide }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.scrim as string}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={cx(styles.window, wide && styles.wide)}>
        <AriaDialog className={styles.dialog as string}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title as string}>
              {title}
            </Heading>
            <IconButton name="Close" onPress={onClose}>
              <X aria-hidden />
            </IconButton>
          </header>
          <div className={styles.body}>{children}</div>
          {actions ? <footer className={styles.foot}>{actions}</footer> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
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
  const {
    title,
    isOpen,
    children,
    action,
    tone = 'danger',
    isPending = false,
    onConfirm,
    onClose,
  } = props;
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look={tone} isPending={isPending} onPress={onConfirm} autoFocus>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

export interface DrawerProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function Drawer({ title, isOpen, onClose, children }: DrawerProps) {
  return (
    <ModalOverlay
      className={cx(styles.scrim, styles.side)}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={styles.drawer as string}>
        <AriaDialog className={styles.dialog as string} aria-label={title}>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
