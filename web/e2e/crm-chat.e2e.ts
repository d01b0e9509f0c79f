// The chat system as the fourth ask tells it, from end to end: a client written from its text alone (three
// endpoints and a socket) and a colleague in the workspace talk with the bot beside them; no socket comes up and
// the same talk goes on over HTTP; an admin who took no part finds it and takes it away. And a customer in
// EnhancedChatBot and a colleague react to each other's messages and answer them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as chatbot from './chatbot-kit.ts';
import { choose, text } from './files-kit.ts';
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
import { clip, enter, log, open, texts } from './workspace-kit.ts';

let server: Server;
let admin: Agent;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  await openBrowser();
});
afterAll(tearDown);

const password = 'a rather long password';

/** Somebody who knows nothing but the text of the ask: addresses with their slashes, a token, JSON. */
class Client {
  private page: Page | undefined;
  constructor(private readonly token: string) {}

  static async enter(email: string): Promise<Client> {
    const signed = await post('/api/auth/login', { email, password }, null);
    return new Client(String(signed.access_token));
  }
  post(path: string, body: object) {
    return post(path, body, this.token);
  }
  /** Opens the socket, in a page of its own: browsers have one wherever these tests run. */
  async listen(conversation: string): Promise<void> {
    this.page = await openPage(`${server.url}/healthz`);
    const address = `${server.url.replace(/^http/, 'ws')}/ws/chat/${conversation}/?token=${this.token}`;
    await this.page.evaluate(
      (to) =>
        new Promise((opened, failed) => {
          const socket = new WebSocket(to);
          const heard: string[] = [];
          Object.assign(window, { socket, heard });
          socket.onmessage = ({ data }) => heard.push(JSON.parse(data).message?.text ?? '');
          socket.onopen = opened;
          socket.onerror = failed;
        }).then(() => undefined),
      address,
    );
  }
  async say(words: string): Promise<void> {
    const frame = JSON.stringify({ type: 'message:new', text: words });
    await this.page?.evaluate((text) => (window as unknown as Far).socket.send(text), frame);
  }
  heard(words: string) {
    return until(
      async () => (await this.page?.evaluate(() => (window as unknown as Far).heard)) ?? [],
      (all) => all.includes(words),
    );
  }
  async close(): Promise<void> {
    await this.page?.context().close();
  }
}

async function write(page: Page, words: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to/ });
  await field.fill(words);
  // Not before the files with it have come.
  await page.getByRole('button', { name: 'Send', exact: true, disabled: false }).waitFor();
  await field.press('Enter');
}

interface Far {
  socket: WebSocket;
  heard: string[];
}

async function post(path: string, body: object, token: string | null) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as Record<string, unknown>;
}

