// Every state of the widget and the shop around it to axe: at 200 % zoom (half the room), on a page
// that reads from right to left, in light and dark; and nothing may stick out sideways.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  axe,
  axeInLightAndDark,
  type Line,
  mirrored,
  openBrowser,
  openPage,
  phone,
  type Server,
  signIn,
  startLine,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import {
  field,
  launcher,
  log,
  openWidget,
  outside,
  panel,
  prompts,
  says,
  state,
  texts,
} from './widget-kit.ts';

let server: Server;
let line: Line;
let agent: Agent;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  agent = await signIn(server);
  const admin = await signIn(server, 'admin');
  const title = 'Longer than the panel is wide, as titles of some teams are: ';
  for (const more of ['دو زبان در یک دکمه', 'x'.repeat(120)])
    await admin.request('POST', '/api/chat/prompts', { title: title + more, text: 'Hello' });
  await openBrowser();
});
afterAll(tearDown);

const twice = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
const pocket = { viewport: phone, hasTouch: true, isMobile: true };
const looks: [string, BrowserContextOptions, 'ltr' | 'rtl', typeof axe][] = [
  ['light and dark at 200 %', twice, 'ltr', axeInLightAndDark],
  ['light and dark, right to left', {}, 'rtl', axeInLightAndDark],
  ['a phone, right to left', pocket, 'rtl', axe],
  ['right to left at 200 %', twice, 'rtl', axe],
];

it.each(looks)('finds nothing: %s', async (_, options, direction, ask) => {
  const found: string[] = [];
  async function check(page: Page, what: string, within?: string) {
    found.push(...(await ask(page, within)).map((one) => `${what}: ${one}`));
    found.push(...(await outside(page)).map((one) => `${what}: sticks out: ${one}`));
  }
  const calm = { ...options, colorScheme: 'light' as const, reducedMotion: 'reduce' as const };
  const page = await openPage(
    `${line.url}/demo/shop`,
    calm,
    undefined,
    direction === 'rtl' ? mirrored : undefined,
  );
  await launcher(page).waitFor();
  await check(page, 'the shop with the launcher');
  expect(await launcher(page).evaluate((one) => getComputedStyle(one).direction)).toBe(direction);

  await openWidget(page);
  await panel(page).getByText('The answer appears here').waitFor();
  await prompts(page).waitFor();
  await check(page, 'the greeting', 'antiphon-chat');
  // Refused for good: it can be tried again or thrown away.
  await page.route('**/api/conversations', (route) =>
    route.fulfill({
      status: 403,
      json: { error: { code: 'forbidden', message: 'This site takes no messages.' } },
    }),
  );
  await says(page, 'Hello, my **grinder** has not come: https://shop.example/orders/1042');
  await panel(page).getByText('This site takes no messages.').waitFor();
  await check(page, 'a message that was refused', 'antiphon-chat');
  await page.unroute('**/api/conversations');
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  await agent.says(
    talk,
    'It left us on Monday:\n- one grinder\n- two bags\n\n```\nTrack 1042\n```',
  );
  await agent.says(talk, 'مرحبا hello, mixed: `a` و `b`');
  await agent.reads(talk);
  await until(
    () => texts(page),
    (all) => all.length === 3,
  );
  await log(page).locator('article pre').waitFor();
  await until(
    () => state(page),
    (text) => text.includes('Read'),
  );
  await agent.request('POST', `/api/conversations/${talk}/typing`, { is_typing: true });
  await panel(page).locator('.dots').waitFor();
  await check(page, 'the talk, the other one typing', 'antiphon-chat');

  await field(page).press('ArrowUp');
  await panel(page).getByText('Editing your message').waitFor();
  await field(page).fill('x'.repeat(10_001));
  await panel(page).getByText('Too long').waitFor();
  await check(page, 'a message being changed, too long', 'antiphon-chat');
  await field(page).press('Escape');

  line.cut();
  await says(page, 'Written without a line');
  await panel(page).locator('.bar').waitFor();
  await check(page, 'no connection', 'antiphon-chat');
  line.mend();
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
    45_000,
  );

  await panel(page).getByRole('button', { name: 'Close chat' }).click();
  await agent.says(talk, 'Anything else?');
  await page.getByRole('button', { name: '1 unread message' }).waitFor();
  await check(page, 'the launcher with a count', 'antiphon-chat');
  expect(found).toEqual([]);
  await page.context().close();
});

it.each(looks)('finds nothing when it cannot be had: %s', async (_, options, direction, ask) => {
  const light = { ...options, colorScheme: 'light' as const };
  const page = await openPage(`${line.url}/demo/shop`, light, undefined, async (fresh) => {
    if (direction === 'rtl') await mirrored(fresh);
    await fresh.route('**/widget/v1/app-*', (route) => route.abort());
    await fresh.route('**/api/widget/session', (route) =>
      route.fulfill({ status: 503, body: '{}' }),
    );
  });
  await launcher(page).click();
  await page.getByText('The chat did not load').waitFor();
  expect(await ask(page, 'antiphon-chat')).toEqual([]);
  expect(await outside(page)).toEqual([]);
  await page.unroute('**/widget/v1/app-*');
  await launcher(page).click();
  await panel(page).getByText('cannot be reached').waitFor();
  expect(await ask(page, 'antiphon-chat')).toEqual([]);
  expect(await outside(page)).toEqual([]);
  await page.context().close();
});
