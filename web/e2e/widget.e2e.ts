// A visitor and an agent talk, whatever happens in between: reload, kill -9, no line, two tabs, a
// phone, no mouse. The agent speaks over the API; what counts at the end is the server's log.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  axe,
  type Line,
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
  bubbles,
  field,
  launcher,
  log,
  openWidget,
  panel,
  prompts,
  says,
  state,
  texts,
} from './widget-kit.ts';

let server: Server;
let line: Line;
let agent: Agent;
let shop: string;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  agent = await signIn(server);
  shop = `${line.url}/demo/shop`;
  await openBrowser();
});
afterEach(() => line.mend());
afterAll(tearDown);

it('a visitor writes, an agent answers, both see how far it got', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'Where is my order?');
  await until(
    () => state(page),
    (text) => /Sent|Delivered|Read/.test(text),
  );
  const talk = await agent.newest();
  expect(await agent.texts(talk)).toEqual(['Where is my order?']);
  await agent.says(talk, 'Let me look.');
  await agent.says(talk, 'A word among us.', 'note');
  await agent.reads(talk);
  await until(
    () => texts(page),
    (all) => all.length === 2,
  );
  expect(await texts(page)).toEqual(['Where is my order?', 'Let me look.']);
  await until(
    () => state(page),
    (text) => text.includes('Read'),
  );
  await agent.request('POST', `/api/conversations/${talk}/typing`, { is_typing: true });
  await panel(page).getByRole('status').getByText('is typing').waitFor();
  await page.context().close();
});

it('a prompt under the greeting says its words first, and stands there no more', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await prompts(page).waitFor();
  expect(await prompts(page).getByRole('button').count()).toBe(5);
  // No mouse: back past the clip and along the buttons.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const words = 'I would like to talk to a person, please.';
  expect(await texts(page)).toEqual([words]);
  expect(await prompts(page).count()).toBe(0);
  expect(await field(page).evaluate((one) => one.matches(':focus'))).toBe(true);
  const talk = await agent.newest();
  expect(await agent.texts(talk)).toEqual([words]);
  const { kind } = await agent.request<{ kind: string }>('GET', `/api/conversations/${talk}`);
  expect(kind).toBe('support');
  await page.reload();
  await openWidget(page);
  await log(page).waitFor();
  expect(await prompts(page).count()).toBe(0);
  await page.context().close();
});

it('prompts fit a finger and the phone, leave what is written alone, and are missed by nobody', async () => {
  const admin = await signIn(server, 'admin');
  const long = { title: 'Hello '.repeat(33).trim(), text: 'A long hello' };
  const { id } = await admin.request<{ id: string }>('POST', '/api/chat/prompts', long);
  const page = await openPage(shop, {
    viewport: phone,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await page.route('**/api/bot-prompts*', (route) => route.abort());
  const asked = page.waitForEvent('requestfailed');
  await launcher(page).tap();
  await field(page).waitFor();
  await asked;
  expect(await prompts(page).count()).toBe(0);
  expect(await panel(page).getByRole('alert').count()).toBe(0);
  await panel(page).getByRole('button', { name: 'Close chat' }).tap();
  await page.unroute('**/api/bot-prompts*');
  await launcher(page).tap();
  await prompts(page).waitFor();
  for (const button of await prompts(page).getByRole('button').all()) {
    const size = (await button.boundingBox())!;
    expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(44);
    expect(size.x + size.width).toBeLessThanOrEqual(phone.width);
  }
  await field(page).fill('What I was about to say');
  await prompts(page).getByRole('button', { name: long.title }).tap();
  await until(
    () => texts(page),
    (all) => all.length === 1,
  );
  expect(await texts(page)).toEqual([long.text]);
  expect(await field(page).inputValue()).toBe('What I was about to say');
  // The keyboard stays down.
  const title = panel(page).getByRole('heading', { level: 2 });
  expect(await title.evaluate((one) => one.matches(':focus'))).toBe(true);
  await admin.request('DELETE', `/api/chat/prompts/${id}`);
  await page.context().close();
});

it('a reload in the middle changes nothing, also for what was just being sent', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'one');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  line.cut();
  await says(page, 'two');
  await says(page, 'three');
  line.mend();
  await page.reload();
  await openWidget(page);
  await until(
    () => agent.texts(talk),
    (all) => all.length === 3,
  );
  expect(await agent.texts(talk)).toEqual(['one', 'two', 'three']);
  await until(
    () => texts(page),
    (all) => all.length === 3,
  );
  expect(await texts(page)).toEqual(['one', 'two', 'three']);
  await page.context().close();
});

it('the first message survives a reload before it could be sent', async () => {
  const page = await openPage(shop);
  // What shows a conversation, and what that shares with the marks in messages.
  const shows = Promise.all(
    ['talk', 'turns'].map(async (part) => {
      const came = await page.waitForResponse((one) => one.url().includes(`/widget/v1/${part}-`));
      await came.finished();
    }),
  );
  await openWidget(page);
  await until(
    () => page.evaluate(() => JSON.stringify(localStorage)),
    (all) => all.includes('vt_'),
  );
  await shows;
  line.cut();
  await says(page, 'my very first words');
  expect(await state(page)).toContain('Sending');
  line.mend();
  await page.reload();
  await openWidget(page);
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  expect(await agent.texts(await agent.newest())).toEqual(['my very first words']);
  await page.context().close();
});

