// Choices for this device: theme and keys.
import { Button, Select, Switch } from '@antiphon/ui';
import { openHelp } from './Help.tsx';
import { Card, Page } from './Page.tsx';
import { setPreferences, usePreferences } from './preferences.ts';

const themes = [
  { id: 'system', label: 'As the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
] as const;

export function Preferences() {
  const { theme, letters, enter_sends } = usePreferences();
  return (
    <Page title="Preferences" lead="These stay on this device.">
      <Card title="Look">
        <Select
          label="Theme"
          options={[...themes]}
          value={theme}
          onChange={(next) => setPreferences({ theme: next })}
        />
      </Card>
      <Card title="Keys">
        <Switch isSelected={enter_sends} onChange={(on) => setPreferences({ enter_sends: on })}>
          Enter sends. When off, Enter breaks the line and Ctrl+Enter sends.
        </Switch>
        <Switch isSelected={letters} onChange={(on) => setPreferences({ letters: on })}>
          Single letters act outside fields, such as e to resolve.
        </Switch>
        <div>
          <Button onPress={openHelp}>Show all shortcuts</Button>
        </div>
      </Card>
    </Page>
  );
}
