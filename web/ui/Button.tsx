// The button with words. Four looks: primary (one per view), secondary, quiet, danger.
// Buttons that show only an icon are IconButton, which insists on a name.
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components/Button';
import styles from './Button.module.css';
import { cx } from './cx.ts';

export interface ButtonProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 's' | 'm';
  icon?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Button({
  look = 'secondary',
  size = 'm',
  icon,
  wide,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      className={cx(styles.button, styles[look], styles[size], wide && styles.wide)}
    >
      {icon}
      <span className={styles.label}>{children}</span>
    </AriaButton>
  );
}