it('survives kill -9 and a restart of the server in the middle: nothing lost, nothing twice', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'before');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  await server.kill();
  await says(page, 'while it was away');
  await says(page, 'and more');
  await panel(page).getByText('2 messages').first().waitFor();
  await server.restart();
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
    45_000,
  );
  await agent.says(talk, 'after');
  await until(
    () => texts(page),
    (all) => all.length === 4,
  );
  expect(await texts(page)).toEqual(['before', 'while it was away', 'and more', 'after']);
  expect(await agent.texts(talk)).toEqual(['before', 'while it was away', 'and more', 'after']);
  await page.context().close();
});

it('what is written offline waits in sight and goes out in order on return', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'online');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  line.cut();
  await page.context().setOffline(true);
  await says(page, 'offline one');
  await says(page, 'offline two');
  await panel(page).getByText('You are offline').first().waitFor();
  await agent.says(talk, 'meanwhile');
  expect(await texts(page)).toEqual(['online', 'offline one', 'offline two']);
  line.mend();
  await page.context().setOffline(false);
  await until(
    () => texts(page),
    (all) => all.length === 4,
  );
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  expect(await texts(page)).toEqual(['online', 'meanwhile', 'offline one', 'offline two']);
  expect(await agent.texts(talk)).toEqual(['online', 'meanwhile', 'offline one', 'offline two']);
  await page.context().close();
});

it('what an agent corrects and then deletes is no longer called edited', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'What does it cost?');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  const path = `/api/conversations/${talk}/messages`;
  const { id } = await agent.request<{ id: string }>('POST', path, { text: 'Ten euro' });
  await agent.request('PATCH', `${path}/${id}`, { text: 'Twelve euro' });
  await log(page).getByText('edited').waitFor();
  await agent.request('DELETE', `${path}/${id}`);
  await log(page).getByText('Message deleted').waitFor();
  expect(await log(page).getByText('edited').count()).toBe(0);
  await page.context().close();
});

it('counts characters as the server does: an emoji is one', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await field(page).fill('🙂'.repeat(10_001));
  await panel(page).getByText('Too long by 1 character:').waitFor();
  const text = '🙂'.repeat(6_000);
  await says(page, text);
  await until(
    () => state(page),
    (said) => /Sent|Delivered/.test(said),
  );
  expect(await agent.texts(await agent.newest())).toEqual([text]);
  await page.context().close();
});

