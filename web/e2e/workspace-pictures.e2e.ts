// A picture of every page and state of the workspace: light, dark, and on a phone. What differs
// from run to run (times, tints that come from ids) is levelled before the picture is taken.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Line,
  openBrowser,
  openPage,
  phone,
  type Server,
  startLine,
  startServer,
  tearDown,
} from './harness.ts';
import { comparePicture } from './harness-pictures.ts';
import { bar, enter, fillSignIn, log, note, open, reply, says, wide } from './workspace-kit.ts';

let server: Server;
let line: Line;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  await openBrowser();
});
afterAll(tearDown);

async function level(page: Page): Promise<void> {
  await page.evaluate(() => {
    const still = new CSSStyleSheet();
    still.replaceSync(`
      time, [class*=_wait_], time[class], span[class*=_when_], [class*=_on_], [class*=_facts_] dd, td[data-name="Signed in"], td[data-name="Last used"],
      td[data-name=When], td[data-name=Made], td[data-name=Key], pre { visibility: hidden !important }
      [class*=_tint] { background: var(--avatar-1) !important }
      * { animation: none !important; transition: none !important; caret-color: transparent !important }
    `);
    document.adoptedStyleSheets = [still];
  });
  await page.evaluate(() => document.fonts.ready);
  // What opens is there before it can be seen.
  await page.locator('[data-entering]').first().waitFor({ state: 'detached' });
}

const looks: [string, BrowserContextOptions][] = [
  ['light', { viewport: wide, colorScheme: 'light' }],
  ['dark', { viewport: wide, colorScheme: 'dark' }],
  ['phone', { viewport: phone, colorScheme: 'light', hasTouch: true, isMobile: true }],
];

it.each(looks)(
  'every page and state as it was looked at and found good: %s',
  async (look, options) => {
    const isPhone = look === 'phone';
    const calm = { ...options, reducedMotion: 'reduce' as const };
    const differing: string[] = [];
    async function picture(page: Page, name: string) {
      await level(page);
      const difference = comparePicture(`workspace/${look}-${name}`, await page.screenshot());
      if (difference) differing.push(difference);
    }

    const outside = await openPage(`${server.url}/app/`, calm);
    await outside.getByLabel('E-mail').waitFor();
    await picture(outside, 'sign-in');
    await outside.route('**/api/auth/setup-link', (route) =>
      route.fulfill({
        json: { workspace: { name: 'Lumen & Oak' }, email: 'maya@lumenandoak.example' },
      }),
    );
    await outside.goto(`${server.url}/app/setup#token=x`);
    await outside.getByLabel('Your name').waitFor();
    await picture(outside, 'set-up');
    await outside.goto(`${server.url}/app/`);
    await outside.getByLabel('E-mail').waitFor();
    await fillSignIn(outside, server, 'customer');
    await outside.getByRole('heading', { name: 'This app is for the team' }).waitFor();
    await picture(outside, 'team-only');
    await outside.context().close();

    const page = await enter({ url: line.url, accounts: server.accounts }, 'admin', calm);
    await page.getByRole('listbox').waitFor();
    await picture(page, 'list');
    await page.goto(`${line.url}/app/conversations?q=nobodyiscalledthis`);
    await page.getByText('Nothing found').waitFor();
    await picture(page, 'nothing-found');

    await page.goto(`${line.url}/app/conversations?q=Ines`);
    await open(page, 'Ines Duarte');
    await log(page).getByText('Told them.').waitFor();
    await picture(page, 'conversation');
    await page.getByRole('tab', { name: 'Note' }).click();
    await note(page).fill('Batch 44 is the one with the loose brackets.');
    await picture(page, 'note');
    await note(page).fill('');
    await page.getByRole('tab', { name: 'Reply' }).click();
    await page.getByRole('button', { name: /Assignee/ }).click();
    await page.getByRole('menu').waitFor();
    await picture(page, 'assign');
    await page.keyboard.press('Escape');
    if (isPhone) {
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Contact and participants' }).click();
      await page.getByText('Participants').waitFor();
      await picture(page, 'context');
      await page.getByRole('button', { name: 'Close' }).click();
    }
    line.cut();
    // On a touch screen Enter breaks the line.
    if (isPhone) {
      await reply(page).fill('Written while the line was cut.');
      await page.getByRole('button', { name: 'Send' }).click();
    } else await says(page, 'Written while the line was cut.');
    await page.getByText('1 message waiting').waitFor();
    await bar(page).waitFor();
    await picture(page, 'reconnecting');
    await page.route('**/api/conversations/*/messages', (route) => route.abort());
    line.mend();
    await page.context().close();

    const admin = await enter(server, 'admin', calm);
    for (const name of ['preferences', 'people', 'inboxes', 'keys', 'sessions', 'audit']) {
      await admin.goto(`${server.url}/app/settings/${name}`);
      await admin.getByRole('heading', { level: 1 }).waitFor();
      await admin.waitForLoadState('networkidle');
      await picture(admin, name);
    }
    await admin.goto(`${server.url}/app/settings/people`);
    await admin.getByRole('button', { name: 'Add a person' }).click();
    await admin.getByRole('dialog').getByLabel('Name').waitFor();
    await picture(admin, 'add-person');
    await admin.goto(`${server.url}/app/_ui`);
    await admin.getByRole('heading', { name: 'Components' }).waitFor();
    await picture(admin, 'components');
    if (!isPhone) {
      await admin.keyboard.press('?');
      await admin.getByRole('dialog').waitFor();
      await picture(admin, 'shortcuts');
    }
    await admin.goto(`${server.url}/app/nowhere`);
    await admin.getByText('There is no such page').waitFor();
    await picture(admin, 'nowhere');
    await admin.context().close();
    expect(differing).toEqual([]);
  },
);
