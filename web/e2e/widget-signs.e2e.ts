// Emoji between the two sides: chosen by keys and by name into a message, given to a message and seen
// at once by the other side, with words for screen readers, and taken back when the server refuses.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  axe,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { field, log, openWidget, panel, says, state, texts } from './widget-kit.ts';

let server: Server;
let agent: Agent;

beforeAll(async () => {
  server = await startServer();
  agent = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);

it('an emoji is found by name or by arrow keys, goes where the caret is, and is remembered', async () => {
  const page = await openPage(`${server.url}/demo/shop`);
  await openWidget(page);
  await field(page).fill('Hello there');
  await field(page).evaluate((one: HTMLTextAreaElement) => one.setSelectionRange(5, 5));
  const open = panel(page).getByRole('button', { name: 'Emoji', exact: true });
  await open.focus();
  await page.keyboard.press('Enter');
  const picker = page.getByRole('dialog', { name: 'Emoji' });
  await picker.waitFor();
  expect(await axe(page, 'antiphon-chat')).toEqual([]);

  // Escape closes it alone, and the focus is where it was.
  await page.keyboard.press('Escape');
  await picker.waitFor({ state: 'detached' });
  expect(await open.evaluate((one) => one.matches(':focus'))).toBe(true);
  await panel(page).waitFor();

  await page.keyboard.press('Enter');
  await picker.getByRole('searchbox', { name: 'Search emoji' }).pressSequentially('waving');
  await picker.getByRole('status').getByText('found').waitFor();
  await page.keyboard.press('Enter');
  await until(
    () => field(page).inputValue(),
    (text) => text === 'Hello👋 there',
  );
  await until(
    () => field(page).evaluate((one: HTMLTextAreaElement) => one.selectionStart),
    (at) => at === 'Hello👋'.length,
  );
  expect(await field(page).evaluate((one) => one.matches(':focus'))).toBe(true);

  // The last ones come first; arrows go as the signs stand.
  await open.click();
  await picker.getByRole('group', { name: 'Recent' }).getByRole('button').waitFor();
  await page.keyboard.press('ArrowDown');
  const at = () =>
    picker.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement?.textContent);
  expect(await at()).toBe('👋');
  await page.keyboard.press('ArrowDown');
  expect(await at()).toBe('😀');
  await page.keyboard.press('ArrowRight');
  expect(await at()).toBe('😃');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  expect(await at()).toBe('👋');
  await page.keyboard.press('End');
  expect(await at()).toBe('✨');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await until(
    () => field(page).inputValue(),
    (text) => text === 'Hello👋👋 there',
  );
  await until(
    () => field(page).evaluate((one) => one.matches(':focus')),
    (is) => is,
  );
  await page.keyboard.press('Enter');
  expect(
    await until(
      () => texts(page),
      (all) => all.length === 1,
    ),
  ).toEqual(['Hello👋👋 there']);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

it('reactions go both ways at once, are read out, and go back when they are refused', async () => {
  const page = await openPage(`${server.url}/demo/shop`);
  await openWidget(page);
  await says(page, 'Thank you for the lamp');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  await agent.says(talk, 'You are welcome');
  await until(
    () => texts(page),
    (all) => all.length === 2,
  );
  type Messages = { messages: { id: string; reactions?: { emoji: string; count: number }[] }[] };
  const messages = async () =>
    (await agent.request<Messages>('GET', `/api/conversations/${talk}/messages`)).messages;
  const [mine, theirs] = await messages();

  // The team's, on the visitor's message.
  const own = log(page).locator('article').first();
  await own.getByRole('button', { name: 'React' }).waitFor();
  const sign = encodeURIComponent('🎉');
  const path = `/api/conversations/${talk}/messages/${mine!.id}/reactions/${sign}`;
  await agent.request('PUT', path);
  await own.getByRole('button', { name: /^🎉 1 by / }).waitFor();
  await panel(page)
    .getByRole('status')
    .getByText(/ reacted with 🎉$/)
    .waitFor({ state: 'attached' });

  // The visitor's, on the team's message: by keyboard, and by pointing.
  const other = log(page).locator('article').last();
  await other.getByRole('button', { name: 'React' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const thumb = other.getByRole('button', { name: '👍 1 by You' });
  await thumb.waitFor();
  expect(await thumb.getAttribute('aria-pressed')).toBe('true');
  const given = await until(messages, (all) => all[1]!.reactions !== undefined);
  expect(given[1]!.reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
  expect(await axe(page, 'antiphon-chat')).toEqual([]);
  // One stop for Tab; arrows go from message to message.
  await other.getByRole('button', { name: 'React' }).focus();
  await page.keyboard.press('ArrowUp');
  const first = own.getByRole('button', { name: 'React' });
  expect(await first.evaluate((one) => one.matches(':focus'))).toBe(true);
  await thumb.click();
  await thumb.waitFor({ state: 'detached' });
  await until(messages, (all) => all[1]!.reactions === undefined);

  // Any other, found by its name.
  await other.hover();
  await other.getByRole('button', { name: 'React' }).click();
  await other.getByRole('button', { name: 'More emoji' }).click();
  const picker = page.getByRole('dialog', { name: 'Emoji' });
  await picker.getByRole('searchbox').fill('rainbow');
  await picker.getByRole('button', { name: 'rainbow', exact: true }).click();
  await other.getByRole('button', { name: '🌈 1 by You' }).waitFor();
  await picker.waitFor({ state: 'detached' });
  await until(messages, (all) => all[1]!.reactions?.[0]?.emoji === '🌈');
  expect(theirs!.id).toBeTruthy();

  await page.route('**/reactions/**', (route) =>
    route.fulfill({ status: 409, json: { error: { code: 'deleted', message: 'Gone.' } } }),
  );
  await own.getByRole('button', { name: /^🎉 1 by / }).click();
  await panel(page).getByText('The reaction was not saved.').waitFor({ state: 'attached' });
  await own.getByRole('button', { name: /^🎉 1 by / }).waitFor();
  await page.context().close();
});
