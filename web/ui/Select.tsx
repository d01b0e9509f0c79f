// One of a few, as a button that opens a menu of choices. Choosing among hundreds (people,
// contacts) will want a combobox, which this is not.
import { ChevronDown } from 'lucide-react';
import { Press } from './Button.tsx';
import { cx } from './cx.ts';
import { Menu } from './Menu.tsx';
import styles from './Select.module.css';

export interface SelectOption<Id extends string> {
  id: Id;
  label: string;
}

export interface SelectProps<Id extends string> {
  label: string;
  hideLabel?: boolean;
  size?: 's' | 'm';
  options: SelectOption<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  isDisabled?: boolean;
  /** Quiet selects have no outline until hovered: for filter lines. */
  quiet?: boolean;
}

export function Select<Id extends string>(props: SelectProps<Id>) {
  const {
    label,
    hideLabel,
    size = 'm',
    options,
    value,
    onChange,
    isDisabled = false,
    quiet,
  } = props;
  const chosen = options.find((option) => option.id === value)?.label ?? '';
  return (
    <div className={styles.select}>
      {hideLabel ? null : (
        <span className={styles.label} aria-hidden>
          {label}
        </span>
      )}
      <Menu
        name={label}
        isChoice
        groups={[
          {
            deeds: options.map((option) => ({
              label: option.label,
              chosen: option.id === value,
              run: () => onChange(option.id),
            })),
          },
        ]}
        trigger={(open) => (
          <Press
            {...open}
            className={cx(styles.button, styles[size], quiet && styles.quiet)}
            isDisabled={isDisabled}
          >
            <span className={styles.hidden}>{label}: </span>
            <span className={styles.value}>{chosen}</span>
            <ChevronDown aria-hidden className={styles.chevron} />
          </Press>
        )}
      />
    </div>
  );
}
