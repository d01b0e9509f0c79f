// The calls a site's own script makes on the widget, on the sample shop: who is here (identify,
// logout), how it looks (set), open and close, and what it tells back (on). A site's word turns a
// visitor into a known person without a break in the talk; signing out leaves nothing behind.
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
  until,
  type Watched,
} from './harness.ts';
import { field, launcher, openWidget, panel, says, state, texts } from './widget-kit.ts';
import { enter, open, row, texts as shownTexts } from './workspace-kit.ts';

let server: Server;
let admin: Agent;
let shop: string;
let secret: string;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  shop = `${server.url}/demo/shop`;
  const { inboxes } = await admin.request<{ inboxes: { id: string; widget_key: string }[] }>(
    'GET',
    '/api/inboxes',
  );
  const inbox = inboxes.find((one) => one.widget_key === server.widget_key)!;
  ({ identity_secret: secret } = await admin.request<{ identity_secret: string }>(
    'POST',
    `/api/inboxes/${inbox.id}/identity-secret`,
  ));
  await openBrowser();
});
afterAll(tearDown);

const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

async function visit(with_?: Page): Promise<Watched> {
  const page = await openPage(shop, {}, with_);
  if (!with_) pages.push(page);
  await launcher(page).waitFor();
  return page;
}

/** What the site's server would sign for a customer of its own. */
function word(sub: string, more: object = {}, seconds = 300): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1_000) + seconds;
  const said = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub, exp, ...more })}`;
  return `${said}.${createHmac('sha256', secret).update(said).digest('base64url')}`;
}

function tell(page: Page, ...call: unknown[]): Promise<void> {
  return page.evaluate(
    (words) => (window as unknown as { Antiphon(...all: unknown[]): void }).Antiphon(...words),
    call,
  );
}

interface Contact {
  id: string;
  name: string;
  email: string | null;
  verified: boolean;
  external_id: string | null;
}

const contactOf = async (talk: string) => {
  const { contact } = await admin.request<{ contact: { id: string } }>(
    'GET',
    `/api/conversations/${talk}`,
  );
  return admin.request<Contact>('GET', `/api/contacts/${contact.id}`);
};

const sent = (page: Page) =>
  until(
    () => state(page),
    (text) => /Sent|Delivered|Read/.test(text),
  );

/** What the widget keeps of the visitor between pages. */
const kept = (page: Page) =>
  page.evaluate(
    (key) => JSON.parse(localStorage.getItem(`antiphon.${key}`) ?? 'null'),
    server.widget_key,
  ) as Promise<{ token: string; contact: string; talk: string | null } | null>;

it('identify makes the visitor a verified contact, the same one, in the middle of a talk', async () => {
  const page = await visit();
  await openWidget(page);
  await says(page, 'I am nobody yet');
  await sent(page);
  const talk = await admin.newest();
  const before = await contactOf(talk);
  expect(before).toMatchObject({ verified: false, email: null });
  const { token } = (await kept(page))!;

  const agent = await enter(server);
  pages.push(agent);
  await open(agent, before.name);
  await agent.getByText('Not verified').waitFor();

  await tell(
    page,
    'identify',
    word('shop-1001', { name: 'Edda Lind', email: 'edda@mail.example' }),
  );
  await until(
    () => contactOf(talk),
    ({ verified }) => verified,
  );
  expect(await contactOf(talk)).toMatchObject({
    id: before.id,
    name: 'Edda Lind',
    email: 'edda@mail.example',
    external_id: 'shop-1001',
    verified: true,
  });
  // A token that somebody took before does not speak for Edda.
  const now = await until(
    () => kept(page),
    (session) => session?.token !== token,
  );
  expect(now).toMatchObject({ contact: before.id, talk });
  const stolen = await fetch(`${server.url}/api/conversations/${talk}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(stolen.status).toBe(401);

  // The talk goes on both ways, in the same conversation; list and context tell who it is.
  await says(page, 'Now you know me');
  await row(agent, 'Edda Lind').waitFor();
  await row(agent, 'Edda Lind').getByLabel('Verified').waitFor();
  await agent.getByRole('region', { name: 'Conversation with Edda Lind' }).waitFor();
  await agent.getByRole('link', { name: 'edda@mail.example' }).waitFor();
  expect(await agent.getByText('Not verified').count()).toBe(0);
  await admin.says(talk, 'Welcome back, Edda.');
  const said = ['I am nobody yet', 'Now you know me', 'Welcome back, Edda.'];
  const together = (all: string[]) => all.length === 3;
  expect(new Set(await until(() => texts(page), together))).toEqual(new Set(said));
  expect(new Set(await until(() => shownTexts(agent), together))).toEqual(new Set(said));
  expect(await admin.newest()).toBe(talk);
  expect(page.complaints).toEqual([]);
});

