// Grey shapes of the final size while something loads. `label` is what is loading, for
// those who cannot see shapes; the shapes themselves are hidden from them.

import { cx } from './cx.ts';
import styles from './Skeleton.module.css';

/** 1 … n. The shapes are alike and never move: their place is their identity. */
const places = (n: number) => Array.from({ length: n }, (_, place) => place + 1);

export function SkeletonRows({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className={styles.rows}>
      {places(rows).map((row) => (
        <div key={row} className={styles.row} aria-hidden>
          <span className={cx(styles.shape, styles.disc)} />
          <span className={styles.lines}>
            <span className={cx(styles.shape, styles.line, styles.short)} />
            <span className={cx(styles.shape, styles.line)} />
          </span>
        </div>
      ))}
    </div>
  );
}

export function SkeletonThread({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className={styles.thread}>
      {places(5).map((place) => (
        <span
          key={place}
          aria-hidden
          className={cx(styles.shape, styles.bubble, (place === 3 || place === 5) && styles.end)}
        />
      ))}
    </div>
  );
}

export function SkeletonLines({ label, lines = 3 }: { label: string; lines?: number }) {
  return (
    <div role="status" aria-label={label} className={styles.block}>
      {places(lines).map((line) => (
        <span
          key={line}
          aria-hidden
          className={cx(styles.shape, styles.line, line % 3 === 2 && styles.short)}
        />
      ))}
    </div>
  );
}
