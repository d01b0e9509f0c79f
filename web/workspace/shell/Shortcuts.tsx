// The page of shortcuts, with the switch that turns single letters off.

import { Dialog, Kbd, Switch } from '@antiphon/ui';
import { everywhere } from '../words/everywhere.ts';
import { type Shortcut, shortcuts, writingKeys } from './keys.ts';
import { setPreferences, usePreferences } from './preferences.ts';
import styles from './Shortcuts.module.css';
import { say } from './say.ts';

export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { letters, enter_sends } = usePreferences();

  const groups = { Everywhere: say.everywhere, Conversations: everywhere.conversations };
  return (
    <Dialog title={say.shortcuts} wide isOpen onClose={onClose}>
      <div className={styles.groups}>
        {Object.entries(groups).map(([group, title]) => (
          <section key={group}>
            <h3 className={styles.title}>{title}</h3>
            <dl className={styles.keys}>
              {(Object.keys(shortcuts) as Shortcut[])
                .filter((one) => shortcuts[one].group === group)
                .map((one) => (
                  <Row key={one} does={say.does[one]} keys={shortcuts[one].keys} />
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3 className={styles.title}>{say.whileWriting}</h3>
          <dl className={styles.keys}>
            {writingKeys.map((one) => (
              <Row key={one.keys} does={one.does} keys={one.keys} />
            ))}
          </dl>
        </section>
        <section className={styles.switches}>
          <h3 className={styles.title}>{say.yourChoice}</h3>
          <Switch isSelected={letters} onChange={(on) => setPreferences({ letters: on })}>
            {say.lettersActShort}
          </Switch>
          <Switch isSelected={enter_sends} onChange={(on) => setPreferences({ enter_sends: on })}>
            {say.enterSendsShort}
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
