// A line across a part of the page that says what is so, and what to do about it.
// Things that pass by themselves (a saved change) are toasts, not banners.
import { CircleAlert, CircleCheck, Clock, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { cx } from './cx.ts';

const icons = { info: Info, amber: Clock, red: CircleAlert, green: CircleCheck };

export interface BannerProps {
  tone?: keyof typeof icons;
  /** `alert` interrupts a screen reader: only for failures that need action. */
  role?: 'status' | 'alert';
  action?: ReactNode;
  children: ReactNode;
}

export function Banner({ tone = 'info', role = 'status', action, children }: BannerProps) {
  const Icon = icons[tone];
  return (
    <div role={role} className={cx(styles.banner, styles[tone])}>
      <Icon aria-hidden className={styles.icon} />
      <span className={styles.words}>{children}</span>
      {action}
    </div>
  );
}