it('identify before anything else, as shops do on every page, finds the customer again', async () => {
  const identity = () => word('shop-1002', { name: 'Falk Ohm' });
  const early = (page: Page) =>
    page.addInitScript((jwt) => {
      Object.assign(window, { Antiphon: { q: [['identify', jwt]] } });
    }, identity());
  const one = await openPage(shop, {}, undefined, early);
  pages.push(one);
  await openWidget(one);
  await says(one, 'From my desk');
  await sent(one);
  const talk = await admin.newest();
  const contact = await until(
    () => contactOf(talk),
    ({ verified }) => verified,
  );
  expect(contact).toMatchObject({ name: 'Falk Ohm', external_id: 'shop-1002' });

  // On another device he is the same person, with the same conversation.
  const other = await openPage(shop, {}, undefined, early);
  pages.push(other);
  await openWidget(other);
  expect(
    await until(
      () => texts(other),
      (all) => all.length === 1,
    ),
  ).toEqual(['From my desk']);
  await says(other, 'From my kitchen');
  await until(
    () => texts(one),
    (all) => all.length === 2,
  );
  expect((await contactOf(talk)).id).toBe(contact.id);
});

it('identify in one tab leaves the other tab in the same talk', async () => {
  const one = await visit();
  await openWidget(one);
  await says(one, 'Two tabs are open');
  await sent(one);
  const talk = await admin.newest();
  const { contact } = (await kept(one))!;
  const two = await visit(one);
  await openWidget(two);
  await until(
    () => texts(two),
    (all) => all.length === 1,
  );
  await tell(two, 'identify', word('shop-1003', { name: 'Gesa Thal' }));
  await until(
    () => contactOf(talk),
    ({ verified }) => verified,
  );
  await admin.says(talk, 'Good morning Gesa.');
  for (const tab of [one, two])
    await until(
      () => texts(tab),
      (all) => all.at(-1) === 'Good morning Gesa.',
    );
  await says(one, 'Both of me can answer');
  await until(
    () => texts(two),
    (all) => all.length === 3,
  );
  expect(await kept(one)).toMatchObject({ contact, talk });
});

it('a word that does not hold changes nothing: the talk stands, the console says why', async () => {
  const page = await visit();
  await openWidget(page);
  await says(page, 'I stay who I am');
  await sent(page);
  const talk = await admin.newest();
  const before = (await kept(page))!;
  for (const bad of [word('shop-1004', {}, -60), `${word('shop-1004')}x`, 'nonsense']) {
    const said = page.complaints.length;
    await tell(page, 'identify', bad);
    await until(
      async () => page.complaints.slice(said).join(' '),
      (all) => /identity_jwt/.test(all),
    );
  }
  await says(page, 'And I can still write');
  await sent(page);
  expect(await admin.texts(talk)).toEqual(['I stay who I am', 'And I can still write']);
  expect(await kept(page)).toMatchObject({ contact: before.contact, talk });
  expect(await contactOf(talk)).toMatchObject({ verified: false, external_id: null });
});

it('logout leaves a fresh visitor without the old conversation, in every tab', async () => {
  const page = await visit();
  await openWidget(page);
  await tell(page, 'identify', word('shop-1005', { name: 'Hedda Moor' }));
  await says(page, 'My address is private');
  await sent(page);
  const talk = await admin.newest();
  await until(
    () => contactOf(talk),
    ({ verified }) => verified,
  );
  const before = (await kept(page))!;
  await field(page).fill('half a sentence');
  const other = await visit(page);
  await openWidget(other);
  await until(
    () => texts(other),
    (all) => all.length === 1,
  );

  await tell(page, 'logout');
  for (const tab of [page, other]) {
    await panel(tab).getByText('The answer appears here').waitFor();
    expect(await panel(tab).innerText()).not.toContain('private');
    expect(await field(tab).inputValue()).toBe('');
  }
  const now = (await until(
    () => kept(page),
    (session) => session !== null,
  ))!;
  expect(now.contact).not.toBe(before.contact);
  expect(now.talk).toBeNull();
  const look = await fetch(`${server.url}/api/conversations/${talk}/messages`, {
    headers: { authorization: `Bearer ${now.token}` },
  });
  expect([403, 404]).toContain(look.status);
  // The token that was forgotten here holds nowhere any more.
  const me = (token: string) =>
    fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  await until(
    () => me(before.token),
    ({ status }) => status === 401,
  );
  expect((await me(now.token)).status).toBe(200);

  // News of the old talk reaches nobody here; what is written now is another's.
  await admin.says(talk, 'Your order is on its way.');
  await says(page, 'Hello, I am new');
  await sent(page);
  expect(await texts(page)).toEqual(['Hello, I am new']);
  const fresh = await admin.newest();
  expect(fresh).not.toBe(talk);
  expect(await contactOf(fresh)).toMatchObject({ id: now.contact, verified: false });
  await page.reload();
  await openWidget(page);
  expect(
    await until(
      () => texts(page),
      (all) => all.length === 1,
    ),
  ).toEqual(['Hello, I am new']);
});

