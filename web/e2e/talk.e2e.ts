// Deeper talk in a real browser: a message is answered and reacted to, a colleague is called in a
// note and finds it, and a search leads back to what was said.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  axe,
  openBrowser,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { enter, log, note, open, reply, row, visitor } from './workspace-kit.ts';

let server: Server;
let ana: Agent;

beforeAll(async () => {
  server = await startServer();
  ana = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);

it('answers and reacts to a message, and the customer has both', async () => {
  const vera = await visitor(server, 'Vera Talk', 'Do you ship to Tromsø?', ana);
  const page = await enter(server, 'agent');
  await open(page, 'Vera Talk');
  const asked = log(page).getByRole('listitem').filter({ hasText: 'Do you ship' }).first();
  await asked.hover();
  await asked.getByRole('button', { name: 'Reply to this' }).click();
  await reply(page).fill('We do, within a week.');
  await reply(page).press('Enter');
  await log(page)
    .getByRole('button', { name: /In reply to\s+Vera Talk/ })
    .waitFor();
  await asked.getByText('1 reply').waitFor();
  await asked.hover();
  await asked.getByRole('button', { name: 'React' }).click();
  await page.getByRole('menuitem', { name: /Thumbs up/ }).click();
  await asked.getByRole('button', { name: /👍 1\s+by You/ }).waitFor();
  expect(await axe(page)).toEqual([]);
  const path = `/api/conversations/${vera.conversation}/messages`;
  const told = await vera.request<{ messages: Record<string, unknown>[] }>('GET', path);
  expect(told.messages[0]).toMatchObject({ reactions: [{ emoji: '👍', count: 1 }] });
  expect(told.messages[1]).toMatchObject({ quote: { text: 'Do you ship to Tromsø?' } });
  await page.context().close();
});

it('calls a colleague in a note, who finds it under Mentions and by its words', async () => {
  await visitor(server, 'Nora Talk', 'A hard question', ana);
  const admin = server.accounts.find((one) => one.role === 'admin')!;
  const { people } = await ana.request<{ people: { name: string; email: string }[] }>(
    'GET',
    '/api/people',
  );
  const name = people.find((one) => one.email === admin.email)!.name;
  const page = await enter(server, 'agent');
  await open(page, 'Nora Talk');
  await page.getByRole('tab', { name: 'Note' }).click();
  await note(page).pressSequentially(`Xylophone? @${name.slice(0, 3)}`);
  await page.getByRole('option', { name: new RegExp(name) }).waitFor();
  expect(await axe(page)).toEqual([]);
  await note(page).press('Enter');
  expect(await note(page).inputValue()).toBe(`Xylophone? @${name} `);
  await note(page).press('Enter');
  await log(page).getByText(`@${name}`).waitFor();
  await page.context().close();

  const other = await enter(server, 'admin');
  const counted = other.getByRole('link', { name: /1 unread\s*Mentions$/ });
  await counted.waitFor();
  await counted.click();
  await row(other, 'Nora Talk').waitFor();
  await row(other, 'Nora Talk').getByRole('img', { name: 'You are mentioned' }).waitFor();
  await open(other, 'Nora Talk');
  await until(
    () => row(other, 'Nora Talk').getByRole('img', { name: 'You are mentioned' }).count(),
    (count) => count === 0,
  );
  await until(
    () => counted.count(),
    (count) => count === 0,
  );
  await other.getByRole('link', { name: 'Search' }).click();
  await other.getByRole('searchbox', { name: 'Words to look for' }).fill('xylo');
  const hits = other.getByRole('list', { name: 'Messages found' });
  expect(await hits.locator('mark').first().innerText()).toBe('Xylophone');
  expect(await axe(other)).toEqual([]);
  await hits.getByRole('link').first().click();
  await log(other).getByText('Xylophone?').waitFor();
  await other.getByRole('link', { name: 'Reports' }).click();
  await other.getByRole('table', { name: 'Figures by day' }).waitFor();
  expect(await axe(other)).toEqual([]);
  await other.context().close();
});

it('a draft follows its person to another browser, and a command finds its way by words', async () => {
  await visitor(server, 'Draga Talk', 'Are you there?', ana);
  const here = await enter(server, 'agent');
  await open(here, 'Draga Talk');
  const kept = here.waitForResponse((answer) => answer.request().method() === 'PUT');
  await reply(here).fill('I am, and I was just about to');
  expect((await kept).ok()).toBe(true);

  const there = await enter(server, 'agent');
  await open(there, 'Draga Talk');
  await until(
    () => reply(there).inputValue(),
    (text) => text === 'I am, and I was just about to',
  );
  const gone = there.waitForResponse((answer) => answer.request().method() === 'PUT');
  await reply(there).press('Enter');
  await gone;
  await here.reload();
  await until(
    () => reply(here).inputValue(),
    (text) => text === '',
  );

  await reply(here).focus();
  await here.keyboard.press('Control+k');
  const commands = here.getByRole('dialog', { name: 'Commands' });
  await commands.getByRole('menuitem', { name: 'Archive' }).waitFor();
  expect(await axe(here, '[role=dialog]')).toEqual([]);
  await here.keyboard.type('theme dark');
  await commands.locator('[role=menuitem][data-focused]', { hasText: 'Theme: dark' }).waitFor();
  await here.keyboard.press('Enter');
  await until(
    () => here.evaluate(() => document.documentElement.dataset.theme),
    (theme) => theme === 'dark',
  );
  await here.keyboard.press('Control+k');
  await here.keyboard.type('just about');
  await commands.getByRole('menuitem', { name: 'Search messages for “just about”' }).click();
  await here.getByRole('list', { name: 'Messages found' }).locator('mark').first().waitFor();
  await here.context().close();
  await there.context().close();
});
