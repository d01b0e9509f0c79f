// A button that shows only an icon: it takes its name as a required prop and tells it in a
// tooltip, with the shortcut where there is one. Words belong on Button.
import type { ReactNode } from 'react';
import styles from './Button.module.css';
import { Press, type PressProps } from './Button.tsx';
import { cx } from './cx.ts';
import { Tip } from './Tooltip.tsx';

export interface IconButtonProps extends PressProps {
  name: string;
  keys?: string;
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 's' | 'm';
  children: ReactNode;
}

export function IconButton({
  name,
  keys,
  look = 'quiet',
  size = 'm',
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={name} keys={keys}>
      <Press {...rest} className={cx(styles.button, styles.square, styles[look], styles[size])}>
        {children}
        <span className={styles.name}>{name}</span>
      </Press>
    </Tip>
  );
}
