// A box to tick, and a switch to turn. A switch acts at once, a box waits for its form.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import styles from './Checkbox.module.css';

export interface CheckboxProps {
  isSelected: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
  children: ReactNode;
}

export function Checkbox({ isSelected, onChange, isDisabled = false, children }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={styles.row as string}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
    >
      <span className={styles.box} aria-hidden>
        <Check />
      </span>
      <span className={styles.words}>{children}</span>
    </AriaCheckbox>
  );
}

export function Switch({ isSelected, onChange, isDisabled = false, children }: CheckboxProps) {
  return (
    <AriaSwitch
      className={styles.row as string}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
    >
      <span className={styles.track} aria-hidden>
        <span className={styles.thumb} />
      </span>
      <span className={styles.words}>{children}</span>
    </AriaSwitch>
  );
}
