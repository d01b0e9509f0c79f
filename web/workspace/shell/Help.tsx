// The page of shortcuts, under `?`, with the switch that turns single letters off.
import { Dialog, Kbd, Switch } from '@antiphon/ui';
import { useSyncExternalStore } from 'react';
import styles from './Help.module.css';
import { shortcuts, useShortcut, writingKeys } from './keys.ts';
import { setPreferences, usePreferences } from './preferences.ts';

let open = false;
const listeners = new Set<() => void>();

function setOpen(to: boolean) {
  open = to;
  for (const listener of listeners) listener();
}

export const openHelp = () => setOpen(true);

export function Help() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
  const { letters, enter_sends } = usePreferences();
  useShortcut('help', openHelp);

  const groups = ['Everywhere', 'Conversations'] as const;
  return (
    <Dialog title="Keyboard shortcuts" wide isOpen={shown} onClose={() => setOpen(false)}>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className={styles.title}>{group}</h3>
            <dl className={styles.keys}>
              {Object.values(shortcuts)
                .filter((one) => one.group === group)
                .map((one) => (
                  <Row key={one.keys} does={one.does} keys={one.keys} />
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 className={styles.title}>While writing</h3>
          <dl className={styles.keys}>
            {writingKeys.map((one) => (
              <Row key={one.keys} does={one.does} keys={one.keys} />
            ))}
          </dl>
        </section>
        <section className={styles.switches}>
          <h3 className={styles.title}>Your choice</h3>
          <Switch isSelected={letters} onChange={(on) => setPreferences({ letters: on })}>
            Single letters act outside fields
          </Switch>
          <Switch isSelected={enter_sends} onChange={(on) => setPreferences({ enter_sends: on })}>
            Enter sends (off: Enter breaks the line)
          </Switch>
        </section>
      </div>
    </Dialog>
  );
}

function Row({ does, keys }: { does: string; keys: string }) {
  return (
    <div className={styles.row}>
      <dt>{does}</dt>
      <dd>
        <Kbd keys={keys} />
      </dd>
    </div>
  );
}
