// Every page of the workspace by keyboard alone: what can be pressed can be reached, is seen when
// it is reached, and is named. And the main job done without a mouse.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { fill } from './notices-kit.ts';
import { clip, enter, list, log, note, open, reply, row, texts, visitor } from './workspace-kit.ts';

let server: Server;
let ana: Agent;

beforeAll(async () => {
  server = await startServer();
  ana = await signIn(server);
  await fill(server, 'admin');
  await openBrowser();
});
afterAll(tearDown);

interface Stop {
  name: string;
  inSight: boolean;
  ringed: boolean;
}

/** Presses Tab through the whole page and tells each stop. */
async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    (window as unknown as { met: Set<Element> }).met = new Set();
  });
  for (let n = 0; n < 120; n++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      const { met } = window as unknown as { met: Set<Element> };
      if (!element || element === document.body || met.has(element)) return null;
      met.add(element);
      const box = element.getBoundingClientRect();
      // A list shows its focus on the chosen row, a drawn tick box on its mark, a field on its box.
      const around = [
        element,
        element.nextElementSibling,
        element.querySelector('[aria-selected=true]'),
        element.closest('[class*=box]'),
      ].filter((one): one is Element => one !== null);
      const ringed = around.some((one) => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      });
      const labels = (element as HTMLInputElement).labels;
      return {
        name: (
          element.getAttribute('aria-label') ||
          labels?.[0]?.textContent ||
          element.textContent ||
          ''
        ).trim(),
        inSight:
          box.width > 0 &&
          box.bottom > 0 &&
          box.right > 0 &&
          box.top < innerHeight &&
          box.left < innerWidth,
        ringed,
      };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

const pages = [
  '/app/conversations',
  '/app/notices',
  '/app/settings/preferences',
  '/app/settings/notices',
  '/app/settings/notice-retention',
  '/app/settings/sessions',
  '/app/settings/people',
  '/app/settings/inboxes',
  '/app/settings/prompts',
  '/app/settings/attributes',
  '/app/contacts',
  '/app/contacts/import',
  '/app/settings/keys',
  '/app/settings/audit',
  '/app/_ui',
  '/app/nowhere',
];

it('reaches everything on every page, in sight, ringed and named', async () => {
  const page = await enter(server, 'admin');
  for (const path of [...pages, 'a conversation']) {
    if (path === 'a conversation') {
      await page.goto(`${server.url}/app/conversations`);
      await open(page, 'Ines Duarte');
      // Anew, so that Tab begins at the start of the page and not where the row was pressed.
      await page.reload();
      await log(page).waitFor();
    } else await page.goto(server.url + path);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await page.waitForLoadState('networkidle');
    const stops = await walk(page);
    expect(stops.length, path).toBeGreaterThan(5);
    expect(
      stops.filter((one) => !one.name || !one.inSight || !one.ringed),
      path,
    ).toEqual([]);
    const pressable = await page.evaluate(() => {
      const { met } = window as unknown as { met: Set<Element> };
      return [...document.querySelectorAll('button, a[href], input, textarea, [tabindex="0"]')]
        .filter((one) => (one as HTMLElement).tabIndex >= 0 && !(one as HTMLButtonElement).disabled)
        .filter((one) => one.checkVisibility() && !met.has(one))
        .map((one) => one.outerHTML.slice(0, 120));
    });
    expect(pressable, path).toEqual([]);
  }
});

