// Shows a shortcut ("g u", "Ctrl Enter") as keys. It only shows: what the keys do is
// wired in the workspace's shell.
import styles from './Kbd.module.css';

export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={styles.keys} dir="ltr">
      {caps(keys).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}

/** A capital letter is typed with Shift, which is clearer said. */
function caps(keys: string): string[] {
  return keys
    .split(' ')
    .flatMap((key) => (/^\p{Lu}$/u.test(key) ? ['Shift', key.toLowerCase()] : [key]));
}
