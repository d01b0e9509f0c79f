// Tabs that choose what one panel shows. Written here and not taken from React Aria, since
// both users (list, composer) keep one panel alive and only change what fills it, while
// React Aria makes a panel per tab. Automatic activation: the panels are cheap.
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { cx } from './cx.ts';
import styles from './Tabs.module.css';

export interface TabsProps<Id extends string> {
  name: string;
  tabs: { id: Id; label: string; icon?: ReactNode; count?: string | undefined }[];
  value: Id;
  onChange: (id: Id) => void;
  /** By the pointer, Enter or Space, and not by an arrow that walks on: whoever chose so goes on in the panel. */
  onPick?: (id: Id) => void;
  className?: string | undefined;
  panelClassName?: string | undefined;
  /** Stands at the end of the line of tabs. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { name, tabs, value, onChange, onPick, className, panelClassName, aside, children } = props;
  const base = useId();
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const at = tabs.findIndex((tab) => tab.id === value);
    const steps: Record<string, number> = {
      ArrowRight: rtl ? at - 1 : at + 1,
      ArrowLeft: rtl ? at + 1 : at - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = tabs[(step + tabs.length) % tabs.length];
    if (!to) return;
    onChange(to.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${to.id}"]`)?.focus();
  }

  return (
    <div className={cx(styles.tabs, className)}>
      <div className={styles.line}>
        <div
          role="tablist"
          aria-label={name}
          className={styles.list}
          ref={list}
          onKeyDown={onKeyDown}
          tabIndex={-1}
        >
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${base}-${tab.id}`}
              data-tab={tab.id}
              aria-selected={tab.id === value}
              aria-controls={`${base}-panel`}
              tabIndex={tab.id === value ? 0 : -1}
              className={styles.tab}
              onClick={() => {
                onChange(tab.id);
                onPick?.(tab.id);
              }}
            >
              {tab.icon}
              <span>{tab.label}</span>
              {tab.count ? <span className={styles.count}>{tab.count}</span> : null}
            </button>
          ))}
        </div>
        {aside}
      </div>
      <div
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${value}`}
        className={cx(styles.panel, panelClassName)}
      >
        {children}
      </div>
    </div>
  );
}
