// The workspace's rooms on the real server: files over all conversations, an admin who takes one away while it is looked
// at, somebody's card, one's own profile, and emoji. Each is looked at in light, dark and on a phone, and by axe.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { picture, sendIn, text } from './files-kit.ts';
import {
  type Agent,
  axe,
  openBrowser,
  phone,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import * as desk from './workspace-kit.ts';

let server: Server;
let ana: Agent;

beforeAll(async () => {
  server = await startServer();
  ana = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);

const photo = picture('My lamp.png');
const list = text('Parts.txt', 'screw\nbracket\n'.repeat(40));

/** A visitor who sent a picture and a text. */
async function withFiles(name: string): Promise<desk.Visitor> {
  const visitor = await desk.visitor(server, name, 'Hello', ana);
  const attachments = [
    await sendIn(server, visitor.token(), photo),
    await sendIn(server, visitor.token(), list),
  ];
  const path = `/api/conversations/${visitor.conversation}/messages`;
  await visitor.request('POST', path, { text: 'This is how it came', attachments });
  return visitor;
}

/** What axe minds, and whether anything is cut off sideways. */
async function wrong(page: Page, within?: string): Promise<string[]> {
  const found = await axe(page, within);
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return over > 0 ? [...found, `scrolls sideways by ${over}`] : found;
}

it('files of all conversations are looked at, and lead to what was said', async () => {
  const visitor = await withFiles('Rosa Lind');
  const page = await desk.enter(server, 'agent');
  await page.getByRole('link', { name: 'Files' }).click();
  const tile = page.getByRole('button', { name: 'Open picture My lamp.png' });
  await until(
    () => tile.locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth),
    (width) => width > 0,
  );
  expect(await wrong(page)).toEqual([]);
  await tile.click();
  const window = page.getByRole('dialog', { name: 'My lamp.png' });
  await window.waitFor();
  await page.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Documents' }).click();
  await tile.waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Parts.txt' }).click();
  await page.getByRole('region', { name: 'Conversation with Rosa Lind' }).waitFor();
  expect(page.url()).toContain(visitor.conversation);
  expect(page.complaints).toEqual([]);
  await page.close();
});

it('a file that an admin takes away is gone where it is looked at, and comes back', async () => {
  await withFiles('Sam Berg');
  const agent = await desk.enter(server, 'agent');
  await desk.open(agent, 'Sam Berg');
  const card = desk.log(agent).getByRole('button', { name: /^Download Parts/ });
  await card.waitFor();
  const admin = await desk.enter(server, 'admin', {}, '/app/settings/files');
  await admin.getByRole('button', { name: 'What to do with Parts.txt' }).first().click();
  await admin.getByRole('menuitem', { name: 'Take away…' }).click();
  await admin.getByRole('button', { name: 'Take away', exact: true }).click();
  await desk.log(agent).getByText('Taken away by an admin').waitFor();
  await card.waitFor({ state: 'detached' });
  await admin.getByRole('button', { name: 'Undo' }).click();
  await card.waitFor();
  expect(await wrong(admin)).toEqual([]);
  await admin.close();
  await agent.close();
});

it('a name in the talk opens a card that leads on', async () => {
  await withFiles('Tove Ek');
  const page = await desk.enter(server, 'agent');
  await desk.open(page, 'Tove Ek');
  await desk.log(page).getByRole('button', { name: 'Tove Ek' }).first().click();
  const card = page.getByRole('dialog', { name: 'Tove Ek' });
  await card.getByRole('button', { name: 'Show contact' }).waitFor();
  expect(await wrong(page, '[role=dialog]')).toEqual([]);
  await card.getByRole('button', { name: 'Show contact' }).click();
  await page.getByRole('heading', { name: 'Tove Ek' }).waitFor();
  await page.close();
});

it('an emoji goes into what is written, and onto what was said', async () => {
  await withFiles('Uma Dahl');
  const page = await desk.enter(server, 'agent');
  await desk.open(page, 'Uma Dahl');
  await desk.reply(page).fill('Well done');
  await page.getByRole('button', { name: 'Emoji' }).click();
  const search = page.getByRole('searchbox', { name: 'Search emoji' });
  await search.waitFor();
  await page.getByRole('button', { name: 'thumbs up', exact: true }).waitFor();
  expect(await wrong(page, '[role=dialog]')).toEqual([]);
  await search.fill('party popper');
  await page.getByRole('button', { name: 'party popper' }).waitFor();
  await search.press('Enter');
  expect(await desk.reply(page).inputValue()).toBe('Well done🎉');
  await until(
    () => desk.reply(page).evaluate((one) => one === document.activeElement),
    (isThere) => isThere,
  );
  await desk.messages(page).first().hover();
  await page.getByRole('button', { name: 'React' }).first().click();
  await page.getByRole('menuitem', { name: 'More emoji…' }).click();
  await page.getByRole('button', { name: 'party popper' }).first().click();
  await desk.log(page).getByRole('button', { name: /🎉 1/ }).waitFor();
  await page.close();
});

it('a person chooses how others see them', async () => {
  const page = await desk.enter(server, 'agent', {}, '/app/settings/profile');
  const before = await page.getByRole('textbox', { name: 'Your name' }).inputValue();
  await page.getByLabel(`Picture of ${before}`).setInputFiles(photo);
  await until(
    () =>
      page
        .locator('main img')
        .evaluateAll(
          (all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length,
        ),
    (shown) => shown > 0,
  );
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ana the Great');
  await page.getByRole('button', { name: 'Save your name' }).click();
  await page.getByText('Others see Ana the Great now.').waitFor();
  expect(await wrong(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await until(
    () => page.getByRole('textbox', { name: 'Your name' }).inputValue(),
    (name) => name === before,
  );
  await page.close();
});

it.each([
  ['dark', { colorScheme: 'dark' as const, viewport: desk.wide }],
  ['phone', { viewport: phone, hasTouch: true, isMobile: true }],
])('the rooms look right (%s)', async (_, look) => {
  const options = { ...look, reducedMotion: 'reduce' as const };
  const page = await desk.enter(server, 'admin', options);
  for (const path of ['files', 'settings/files', 'settings/workspace', 'settings/profile']) {
    await page.goto(`${server.url}/app/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await wrong(page), path).toEqual([]);
  }
  await page.close();
});