it('two people and the bot talk, over HTTP too, and the admin finds the talk and exports it', async () => {
  const email = 'nils@northwind.example';
  await admin.request('POST', '/api/people', { email, name: 'Nils Berg', role: 'agent', password });
  const nils = await Client.enter(email);

  // Nils and the bot: its three endpoints.
  const first = await nils.post('/api/user-response/', { message: 'Hello' });
  const conversation = String(first.conversation_id);
  const answer = await nils.post('/api/bot-response/', { conversation_id: conversation });
  expect(answer.message).toMatch(/^Hello/);
  await nils.listen(conversation);

  // Ana comes in; the workspace is hers.
  const ana = await signIn(server);
  const { id } = await ana.request<{ id: string }>('GET', '/api/me');
  const bring = { conversation, user: id };
  await nils.post('/api/chat/participants/', bring);
  const title = 'Nils Berg and the bot';
  await ana.request('PATCH', `/api/chat/conversations/${conversation}`, { title });
  const page = await enter(server);
  await page.goto(`${server.url}/app/conversations?kind=direct`);
  await open(page, title);
  await until(
    () => texts(page),
    (all) => all.some((one) => one.includes('Hello')),
  );
  await nils.say('Look at this:\n```js\nconst price = 4;\n```');
  await log(page).locator('pre', { hasText: 'const price = 4;' }).waitFor();
  const shown = log(page).getByRole('listitem').filter({ hasText: 'const price' });
  await shown.hover();
  await shown.getByRole('button', { name: 'React' }).click();
  await page.getByRole('menuitem', { name: /Thumbs up/ }).click();
  await shown.getByRole('button', { name: /👍 1/ }).waitFor();
  await choose(clip(page), [text('prices.txt', 'four')]);
  await page.getByText('prices.txt').first().waitFor();
  await write(page, 'The list is with it.');
  await nils.heard('The list is with it.');

  // No socket comes up any more, for either of them: the same talk goes on over HTTP.
  await nils.close();
  await page.routeWebSocket(/\/api\/live$/, (socket) => socket.close());
  await page.reload();
  await log(page).waitFor();
  await nils.post('/api/user-response/', {
    conversation_id: conversation,
    message: 'Still here, without a socket.',
  });
  await log(page).getByText('Still here, without a socket.').waitFor();
  await write(page, 'So am I.');
  // The bot answers what was said last.
  await until(
    () => ana.texts(conversation),
    (all) => all.includes('So am I.'),
  );
  await nils.post('/api/user-response/', { conversation_id: conversation, message: 'Thanks' });
  const again = await nils.post('/api/bot-response/', { conversation_id: conversation });
  await log(page).getByText(String(again.message).slice(0, 20)).first().waitFor();
  await page.context().close();

  // The admin, who took no part.
  const office = await enter(server, 'admin');
  await office.goto(`${server.url}/app/settings/conversations`);
  await office.getByRole('button', { name: 'Who takes part: Anybody' }).click();
  await office.getByRole('menuitemradio', { name: 'Nils Berg' }).click();
  const table = office.getByRole('table', { name: 'All conversations' });
  await table.getByRole('link', { name: /Nils Berg/ }).waitFor();
  // Among them by what was said, which leads to the message; talks with a bot are told apart.
  await office.getByRole('searchbox', { name: 'Search all conversations' }).fill('without a sock');
  await office.keyboard.press('Enter');
  const hit = table.getByRole('row').filter({ hasText: 'Still here' });
  await hit.locator('mark', { hasText: 'socket' }).waitFor();
  await hit.getByText('With the bot').waitFor();
  expect(new URL(office.url()).searchParams.get('q')).toBe('without a sock');
  expect(await axe(office)).toEqual([]);
  await hit.getByRole('link', { name: /Nils Berg/ }).click();
  const said = office.getByRole('listitem').filter({ hasText: 'Still here, without a socket.' });
  await said.and(office.locator('[aria-current=true]')).waitFor();
  await office.getByText('That you looked is in the audit trail.').waitFor();
  await office.getByText('So am I.').waitFor();
  await office.getByRole('link', { name: 'prices.txt' }).waitFor();
  expect(await axe(office)).toEqual([]);
  // What is taken back there comes back there.
  const mine = office.getByRole('listitem').filter({ hasText: 'So am I.' });
  await mine.getByRole('button', { name: 'What to do with the message' }).click();
  await office.getByRole('menuitem', { name: 'Take back…' }).click();
  await office.getByRole('button', { name: 'Take back', exact: true }).click();
  await office.getByText('Message deleted').waitFor();
  expect(await ana.texts(conversation)).not.toContain('So am I.');
  expect(await axe(office)).toEqual([]);
  await office.getByRole('button', { name: 'Bring back' }).click();
  await mine.waitFor();
  expect(await ana.texts(conversation)).toContain('So am I.');
  await office.getByRole('button', { name: 'What to do with it' }).click();
  const opened = office.context().waitForEvent('page');
  await office.getByRole('menuitem', { name: 'To print or save as PDF' }).click();
  const transcript = await opened;
  await transcript.getByText('Still here, without a socket.').waitFor();
  expect(await transcript.getByText('So am I.').count()).toBe(1);
  await office.goto(`${server.url}/app/settings/audit`);
  await office.getByText('Conversation looked at').first().waitFor();
  // The words were asked for once.
  await office.getByRole('row', { name: /Conversations searched .*without a sock/ }).waitFor();
  expect(await office.getByText('Conversations searched').count()).toBe(1);
  await office.getByText('Message brought back').first().waitFor();
  await office.context().close();
});

