// Shows a shortcut ("g u", "Ctrl Enter") as keys. It only shows: what the keys do is
// wired in the workspace's shell.
import styles from './Kbd.module.css';

export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(' ').map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
