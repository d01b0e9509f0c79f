// The look of the pages before sign-in: the mark, a card with a form. What the forms ask and send
// is in SignIn and SetUp.
import { Button } from '@antiphon/ui';
import type { FormEvent, ReactNode } from 'react';
import styles from './Door.module.css';

export function Door({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className={styles.door}>
      <div className={styles.inner}>
        <p className={styles.brand}>
          <img src="/app/icon.svg" alt="" className={styles.mark} />
          Antiphon
        </p>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
          {children}
        </div>
      </div>
    </main>
  );
}

export interface DoorFormProps {
  /** What its one button says. */
  action: string;
  isComplete: boolean;
  isPending: boolean;
  onSubmit: () => void;
  children: ReactNode;
}

/** Fields with one button below. The server words what is wrong with them, so the browser does not. */
export function DoorForm({ action, isComplete, isPending, onSubmit, children }: DoorFormProps) {
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isPending) onSubmit();
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {children}
      <Button type="submit" look="primary" wide isPending={isPending} isDisabled={!isComplete}>
        {action}
      </Button>
    </form>
  );
}