it('a customer with the component and a colleague in the workspace react, and one quotes the other', async () => {
  const shop = await chatbot.enterChat(server.url, server, { reducedMotion: 'reduce' });
  await chatbot.openChat(shop);
  await chatbot.says(shop, 'Do you ship to **Tromsø**?');
  await chatbot.answers(shop).first().waitFor();
  const conversation = await chatbot.told(shop);
  const ana = await signIn(server);
  const { id } = await ana.request<{ id: string }>('GET', '/api/me');
  await admin.request('POST', '/api/chat/participants/', { conversation, user: id });
  const title = 'A parcel to Tromsø';
  await ana.request('PATCH', `/api/chat/conversations/${conversation}`, { title });
  const page = await enter(server);
  await page.goto(`${server.url}/app/conversations?kind=direct`);
  await open(page, title);

  // Ana answers the question, and gives it an emoji.
  const asked = log(page).getByRole('listitem').filter({ hasText: 'Do you ship' }).first();
  await asked.hover();
  await asked.getByRole('button', { name: 'React' }).click();
  await page.getByRole('menuitem', { name: /Thumbs up/ }).click();
  const question = chatbot.log(shop).locator('article.own').first();
  const thumb = question.getByRole('button', { name: /^👍 1 by / });
  await thumb.waitFor();
  expect(await thumb.getAttribute('aria-pressed')).toBe('false');
  await chatbot
    .panel(shop)
    .getByRole('status')
    .getByText(/ reacted with 👍$/)
    .waitFor({ state: 'attached' });
  await asked.hover();
  await asked.getByRole('button', { name: 'Reply to this' }).click();
  await write(page, 'We do, within a week.');
  const said = chatbot.log(shop).locator('article').filter({ hasText: 'We do, within a week.' });
  const quote = said.getByRole('button', { name: /^In reply to You Do you ship to Tromsø\?$/ });
  await quote.waitFor();
  // The bot's own answer quotes nothing.
  expect(await chatbot.log(shop).locator('.quote').count()).toBe(1);

  // The customer: to the question, and with the keyboard a reaction to the answer.
  await quote.click();
  await until(
    () => question.evaluate((one) => one.matches(':focus')),
    (is) => is,
  );
  const add = said.getByRole('button', { name: 'React' });
  await add.focus();
  await shop.keyboard.press('Enter');
  await said.getByRole('group', { name: 'React' }).waitFor();
  expect(await axe(shop)).toEqual([]);
  await shop.keyboard.press('Escape');
  await said.getByRole('group', { name: 'React' }).waitFor({ state: 'detached' });
  await chatbot.panel(shop).waitFor();
  await shop.keyboard.press('Enter');
  await shop.keyboard.press('Tab');
  await shop.keyboard.press('Enter');
  const heart = said.getByRole('button', { name: '❤️ 1 by You' });
  await heart.waitFor();
  expect(await heart.getAttribute('aria-pressed')).toBe('true');
  const replied = log(page).getByRole('listitem').filter({ hasText: 'We do, within' }).last();
  await replied.getByRole('button', { name: /❤️ 1/ }).click();
  await said.getByRole('button', { name: /^❤️ 2 by You and / }).click();
  await replied.getByRole('button', { name: /❤️ 1\s+by You$/ }).waitFor();
  await said.getByRole('button', { name: /^❤️ 1 by / }).waitFor();
  await thumb.click();
  await asked.getByRole('button', { name: /👍 2/ }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await shop.emulateMedia({ colorScheme });
    expect(await axe(shop)).toEqual([]);
  }
  // From right to left, nothing leaves the panel.
  await shop.evaluate(() => {
    document
      .querySelector('antiphon-chatbot')!
      .shadowRoot!.querySelector('.r')!
      .setAttribute('dir', 'rtl');
  });
  await add.click();
  const row = (await said.getByRole('group', { name: 'React' }).boundingBox())!;
  const around = (await chatbot.log(shop).boundingBox())!;
  expect(row.x).toBeGreaterThanOrEqual(around.x);
  expect(row.x + row.width).toBeLessThanOrEqual(around.x + around.width);
  expect(await axe(shop)).toEqual([]);
  await shop.context().close();
  await page.context().close();
});
