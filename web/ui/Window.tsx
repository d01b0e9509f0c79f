// The window of Dialog and Drawer: React Aria's modal with its focus rules. Loaded by Dialog when
// needed; nothing else imports it.

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { cx } from './cx.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';
import { say } from './say.ts';

export interface WindowProps {
  shape: 'plain' | 'wide' | 'full' | 'drawer';
  title: string;
  onClose: () => void;
  actions?: ReactNode;
  children: ReactNode;
}

export default function Window({ shape, title, onClose, actions, children }: WindowProps) {
  const isDrawer = shape === 'drawer';
  return (
    <ModalOverlay
      className={cx(styles.scrim, isDrawer && styles.side)}
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal
        className={cx(
          isDrawer ? styles.drawer : styles.window,
          shape === 'wide' && styles.wide,
          shape === 'full' && styles.full,
        )}
      >
        <AriaDialog
          className={styles.dialog as string}
          {...(isDrawer ? { 'aria-label': title } : {})}
        >
          {isDrawer ? (
            children
          ) : (
            <>
              <header className={styles.head}>
                <Heading slot="title" className={styles.title as string}>
                  {title}
                </Heading>
                <IconButton name={say.close} onPress={onClose}>
                  <X aria-hidden />
                </IconButton>
              </header>
              <div className={styles.body}>{children}</div>
              {actions ? <footer className={styles.foot}>{actions}</footer> : null}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
