// A word on what a control does, on hover and on focus. It only repeats what the
// control's own name says, so nothing is lost where tooltips do not show (touch).
import type { ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Kbd } from './Kbd.tsx';
import styles from './Tooltip.module.css';

export interface TipProps {
  text: string;
  keys?: string | undefined;
  placement?: 'top' | 'bottom' | 'start' | 'end';
  children: ReactNode;
}

export function Tip({ text, keys, placement = 'bottom', children }: TipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className={styles.tip as string} placement={placement} offset={6}>
        {text}
        {keys ? <Kbd keys={keys} /> : null}
      </Tooltip>
    </TooltipTrigger>
  );
}
