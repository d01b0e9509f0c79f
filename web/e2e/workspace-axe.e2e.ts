// Every page and every opened part of the workspace to axe: wide and on a phone in light and dark, at
// 200 % zoom and from right to left; and no page may scroll sideways.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  axe,
  axeInLightAndDark,
  mirrored,
  openBrowser,
  openPage,
  phone,
  type Server,
  signIn,
  startServer,
  tearDown,
} from './harness.ts';
import { fill } from './notices-kit.ts';
import {
  askSecondStep,
  byProvider,
  offerProvider,
  showProvider,
  showSecondStep,
  wantSecondStep,
} from './sign-in-kit.ts';
import { enter, log, open, sendTable, turnTo, wide } from './workspace-kit.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
  await fill(server, 'admin');
  await openBrowser();
});
afterAll(tearDown);

const touch = { viewport: phone, hasTouch: true, isMobile: true };
const looks: [string, BrowserContextOptions, typeof axe, typeof mirrored?][] = [
  ['light and dark', { viewport: wide }, axeInLightAndDark],
  ['light and dark on a phone', touch, axeInLightAndDark],
  // Twice the zoom halves the room.
  ['light at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }, axe],
  ['light, right to left', { viewport: wide }, axe, mirrored],
  ['right to left on a phone', touch, axe, mirrored],
];

/** The rooms of the settings; what opens in one by a button, and how that is called here. */
const rooms: [room: string, button?: string, opened?: string][] = [
  ['notices'],
  ['profile'],
  ['account', 'Delete account…', 'an account being deleted'],
  ['sessions'],
  ['two-step'],
  ['workspace'],
  ['files'],
  ['people', 'Invite a person', 'a person being invited'],
  ['roles', 'Make a role', 'a role being made'],
  ['sign-in', 'Set up a provider', 'a provider being set up'],
  ['inboxes'],
  ['prompts', 'Add a prompt', 'a prompt being added'],
  ['attributes'],
  ['keys', 'Make a key', 'a key being made'],
  ['conversations'],
  ['notice-retention'],
  ['jobs'],
  ['audit'],
];

it.each(looks)(
  'finds nothing in %s',
  async (look, options, ask, prepare) => {
    const calm = { ...options, colorScheme: 'light' as const, reducedMotion: 'reduce' as const };
    // Less than 760 px wide: one area at a time.
    const isPhone = /phone|200/.test(look);
    const found: string[] = [];
    async function check(page: Page, what: string, within?: string) {
      found.push(...(await ask(page, within)).map((line) => `${what}: ${line}`));
      const { wide: has, room } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        room: document.documentElement.clientWidth,
      }));
      if (has > room) found.push(`${what}: scrolls sideways, ${has} of ${room}`);
    }

    const outside = await openPage(`${server.url}/app/setup#token=none`, calm, undefined, prepare);
    await outside.getByText('no longer valid').waitFor();
    await check(outside, 'set-up with an old link');
    await outside.goto(`${server.url}/app/join#token=none`);
    await outside.getByText('This invitation was used').waitFor();
    await check(outside, 'an old invitation');
    await outside.goto(`${server.url}/app/reset`);
    await outside.getByLabel('E-mail').waitFor();
    await check(outside, 'a forgotten password');
    await outside.goto(`${server.url}/app/email#token=none`);
    await outside.getByRole('button', { name: 'Use this address' }).waitFor();
    await check(outside, 'a new address');
    await outside.route('**/api/auth/setup-link', (route) =>
      route.fulfill({
        json: { workspace: { name: 'Lumen & Oak' }, email: 'maya@lumenandoak.example' },
      }),
    );
    await outside.goto(`${server.url}/app/setup#token=none`);
    await outside.getByLabel('Your name').waitFor();
    await check(outside, 'set-up');
    await outside.goto(`${server.url}/app/sign-in`);
    await outside.getByLabel('E-mail').fill('nobody@example.org');
    await outside.getByLabel('Password').fill('wrong');
    await outside.getByRole('button', { name: 'Sign in' }).click();
    await outside.getByRole('alert').waitFor();
    await check(outside, 'sign-in, refused');
    await offerProvider(outside);
    await outside.goto(`${server.url}/app/sign-in?problem=denied`);
    await outside.getByRole('button', { name: byProvider }).waitFor();
    await check(outside, 'sign-in with a provider that was turned back from');
    await askSecondStep(outside);
    await outside.getByLabel('E-mail').fill('nobody@example.org');
    await outside.getByLabel('Password').fill('right');
    await outside.getByRole('button', { name: 'Sign in', exact: true }).click();
    await outside.getByLabel('Code from your authenticator app').waitFor();
    await check(outside, 'the second step');
    await outside.getByRole('button', { name: 'Use a recovery code' }).click();
    await check(outside, 'the second step by a recovery code');
    await outside.context().close();

    const admin = await signIn(server, 'admin');
    const page = await enter(server, 'admin', calm, '/app/', prepare);
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe(
      prepare ? 'rtl' : 'ltr',
    );
    await open(page, 'Ines Duarte');
    await check(page, 'a conversation');
    await page.getByRole('tab', { name: 'Note' }).click();
    await check(page, 'a note being written');
    await page.getByRole('button', { name: /Assignee/ }).click();
    await page.getByRole('menu').waitFor();
    // While a menu is open the rest is inert: it is the page.
    await check(page, 'the assignee menu', '[role=menu]');
    await page.keyboard.press('Escape');
    const more = page.getByRole('button', { name: 'Show the context' });
    if (isPhone) {
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Contact and participants' }).click();
    } else if (await more.count()) await more.click();
    await page.getByText('Participants').waitFor();
    await check(page, 'the context');
    await page.getByRole('button', { name: 'Change Name' }).click();
    await check(page, 'the contact being edited');

    await page.goto(`${server.url}/app/conversations`);
    await page.getByRole('listbox').waitFor();
    await check(page, 'the list');
    await page.getByRole('button', { name: /^Status/ }).click();
    await page.getByRole('menu').waitFor();
    await check(page, 'the status filter', '[role=menu]');
    await page.keyboard.press('Escape');
    await page.goto(`${server.url}/app/conversations?q=nobodyiscalledthis`);
    await page.getByText('Nothing found').waitFor();
    await check(page, 'an empty list');
    await page.goto(`${server.url}/app/conversations?status=resolved`);
    await open(page, 'Priya Raman');
    await log(page).waitFor();
    await check(page, 'a resolved conversation');

    await page.goto(`${server.url}/app/contacts`);
    await page.getByRole('table', { name: 'Contacts' }).waitFor();
    await check(page, 'the contacts');
    await page.getByRole('checkbox', { name: 'Choose Amara Nwosu' }).check();
    await page.getByRole('region', { name: 'Change the chosen contacts' }).waitFor();
    await check(page, 'contacts being chosen');
    await page.getByRole('button', { name: 'Company…' }).click();
    await page.getByRole('dialog').waitFor();
    await check(page, 'the company of many', '[role=dialog]');
    await page.goto(`${server.url}/app/contacts?q=nobodyiscalledthis`);
    await page.getByText('Nobody found').waitFor();
    await check(page, 'no contacts');
    await page.goto(`${server.url}/app/contacts?q=Hannah`);
    await page.getByRole('link', { name: 'Hannah Berg' }).click();
    await page.getByText('Fits out guest rooms').waitFor();
    await page.waitForLoadState('networkidle');
    await check(page, 'a contact');
    await page.getByRole('button', { name: 'What to do with Hannah Berg' }).click();
    await page.getByRole('menuitem', { name: /^Merge/ }).click();
    await page.getByRole('dialog').getByLabel('Contact to merge in').fill('Frida');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Frida Holm/ })
      .click();
    await page.getByRole('table', { name: 'What the merged contact has' }).waitFor();
    await check(page, 'a merge', '[role=dialog]');
    await page.goto(`${server.url}/app/contacts/import`);
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await check(page, 'an import');
    await sendTable(page, 'E-Mail;Name;Colour\nal@x.example;Al;red\nwrong;Bo;blue\n');
    await page.getByRole('table', { name: 'The first lines' }).waitFor();
    await check(page, 'an import being looked at');
    await page.getByRole('button', { name: 'Cancel' }).click();

    await page.goto(`${server.url}/app/notices`);
    await page.getByText('Your meeting with Ines Duarte').waitFor();
    await page.getByText('Details').first().click();
    await check(page, 'the notices');
    await page
      .getByRole('button', { name: /^Task task_117/ })
      .first()
      .click();
    await page.getByText('The calendar of Tomás').waitFor({ state: 'detached' });
    await check(page, 'the notices of a task');
    await page.goto(`${server.url}/app/notices?type=INFO&task=none`);
    await page.getByText('No such notice').waitFor();
    await check(page, 'no notices');
    await page.route('**/api/notices?**', (route) => route.abort());
    await page.goto(`${server.url}/app/notices?unread=true`);
    await page.getByText('The notices could not be loaded').waitFor();
    await check(page, 'notices that did not come');
    await page.unroute('**/api/notices?**');

    await page.goto(`${server.url}/app/settings/preferences`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await check(page, 'preferences');
    for (const [name, button, what] of rooms) {
      await turnTo(page, `/app/settings/${name}`);
      await check(page, name);
      if (!button || !what) continue;
      await page.getByRole('button', { name: button }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').or(dialog.getByLabel('Current password')).first().waitFor();
      // While a window is open the rest is inert: it is the page.
      await check(page, what, '[role=dialog]');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.goto(`${server.url}/app/settings/notice-retention`);
    await page.getByLabel('Read, days', { exact: true }).first().fill('x');
    await page.getByText('Give 1 to 3,650 days').waitFor();
    await check(page, 'how long notices stay, refused');
    await page.getByLabel('Read, days', { exact: true }).first().fill('30');
    await page.getByRole('button', { name: 'See what would go' }).click();
    await page.getByRole('dialog').waitFor();
    await check(page, 'what would go', '[role=dialog]');
    await page.goto(`${server.url}/app/settings/people`);
    await page.getByRole('button', { name: 'Change Ana Ferreira' }).click();
    await page.getByRole('menuitem', { name: 'External id…' }).click();
    await page.getByRole('dialog').getByLabel('External id').waitFor();
    await check(page, 'an external id', '[role=dialog]');
    await showProvider(page);
    await page.goto(`${server.url}/app/settings/sign-in`);
    await page.getByRole('group', { name: 'Redirect address' }).waitFor();
    await check(page, 'a provider');
    await showSecondStep(page, null);
    await page.goto(`${server.url}/app/settings/two-step`);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Your password').fill('right');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('img', { name: /Picture for the authenticator app/ }).waitFor();
    await check(page, 'a second step being set up');
    await page.getByLabel('Code that the app shows now').fill('123456');
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
    await check(page, 'recovery codes');
    await wantSecondStep(page);
    await page.goto(`${server.url}/app/`);
    await page.getByLabel('Your password').waitFor();
    await check(page, 'one more step');
    await page.unroute('**/api/me');
    await page.unroute('**/api/me/second-factor');
    await showSecondStep(page, '2026-01-05T09:00:00Z');
    await page.goto(`${server.url}/app/settings/two-step`);
    await page.getByRole('button', { name: 'Switch off…' }).click();
    await page.getByRole('dialog').getByLabel('Your password').waitFor();
    await check(page, 'a second step being switched off', '[role=dialog]');
    await page.goto(`${server.url}/app/_ui`);
    await page.getByRole('heading', { name: 'Components' }).waitFor();
    await check(page, 'the components');
    if (!isPhone) {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await check(page, 'the shortcuts', '[role=dialog]');
    }
    const ana = await signIn(server);
    const me = await admin.request<{ id: string }>('GET', '/api/me');
    const direct = { kind: 'direct', participants: [me.id], message: { text: 'Lunch?' } };
    await ana.request('POST', '/api/conversations', direct);
    await page.goto(`${server.url}/app/conversations?kind=direct`);
    await open(page, 'Ana Ferreira');
    await check(page, 'a direct conversation');
    await page.route(/assets\/Sessions-/, (route) => route.abort());
    await page.goto(`${server.url}/app/settings/sessions`);
    await page.getByText('This page could not be loaded').waitFor();
    await check(page, 'a page that did not come');
    await page.goto(`${server.url}/app/nowhere`);
    await page.getByText('There is no such page').waitFor();
    await check(page, 'no such page');
    expect(found).toEqual([]);
    await page.context().close();
  },
  180_000,
); // every page, one after the other
