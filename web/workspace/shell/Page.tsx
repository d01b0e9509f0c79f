// The pieces settings pages are made of: a head with a lead and a deed, cards, tables that become
// cards on a phone, a secret shown once.

import { Banner, Button, cx } from '@antiphon/ui';
import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import styles from './Page.module.css';
import { say } from './say.ts';

export interface PageProps {
  title: string;
  lead?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, action, children }: PageProps) {
  return (
    <>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 className={styles.title}>{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
        </div>
        {action}
      </header>
      {children}
    </>
  );
}

export function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={styles.card} aria-label={title}>
      {title ? <h2 className={styles.cardTitle}>{title}</h2> : null}
      {children}
    </section>
  );
}

export interface Column<Row> {
  name: string;
  /** Its name is for screen readers only: a column of buttons. */
  quiet?: boolean;
  cell: (row: Row) => ReactNode;
}

export interface TableProps<Row> {
  name: string;
  columns: Column<Row>[];
  rows: Row[];
  idOf: (row: Row) => string;
}

/** A plain table: rows are read, deeds stand in the last column. */
export function Table<Row>({ name, columns, rows, idOf }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also by keyboard.
    <section className={styles.frame} aria-label={say.table(name)} tabIndex={0}>
      <table className={styles.table} aria-label={name}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                <span className={cx(column.quiet && 'unseen')}>{column.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={idOf(row)}>
              {columns.map((column) => (
                <td key={column.name} data-name={column.quiet ? undefined : column.name}>
                  {/* One child, however many the cell has: on a phone it stands beside its name. */}
                  <div>{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export interface OnceProps {
  children: ReactNode;
  value: string;
  name: string;
}

/** Something the server tells only now. */
export function ShownOnce({ children, value, name }: OnceProps) {
  return (
    <div className={styles.once}>
      <Banner tone="amber">{children}</Banner>
      <Copied name={name} value={value} />
    </div>
  );
}

/** Text to take along, with a button that copies it. */
export function Copied({ name, value }: { name: string; value: string }) {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setState('done');
    } catch {
      // Not on a secure origin, or refused: the text is there to be selected.
      setState('failed');
    }
  }
  return (
    <div className={styles.copied}>
      {/* biome-ignore-start lint/a11y: long values scroll, also by keyboard, and have a name then. */}
      <pre className={styles.value} dir="ltr" aria-label={name} role="group" tabIndex={0}>
        {value}
      </pre>
      {/* biome-ignore-end lint/a11y: as above */}
      <Button
        size="s"
        icon={<Copy aria-hidden className={styles.icon} />}
        onPress={() => void copy()}
      >
        {state === 'done' ? say.copied : state === 'failed' ? say.selectAndCopy : say.copy}
      </Button>
    </div>
  );
}
