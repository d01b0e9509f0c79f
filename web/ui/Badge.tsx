// A small word with a tone: a status, a role, a count. Never colour alone: the word says it.
import type { ReactNode } from 'react';
import styles from './Badge.module.css';
import { cx } from './cx.ts';

export interface BadgeProps {
  tone?: 'plain' | 'accent' | 'amber' | 'red' | 'green';
  icon?: ReactNode;
  children: ReactNode;
}

export function Badge({ tone = 'plain', icon, children }: BadgeProps) {
  return (
    <span className={cx(styles.badge, styles[tone])}>
      {icon}
      {children}
    </span>
  );
}

/** A count in a pill; `words` says to a screen reader what is counted. */
export function Count({ value, words }: { value: number; words: string }) {
  if (value <= 0) return null;
  return (
    <span className={styles.count}>
      <span aria-hidden>{value > 99 ? '99+' : value}</span>
      <span className={styles.words}>
        {value} {words}
      </span>
    </span>
  );
}