it('logout right after identify leaves no trace of the person who was named', async () => {
  const page = await visit();
  await openWidget(page);
  await until(
    () => kept(page),
    (session) => session !== null,
  );
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/widget/session', async (route) => {
    if (!route.request().postData()?.includes('identity_jwt')) return route.continue();
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  const asked = page.waitForRequest((request) =>
    Boolean(request.postData()?.includes('identity_jwt')),
  );
  const answered = page.waitForResponse((response) =>
    Boolean(response.request().postData()?.includes('identity_jwt')),
  );
  await tell(page, 'identify', word('shop-1006', { name: 'Ida Kern' }));
  await asked;
  await tell(page, 'logout');
  answer();
  await answered;
  await panel(page).getByText('The answer appears here').waitFor();
  await says(page, 'Who am I?');
  await sent(page);
  expect(await contactOf(await admin.newest())).toMatchObject({
    verified: false,
    external_id: null,
  });
});

it('set changes the look, open, close and toggle move the panel, on tells of both and of unread', async () => {
  const page = await visit();
  await page.evaluate(() => {
    const heard: unknown[] = [];
    const { Antiphon } = window as unknown as { Antiphon(...all: unknown[]): void };
    Object.assign(window, { heard });
    for (const event of ['open', 'close', 'unread'])
      Antiphon('on', event, (value: unknown) =>
        heard.push(value === undefined ? event : [event, value]),
      );
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
  await tell(page, 'open');
  await field(page).waitFor();
  await tell(page, 'open');
  await says(page, 'Listening');
  await sent(page);
  const talk = await admin.newest();
  await tell(page, 'close');
  await panel(page).waitFor({ state: 'detached' });
  await admin.says(talk, 'Are you there?');
  await page.getByRole('button', { name: 'Open chat, 1 unread message' }).waitFor();
  await tell(page, 'toggle');
  await until(
    () => texts(page),
    (all) => all.length === 2,
  );
  await tell(page, 'toggle');
  await panel(page).waitFor({ state: 'detached' });
  expect(await until(heard, (all) => all.length === 6)).toEqual([
    'open',
    'close',
    ['unread', 1],
    'open',
    ['unread', 0],
    'close',
  ]);

  const before = (await launcher(page).boundingBox())!;
  await tell(page, 'set', { side: 'left', color: '#004d99', label: 'Talk to us', theme: 'dark' });
  const button = page.getByRole('button', { name: 'Talk to us' });
  await button.waitFor();
  expect((await button.boundingBox())!.x).toBeLessThan(before.x);
  const style = (name: string) =>
    button.evaluate((one, key) => getComputedStyle(one).getPropertyValue(key), name);
  expect(await style('background-color')).toBe('rgb(0, 77, 153)');
  expect(await style('color')).toBe('rgb(255, 255, 255)');
  expect(await style('color-scheme')).toBe('dark');
  // What is no colour, and a verb that nobody knows, change nothing.
  await tell(page, 'set', { color: 'expression(1)' });
  await tell(page, 'dance', 1);
  expect(await style('background-color')).toBe('rgb(0, 77, 153)');
  // A name from "set" outlives opening and closing.
  await button.click();
  await field(page).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Talk to us' }).waitFor();
  expect(page.complaints).toEqual([]);
});

it('prefill writes for the visitor, send says it for them, message tells of answers, off ends that', async () => {
  const page = await visit();
  await page.evaluate(() => {
    const heard: unknown[] = [];
    const { Antiphon } = window as unknown as { Antiphon(...all: unknown[]): void };
    const hear = (value: unknown) => heard.push(value);
    Object.assign(window, { heard, hear });
    Antiphon('on', 'message', hear);
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
  await tell(page, 'prefill', 'A question about order 1042');
  expect(await panel(page).count()).toBe(0);
  await tell(page, 'open');
  await field(page).waitFor();
  expect(await field(page).inputValue()).toBe('A question about order 1042');
  await field(page).fill('My own words');
  await tell(page, 'prefill', 'Something else');
  expect(await field(page).inputValue()).toBe('My own words');

  await tell(page, 'send', '  Please call me  ');
  await tell(page, 'send', ' ');
  await sent(page);
  expect(await texts(page)).toEqual(['Please call me']);
  // What the visitor is writing stays theirs.
  expect(await field(page).inputValue()).toBe('My own words');
  const talk = await admin.newest();
  await admin.says(talk, 'I call at noon.');
  const [message] = await until(heard, (all) => all.length === 1);
  expect(message).toMatchObject({ conversation: talk, text: 'I call at noon.' });
  expect((message as { name: string }).name).not.toBe('');
  await page.evaluate(() => {
    const all = window as unknown as { Antiphon(...all: unknown[]): void; hear: unknown };
    all.Antiphon('off', 'message', all.hear);
  });
  await admin.says(talk, 'Or later.');
  await until(
    () => texts(page),
    (all) => all.length === 3,
  );
  expect(await heard()).toHaveLength(1);
  expect(page.complaints).toEqual([]);
});