it('signs in, answers, notes, assigns, resolves and goes on, without a mouse', async () => {
  const account = server.accounts.find((one) => one.role === 'agent');
  const page = await openPage(`${server.url}/app/`, { viewport: { width: 1440, height: 900 } });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.keyboard.type(account?.email ?? '');
  await page.keyboard.press('Tab');
  await page.keyboard.type(account?.password ?? '');
  await page.keyboard.press('Enter');
  await list(page).waitFor();
  const kim = await visitor(server, 'Kim Aalto', 'Do you deliver to Turku?', ana);
  await row(page, 'Kim Aalto').waitFor();

  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await until(
    async () => new URL(page.url()).search,
    (search) => search === '?tab=unassigned',
  );
  await row(page, 'Kim Aalto').waitFor();
  await page.keyboard.press('j');
  await page.getByRole('region', { name: 'Conversation with Kim Aalto' }).waitFor();
  await log(page).waitFor();
  await page.keyboard.press('m');
  await page.getByRole('button', { name: /Assignee: You/ }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Turku is in zone 3.');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.keyboard.type('Yes, in four days.');
  await page.keyboard.press('Enter');
  await until(kim.sees, (seen) => seen.at(-1) === 'Yes, in four days.');
  expect(await kim.sees()).toEqual(['Do you deliver to Turku?', 'Yes, in four days.']);
  expect(await texts(page)).toEqual([
    'Do you deliver to Turku?',
    'Turku is in zone 3.',
    'Yes, in four days.',
  ]);

  await page.keyboard.press('Escape');
  expect(await log(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('a');
  await page.getByRole('menuitem', { name: 'Nobody' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Reopen' }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('No conversation open').waitFor();
  await until(
    () => page.evaluate(() => document.activeElement?.getAttribute('role') ?? ''),
    (role) => role === 'listbox',
  );
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await until(
    async () => new URL(page.url()).search,
    (search) => search === '',
  );
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await until(
    () => page.getByRole('dialog').count(),
    (count) => count === 0,
  );
});

it('goes on in the reply after an edit: letters are text there, not shortcuts', async () => {
  const page = await enter(server);
  const noor = await visitor(server, 'Noor Haddad', 'Is the lamp dimmable?', ana);
  await open(page, 'Noor Haddad');
  const inReply = () =>
    until(
      () => page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      (name) => name === 'Reply to Noor Haddad',
      2_000,
    );
  const editor = page.getByRole('textbox', { name: 'Edit your message' });
  await page.keyboard.press('r');
  await page.keyboard.type('Yes, wth any dimmer.');
  await page.keyboard.press('Enter');
  await until(noor.sees, (seen) => seen.at(-1) === 'Yes, wth any dimmer.');
  const more = page.getByRole('button', { name: 'Edit or delete' });
  // Stored is not yet known here to be stored: what is still being sent cannot be edited.
  await more.waitFor({ state: 'attached' });

  await page.keyboard.press('ArrowUp');
  await editor.waitFor();
  await editor.fill('Yes, with any dimmer.');
  await page.keyboard.press('Enter');
  await editor.waitFor({ state: 'hidden' });
  await inReply();
  await page.keyboard.type('me too');
  expect(await reply(page).inputValue()).toBe('me too');
  await reply(page).fill('');

  await page.keyboard.press('ArrowUp');
  await editor.waitFor();
  await page.keyboard.press('Escape');
  await editor.waitFor({ state: 'hidden' });
  await inReply();

  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Edit' }).click();
  await editor.waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await editor.waitFor({ state: 'hidden' });
  await inReply();

  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await log(page).getByText('Message deleted').waitFor();
  await inReply();
  await page.keyboard.type('me');
  expect(await page.getByRole('button', { name: 'Resolve' }).count()).toBeGreaterThan(0);
  expect(await noor.sees()).toEqual(['Is the lamp dimmable?', null]);
});

it('keeps what is typed after Note was clicked from the customer', async () => {
  const page = await enter(server);
  const lia = await visitor(server, 'Lia Brandt', 'I want my money back!', ana);
  await open(page, 'Lia Brandt');
  await page.getByRole('tab', { name: 'Note' }).click();
  await page.keyboard.type('refund nothing');
  expect(await note(page).inputValue()).toBe('refund nothing');
  await page.keyboard.press('Enter');
  await log(page).getByText('refund nothing').waitFor();
  const stored = async () => {
    const path = `/api/conversations/${lia.conversation}/messages?limit=9`;
    type Told = { messages: { text: string; kind: string }[] };
    return (await ana.request<Told>('GET', path)).messages.map((one) => [one.kind, one.text]);
  };
  await until(stored, (told) => told.length > 1);
  expect((await stored()).at(-1)).toEqual(['note', 'refund nothing']);
  expect(await lia.sees()).toEqual(['I want my money back!']);
  expect(await page.getByRole('button', { name: 'Reopen' }).count()).toBe(0);

  // On the tabs by arrow, and on the buttons below the field, letters do nothing.
  await page.getByRole('tab', { name: 'Note' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('re');
  await page.getByText('Enter sends').click();
  await page.keyboard.type('re');
  await clip(page).focus();
  await page.keyboard.type('re');
  expect(await clip(page).evaluate((on) => on === document.activeElement)).toBe(true);
  expect(await note(page).inputValue()).toBe('');
  expect(await page.getByRole('button', { name: 'Reopen' }).count()).toBe(0);
});

it('is back on the button that opened the contact when it is changed or left', async () => {
  const page = await enter(server);
  await open(page, 'Ines Duarte');
  const edit = page.getByRole('button', { name: 'Change Name' });
  for (const key of ['Enter', 'Escape']) {
    await edit.focus();
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Name' });
    await form.getByLabel('Name').fill(key === 'Enter' ? 'Ines Duarte-Lima' : 'Somebody else');
    await page.keyboard.press(key);
    await form.waitFor({ state: 'hidden' });
    await until(
      () => edit.evaluate((button) => button === document.activeElement),
      (on) => on,
      2_000,
    );
    await page.getByRole('heading', { name: 'Ines Duarte-Lima' }).first().waitFor();
  }
});

it('arrows walk the list and the address follows; Enter goes on to writing', async () => {
  const page = await enter(server);
  await list(page).focus();
  await page.keyboard.press('ArrowDown');
  const first = await until(
    async () => new URL(page.url()).pathname,
    (path) => path.length > 20,
  );
  await page.keyboard.press('ArrowDown');
  await until(
    async () => new URL(page.url()).pathname,
    (path) => path.length > 20 && path !== first,
  );
  await reply(page).waitFor();
  await page.keyboard.press('Enter');
  await until(
    () => reply(page).evaluate((field) => field === document.activeElement),
    (on) => on,
  );
});

it('single letters can be turned off', async () => {
  const page = await enter(server, 'agent', {}, '/app/settings/preferences');
  await page.getByText('Single letters act').click();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Preferences' }).click();
  await page.keyboard.press('?');
  await page.waitForTimeout(300);
  expect(await page.getByRole('dialog').count()).toBe(0);
});
