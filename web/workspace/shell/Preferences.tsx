// Choices for this device: theme and keys.

import { Button, Select, Switch } from '@antiphon/ui';
import { keepChoice, type Language, languages, ownChoice } from '../words/language.ts';
import { openHelp } from './Help.tsx';
import { Card, Page } from './Page.tsx';
import { setPreferences, usePreferences } from './preferences.ts';
import { say } from './say.ts';

const themes = [
  { id: 'system', label: say.themes.system },
  { id: 'light', label: say.themes.light },
  { id: 'dark', label: say.themes.dark },
] as const;

const ofBrowser = 'browser';

/** Each by its own name; the words of another language come with the page loaded anew. */
const tongues = [
  { id: ofBrowser, label: say.asBrowser },
  ...Object.entries(languages).map(([id, label]) => ({ id, label })),
];

function speak(id: string) {
  keepChoice(id === ofBrowser ? null : (id as Language));
  location.reload();
}

export function Preferences() {
  const { theme, letters, enter_sends } = usePreferences();
  return (
    <Page title={say.pages.preferences} lead={say.onThisDevice}>
      <Card title={say.look}>
        <Select
          label={say.theme}
          options={[...themes]}
          value={theme}
          onChange={(next) => setPreferences({ theme: next })}
        />
      </Card>
      <Card title={say.language}>
        <Select
          label={say.language}
          hideLabel
          options={tongues}
          value={ownChoice() ?? ofBrowser}
          onChange={speak}
        />
      </Card>
      <Card title={say.keys}>
        <Switch isSelected={enter_sends} onChange={(on) => setPreferences({ enter_sends: on })}>
          {say.enterSends}
        </Switch>
        <Switch isSelected={letters} onChange={(on) => setPreferences({ letters: on })}>
          {say.lettersAct}
        </Switch>
        <div>
          <Button onPress={openHelp}>{say.showShortcuts}</Button>
        </div>
      </Card>
    </Page>
  );
}
