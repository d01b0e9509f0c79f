// The look of the pages before sign-in: the mark, a card with a form, a word below. What the
// forms ask and send is in SignIn and SetUp.
import type { ReactNode } from 'react';
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
