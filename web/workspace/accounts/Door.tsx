// The look of the pages before sign-in: the mark, a card with a form. What the forms ask and send
// is in the pages themselves.

import { Banner, Button } from '@antiphon/ui';
import type { FormEvent, ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './Door.module.css';
import { say } from './say.ts';

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

/** A way to another page at the door, below the form. */
export function DoorLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <p className={styles.aside}>
      <Link href={to}>{children}</Link>
    </p>
  );
}

export interface DoorFormProps {
  /** What its one button says. */
  action: string;
  isComplete: boolean;
  isPending: boolean;
  /** Why the server refused, where no field says it. */
  refused?: string;
  onSubmit: () => void;
  children: ReactNode;
}

/** Fields with one button below. The server words what is wrong with them, so the browser does not. */
export function DoorForm(props: DoorFormProps) {
  const { action, isComplete, isPending, refused, onSubmit, children } = props;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isPending) onSubmit();
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {refused ? (
        <Banner tone="red" role="alert">
          {refused}
        </Banner>
      ) : null}
      {children}
      <Button type="submit" look="primary" wide isPending={isPending} isDisabled={!isComplete}>
        {action}
      </Button>
    </form>
  );
}

/** Password managers ask whose password it is. */
export function Whose({ email }: { email: string }) {
  return (
    <input
      type="text"
      name="username"
      aria-label={say.account}
      autoComplete="username"
      value={email}
      readOnly
      hidden
    />
  );
}
