// A keyboard list of rows of one height with one chosen: arrows move and choose. Only the rows in
// sight are in the page, so ten thousand cost as little as ten. Knows nothing of conversations;
// the caller draws each row's inside.
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cx } from './cx.ts';
import styles from './RowList.module.css';

export interface RowListProps<Item> {
  name: string;
  items: Item[];
  idOf: (item: Item) => string;
  value: string | null;
  onChange: (id: string) => void;
  /** Enter, with a row chosen. */
  onEnter?: () => void;
  /** Comes after the last row, within what scrolls. */
  foot?: ReactNode;
  children: (item: Item, chosen: boolean) => ReactNode;
}

/** Rows drawn beyond the edges, so that a quick scroll does not show holes. */
const beyond = 8;

export function RowList<Item extends object>(props: RowListProps<Item>) {
  const { name, items, idOf, value, onChange, onEnter, foot, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ from: 0, to: 40, row: 0 });

  // Measured when there is a first row and when the place changes size, not with every drawing:
  // asking for a height in between would make the browser lay out the page twice.
  const height = useRef(0);
  const look = useCallback(() => {
    const element = scroller.current;
    const row = height.current;
    // Without layout (a test) the first rows are in sight.
    if (!element || row === 0) return;
    const from = Math.max(0, Math.floor(element.scrollTop / row) - beyond);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / row) + beyond;
    setSight((was) =>
      was.from === from && was.to === to && was.row === row ? was : { from, to, row },
    );
  }, []);
  const measure = useCallback(() => {
    height.current =
      list.current?.querySelector<HTMLElement>('[role="option"]')?.offsetHeight ?? height.current;
    look();
  }, [look]);

  const isEmpty = items.length === 0;
  useLayoutEffect(() => {
    if (!isEmpty) measure();
  }, [isEmpty, measure]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [measure]);

  const at = items.findIndex((item) => idOf(item) === value);

  const show = useCallback((place: number) => {
    const element = scroller.current;
    const row = height.current;
    if (!element || row === 0) return;
    const [top, bottom] = [place * row, (place + 1) * row];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight;
  }, []);

  // A row chosen from elsewhere (a shortcut, the address) comes into sight; that rows move below
  // a reader's eyes is no reason to scroll.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the choice scrolls, not its place.
  useLayoutEffect(() => {
    if (at >= 0) show(at);
  }, [value, show]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && at >= 0 && onEnter) {
      event.preventDefault();
      onEnter();
      return;
    }
    const page = Math.max(1, sight.to - sight.from - 2 * beyond);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: items.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.min(items.length - 1, Math.max(0, step));
    const item = items[to];
    if (item && to !== at) onChange(idOf(item));
  }

  const from = sight.row === 0 ? 0 : Math.min(sight.from, Math.max(0, items.length - 1));
  const shown = items.slice(from, sight.to);
  const idAt = (place: number) => `${name}-${place}`.replace(/\s+/g, '-');

  return (
    <div ref={scroller} className={styles.scroller} onScroll={look}>
      <div
        ref={list}
        role="listbox"
        aria-label={name}
        // The chosen row is told by aria-activedescendant: rows out of sight are not in the page,
        // so none of them could keep the focus.
        aria-activedescendant={at >= from && at < sight.to ? idAt(at) : undefined}
        tabIndex={0}
        className={styles.list}
        onKeyDown={onKeyDown}
        style={sight.row > 0 ? { height: items.length * sight.row } : undefined}
      >
        <div style={sight.row > 0 ? { height: from * sight.row } : undefined} aria-hidden />
        {shown.map((item, place) => {
          const id = idOf(item);
          const chosen = id === value;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the listbox's, which has the focus.
            // biome-ignore lint/a11y/useFocusableInteractive: as above.
            <div
              key={id}
              id={idAt(from + place)}
              role="option"
              aria-selected={chosen}
              aria-posinset={from + place + 1}
              aria-setsize={items.length}
              className={cx(styles.row)}
              onClick={() => onChange(id)}
            >
              {children(item, chosen)}
            </div>
          );
        })}
      </div>
      {foot}
    </div>
  );
}
