// A keyboard list of rows with one chosen: arrows move and choose, letters jump.
// It knows nothing of conversations; the caller draws each row's inside.
import type { ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { cx } from './cx.ts';
import styles from './RowList.module.css';

export interface RowListProps<Item> {
  name: string;
  items: Item[];
  idOf: (item: Item) => string;
  /** The row in words: what a screen reader says and typing ahead matches. */
  textOf: (item: Item) => string;
  value: string | null;
  onChange: (id: string) => void;
  /** Enter or a press on a row, also on the chosen one. */
  onOpen?: (id: string) => void;
  empty?: ReactNode;
  children: (item: Item, chosen: boolean) => ReactNode;
}

export function RowList<Item extends object>(props: RowListProps<Item>) {
  const { name, items, idOf, textOf, value, onChange, onOpen, empty, children } = props;
  return (
    <ListBox
      aria-label={name}
      className={styles.list as string}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        const [id] = keys === 'all' ? [] : [...keys];
        if (id !== undefined && id !== value) onChange(String(id));
      }}
      {...(onOpen ? { onAction: (id: string | number) => onOpen(String(id)) } : {})}
      renderEmptyState={() => empty}
    >
      {items.map((item) => (
        <ListBoxItem
          key={idOf(item)}
          id={idOf(item)}
          textValue={textOf(item)}
          aria-label={textOf(item)}
          className={cx(styles.row)}
        >
          {({ isSelected }) => children(item, isSelected)}
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