it('two tabs show the same conversation and send each message once', async () => {
  const one = await openPage(shop);
  await openWidget(one);
  await says(one, 'from the first');
  await until(
    () => state(one),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  const two = await openPage(shop, {}, one);
  await openWidget(two);
  await until(
    () => texts(two),
    (all) => all.length === 1,
  );
  line.cut();
  await says(one, 'first, offline');
  await says(two, 'second, offline');
  for (const tab of [one, two])
    await until(
      () => texts(tab),
      (all) => all.length === 3,
    );
  line.mend();
  await until(
    () => agent.texts(talk),
    (all) => all.length === 3,
    45_000,
  );
  await agent.says(talk, 'seen both');
  for (const tab of [one, two])
    await until(
      () => texts(tab),
      (all) => all.length === 4,
    );
  expect(await texts(one)).toEqual(await texts(two));
  expect(await texts(one)).toEqual(await agent.texts(talk));
  await one.context().close();
});

it('counts on the closed launcher what came meanwhile, also for a returning visitor', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'hello');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  await page.keyboard.press('Escape');
  await agent.says(talk, 'one');
  await agent.says(talk, 'two');
  await page.getByRole('button', { name: 'Open chat, 2 unread messages' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Open chat, 2 unread messages' }).waitFor();
  await launcher(page).click();
  await until(
    () => texts(page),
    (all) => all.length === 3,
  );
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open chat', exact: true }).waitFor();
  await page.context().close();
});

it('fills a phone, keeps the launcher off the send button, and breaks lines with Enter', async () => {
  const page = await openPage(shop, {
    viewport: phone,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await launcher(page).tap();
  await field(page).waitFor();
  const box = await panel(page).boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: phone.width, height: phone.height });
  expect(await launcher(page).isVisible()).toBe(false);
  expect(await panel(page).getAttribute('aria-modal')).toBe('true');
  // The keyboard stays down until it is wanted: the heading has the focus, not the field.
  expect(
    await panel(page)
      .getByRole('heading', { level: 2 })
      .evaluate((title) => title.matches(':focus')),
  ).toBe(true);
  await field(page).tap();
  await page.keyboard.type('two');
  await page.keyboard.press('Enter');
  await page.keyboard.type('lines');
  await panel(page).getByRole('button', { name: 'Send' }).tap();
  await until(
    () => texts(page),
    (all) => all.length === 1,
  );
  expect(await texts(page)).toEqual(['two\nlines']);
  for (const button of await panel(page).getByRole('button').all()) {
    const size = await button.boundingBox();
    expect(Math.min(size!.width, size!.height)).toBeGreaterThanOrEqual(44);
  }
  expect(await axe(page, 'antiphon-chat')).toEqual([]);
  await panel(page).getByRole('button', { name: 'Close chat' }).tap();
  expect(await launcher(page).isVisible()).toBe(true);
  await page.context().close();
});

it('needs no mouse: open, write, edit, read, close, and the focus is where it should be', async () => {
  const page = await openPage(shop);
  const focused = () =>
    page.evaluate(() => {
      const inside = document.querySelector('antiphon-chat')!.shadowRoot!.activeElement;
      return inside?.getAttribute('aria-label') ?? inside?.textContent ?? '';
    });
  for (let i = 0; i < 60 && (await focused()) !== 'Open chat'; i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await field(page).waitFor();
  expect(await focused()).toBe('Write a message');
  await page.keyboard.type('typo');
  await page.keyboard.press('Enter');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  expect(await focused()).toBe('Write a message');
  // The log has to have it before it can be changed: a moment after "Sent".
  await until(
    async () => {
      await page.keyboard.press('ArrowUp');
      return field(page).inputValue();
    },
    (value) => value === 'typo',
  );
  await page.keyboard.press('Control+A');
  await page.keyboard.type('no typo');
  await page.keyboard.press('Enter');
  await until(
    () => texts(page),
    ([text]) => text === 'no typo',
  );
  await log(page).getByRole('button', { name: 'React' }).waitFor();
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('Attach files');
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('React');
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).toBe('Messages');
  expect(await log(page).evaluate((box) => box.matches(':focus'))).toBe(true);
  await page.keyboard.press('Escape');
  expect(await panel(page).count()).toBe(0);
  expect(await focused()).toBe('Open chat');
  await page.context().close();
});

it('is without fault to axe in light and dark, at home and in talk', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await openPage(shop, { colorScheme });
    await openWidget(page);
    expect(await axe(page, 'antiphon-chat')).toEqual([]);
    await says(page, 'Hello, **can** you `help`? https://example.test');
    await until(
      () => state(page),
      (text) => /Sent|Delivered/.test(text),
    );
    await agent.says(await agent.newest(), '- yes\n- of course\n\n```\nlet x = 1;\n```');
    await until(
      () => texts(page),
      (all) => all.length === 2,
    );
    expect(await axe(page, 'antiphon-chat')).toEqual([]);
    await page.context().close();
  }
});

it('pages back through a long conversation and stays where the reader is', async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'start');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  for (let i = 1; i <= 90; i++) await agent.says(talk, `line ${i}`);
  await until(
    () => texts(page),
    (all) => all.at(-1) === 'line 90',
  );
  await page.reload();
  await openWidget(page);
  await until(
    () => texts(page),
    (all) => all.length === 50,
  );
  await log(page).evaluate((box) => box.scrollTo(0, 0));
  await until(
    () => bubbles(page).count(),
    (n) => n === 91,
  );
  await panel(page).getByRole('status').getByText('older messages loaded').waitFor();
  expect(await log(page).evaluate((box) => box.scrollTop)).toBeGreaterThan(200);
  await agent.says(talk, 'news');
  await panel(page).getByRole('button', { name: '1 new message' }).click();
  expect(
    await log(page).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight),
  ).toBeLessThan(5);
  await page.context().close();
});

it("an agent's answer quotes what it answers, and a press leads there", async () => {
  const page = await openPage(shop);
  await openWidget(page);
  await says(page, 'Do you ship to **Tromsø**?');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const talk = await agent.newest();
  const path = `/api/conversations/${talk}/messages`;
  const { messages } = await agent.request<{ messages: { id: string }[] }>('GET', path);
  for (let i = 1; i <= 60; i++) await agent.says(talk, `line ${i}`);
  const answer = { text: 'We do, within a week.', reply_to: messages[0]!.id };
  await agent.request('POST', path, answer);
  const quote = log(page).locator('article').last().getByText('Do you ship to Tromsø?');
  await quote.waitFor();
  const button = log(page).getByRole('button', { name: /^In reply to You Do you ship/ });
  // One line, however little room there is.
  const { height } = (await button.boundingBox())!;
  expect(height).toBeGreaterThanOrEqual(24);
  expect(height).toBeLessThan(32);
  expect(await axe(page, 'antiphon-chat')).toEqual([]);
  const asked = log(page).locator('article').first();
  await button.click();
  await until(
    () => asked.evaluate((one) => one.matches(':focus')),
    (is) => is,
  );
  expect(await asked.evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(0);
  await until(
    () => log(page).evaluate((box) => box.scrollTop),
    (top) => top < 60,
  );

  // Where it is not loaded, it is said and leads nowhere until it is.
  await page.reload();
  await openWidget(page);
  await quote.waitFor();
  expect(await button.count()).toBe(0);
  await log(page).evaluate((box) => box.scrollTo(0, 0));
  await button.waitFor({ state: 'attached' });
  await page.context().close();
});
