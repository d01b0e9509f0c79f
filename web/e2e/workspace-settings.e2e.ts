// How the settings' tables lie: on a wide screen and, as cards, on a phone. And what only a browser
// with a server behind it proves of the settings' pages.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  openBrowser,
  phone,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { enter } from './workspace-kit.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
  await openBrowser();
});
afterAll(tearDown);

/** How the words of each cell lie: where they start, and on how many lines; and where its name ends. */
function words(cells: Locator): Promise<{ name: number; start: number; lines: number }[]> {
  return cells.evaluateAll((all) =>
    all.map((cell) => {
      const rects: DOMRect[] = [];
      const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = document.createRange();
        text.selectNode(texts.currentNode);
        rects.push(...text.getClientRects());
      }
      const columns = getComputedStyle(cell).gridTemplateColumns;
      return {
        name: cell.getBoundingClientRect().left + (Number.parseFloat(columns) || 0),
        start: Math.min(...rects.map((rect) => rect.left)),
        lines: new Set(rects.map((rect) => Math.round(rect.bottom))).size,
      };
    }),
  );
}

it('an API key is one word on one line, also beside many scopes', async () => {
  const page = await enter(server, 'admin', { viewport: { width: 1400, height: 900 } });
  const admin = await signIn(server, 'admin');
  const { permissions } = await admin.request<{ permissions: string[] }>('GET', '/api/me');
  await admin.request('POST', '/api/keys', { name: 'Nightly export', scopes: permissions });
  for (const width of [1400, 1100, phone.width]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${server.url}/app/settings/keys`);
    const cells = page.locator('td[data-name=Key]');
    await page.getByText('Nightly export').waitFor();
    expect(await cells.count()).toBeGreaterThan(1);
    expect(
      (await words(cells)).map((one) => one.lines),
      `${width}`,
    ).toEqual(Array(await cells.count()).fill(1));
    const frame = page.getByRole('region', { name: 'Table: API keys' });
    const hidden = await frame.evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(hidden, `${width}`).toBe(0);
  }
  await page.close();
});

it('on a phone what a cell says stands beside its name, all of it', async () => {
  const page = await enter(server, 'admin', { viewport: phone });
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const admin = await signIn(server, 'admin');
  type Inboxes = { inboxes: { id: string }[] };
  const { inboxes } = await admin.request<Inboxes>('GET', '/api/inboxes');
  await admin.request('PATCH', `/api/inboxes/${inboxes[0]!.id}`, { name: 'Shop front' });
  for (const name of ['audit', 'keys', 'people', 'roles', 'prompts']) {
    await page.goto(`${server.url}/app/settings/${name}`);
    await page.getByRole('table').waitFor();
    const cells = await words(page.locator('td[data-name]'));
    expect(cells.length, name).toBeGreaterThan(3);
    expect(
      cells.filter((cell) => cell.start < cell.name),
      name,
    ).toEqual([]);
  }
  await page.close();
});

it('beside the list of pages no table is cut off, and short words stay on one line', async () => {
  const page = await enter(server, 'admin', { viewport: { width: 900, height: 700 } });
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const short: Record<string, string[]> = {
    audit: ['When', 'Who', 'On'],
    keys: ['Key', 'Made'],
    people: ['E-mail'],
    prompts: ['For', 'Page'],
  };
  for (const width of [900, 1000, 1100]) {
    await page.setViewportSize({ width, height: 700 });
    for (const [name, columns] of Object.entries(short)) {
      await page.goto(`${server.url}/app/settings/${name}`);
      await page.getByRole('table').waitFor();
      const frame = page.getByRole('region', { name: /^Table:/ });
      const hidden = await frame.evaluate((one) => one.scrollWidth - one.clientWidth);
      expect(hidden, `${name} at ${width}`).toBe(0);
      for (const column of columns) {
        const lines = await words(page.locator(`td[data-name="${column}"]`));
        expect(lines.length).toBeGreaterThan(0);
        expect(Math.max(...lines.map((one) => one.lines)), `${column} at ${width}`).toBe(1);
      }
    }
  }
  await page.close();
});

it('a wrong site is said at its field, with its line', async () => {
  const page = await enter(server, 'admin', {}, '/app/settings/inboxes');
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click();
  const field = page.getByRole('dialog').getByLabel('Allowed sites');
  await field.fill('https://shop.example.org\n\nhttps://shop.example.org/cart');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Line 3: Give a site').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('dialog').getByRole('alert').count()).toBe(0);
  await field.fill('https://shop.example.org');
  expect(await field.getAttribute('aria-invalid')).toBeNull();
  await page.close();
});

const prompts = (page: Page) => page.locator('tbody td[data-name=Prompt] bdi:first-child');

it('prompts stand as they were put, by pointer and by keyboard, also after a reload', async () => {
  const page = await enter(server, 'admin', {}, '/app/settings/prompts');
  await page.getByRole('table', { name: 'Prompts' }).waitFor();
  const [first, second, ...rest] = await prompts(page).allInnerTexts();
  const settled = () =>
    until(
      async () => {
        const admin = await signIn(server, 'admin');
        const answer = await admin.request<{ prompts: { title: string }[] }>(
          'GET',
          '/api/chat/prompts',
        );
        return answer.prompts.map((one) => one.title);
      },
      (kept) => kept.join() === shown.join(),
    );
  await page.getByRole('button', { name: `Move ${first} down` }).click();
  let shown = [second, first, ...rest];
  expect(await prompts(page).allInnerTexts()).toEqual(shown);
  await settled();
  // The row has moved, and the focus with it: Enter again moves it on.
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const [third = '', fourth = '', ...others] = rest;
  shown = [second, third, fourth, first, ...others];
  expect(await prompts(page).allInnerTexts()).toEqual(shown);
  await page.getByText(`${first} is now 4 of 5.`).waitFor({ state: 'attached' });
  await settled();
  await page.reload();
  await page.getByRole('table', { name: 'Prompts' }).waitFor();
  expect(await prompts(page).allInnerTexts()).toEqual(shown);
  await page.close();
});

it('a prompt is added, refused at its field, turned off, deleted and put back', async () => {
  const page = await enter(server, 'admin', {}, '/app/settings/prompts');
  await page.getByRole('button', { name: 'Add a prompt' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('x'.repeat(201));
  await dialog.getByLabel('Text').fill('Do you repair old lamps?');
  await dialog.getByLabel('Page').fill('/repairs');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await until(
    () => dialog.getByLabel('Title').getAttribute('aria-invalid'),
    (wrong) => wrong === 'true',
  );
  expect(await dialog.getByRole('alert').count()).toBe(0);
  await dialog.getByLabel('Title').fill('Repairs');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Do you repair old lamps?' });
  await row.getByText('/repairs').waitFor();
  await row.locator('label').click();
  await page.getByRole('button', { name: 'Move Repairs up' }).click();
  const before = await prompts(page).allInnerTexts();
  await page.getByRole('button', { name: 'Change Repairs' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await row.waitFor({ state: 'detached' });
  // The focus does not leave with the row.
  await until(
    () => page.evaluate(() => document.activeElement?.textContent ?? ''),
    (name) => name.startsWith('Move '),
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await row.waitFor();
  expect(await prompts(page).allInnerTexts()).toEqual(before);
  expect(await row.getByRole('switch').isChecked()).toBe(false);
  await row.getByText('/repairs').waitFor();
  await page.close();
});

it('prompts are for those who may change settings', async () => {
  const page = await enter(server, 'agent');
  await page.goto(`${server.url}/app/settings`);
  await page.getByRole('heading', { name: 'Preferences' }).waitFor();
  expect(await page.getByRole('link', { name: 'Prompts' }).count()).toBe(0);
  await page.goto(`${server.url}/app/settings/prompts`);
  await page.getByText('There is no such page').waitFor();
  expect(await page.title()).toContain('Not found');
  await page.close();
});
