// One of a few: a labelled select on React Aria, native in feel, styled by tokens.
// Choosing among hundreds (people, contacts) will want a combobox, which this is not.
import { Check, ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { cx } from './cx.ts';
import menu from './Menu.module.css';
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
  return (
    <AriaSelect
      className={styles.select as string}
      aria-label={hideLabel ? label : undefined}
      isDisabled={isDisabled}
      selectedKey={value}
      onSelectionChange={(key) => key !== null && onChange(key as Id)}
    >
      {hideLabel ? null : <Label className={styles.label as string}>{label}</Label>}
      <AriaButton className={cx(styles.button, styles[size], quiet && styles.quiet)}>
        <SelectValue className={styles.value as string} />
        <ChevronDown aria-hidden className={styles.chevron} />
      </AriaButton>
      <Popover className={menu.popover as string} offset={4}>
        <ListBox className={menu.menu as string} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={menu.item as string}>
              {({ isSelected }) => (
                <>
                  <span className={menu.text}>{option.label}</span>
                  {isSelected ? <Check aria-hidden className={menu.icon} /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
