// Notices on the real server: sent by a key over plain HTTP, on the open page within a second, also where no socket can
// be had, and read on all pages at once; what a card opens, what the browser shows while the page is hidden, how long
// they stay, and the id by which a program names somebody.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { saved } from './files-kit.ts';
import {
  axe,
  type Line,
  openBrowser,
  type Server,
  signIn,
  startLine,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { fill, idOf, type Sender, sender } from './notices-kit.ts';
import { bar, enter } from './workspace-kit.ts';

let server: Server;
let line: Line;
let agent: Sender;
let ana: string;

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  agent = await sender(server);
  ana = await idOf(server, 'agent');
  await openBrowser();
});
const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  // Nothing of one test is unread in the next.
  await (await signIn(server)).request('POST', '/api/notices/read', {});
});
afterAll(tearDown);

async function inbox(prepare?: (page: Page) => Promise<unknown>) {
  const page = await enter(server, 'agent', {}, '/app/notices', prepare);
  pages.push(page);
  await page.getByRole('heading', { name: 'Notices', level: 1 }).waitFor();
  return page;
}

const card = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });
const bell = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Notices$/ });
const unreadAt = async (page: Page) => {
  const [words = '0'] = await bell(page)
    .getByText(/^\d+ unread$/)
    .allTextContents();
  return Number.parseInt(words, 10);
};

it('is on the open page within a second, and who works on it too', async () => {
  const page = await inbox();
  await page.getByText(/No notices yet/).waitFor();
  // The socket is there when what passes by shows.
  await until(
    async () => {
      await agent.works(ana, 'task_1');
      return page.getByText('Scheduling agent is working on task_1').count();
    },
    (count) => count > 0,
  );
  const sent = Date.now();
  await agent.tells(ana, { taskId: 'task_1', content: 'Booked for Monday.' });
  await card(page, 'Booked for Monday.').waitFor();
  expect(Date.now() - sent).toBeLessThan(1_000);
  await until(
    () => unreadAt(page),
    (unread) => unread === 1,
  );
  expect(await page.title()).toMatch(/^\(\d+\) Notices/);
  await agent.works(ana, 'task_1', false);
  await page.getByText('is working on').waitFor({ state: 'detached' });
  expect(page.complaints).toEqual([]);
});

it('arrives by asking where no socket can be had, and is read on the other page at once', async () => {
  const far = await inbox((page) =>
    page.routeWebSocket(/\/api\/live$/, (socket) => socket.close()),
  );
  const near = await inbox();
  await agent.tells(ana, { content: 'Told to both.' });
  await card(near, 'Told to both.').waitFor();
  await card(far, 'Told to both.').waitFor();
  await card(near, 'Told to both.').getByRole('button', { name: 'Mark as read' }).click();
  await card(far, 'Told to both.').getByRole('button', { name: 'Mark as unread' }).waitFor();
  await card(far, 'Told to both.').getByRole('button', { name: 'Mark as unread' }).click();
  await card(near, 'Told to both.').getByRole('button', { name: 'Mark as read' }).waitFor();
  await until(
    () => unreadAt(near),
    (unread) => unread === 1,
  );
  await far.getByRole('button', { name: 'Mark all as read' }).click();
  await until(
    () => unreadAt(near),
    (unread) => unread === 0,
  );
});

it('comes after the line was cut, whichever page is open', async () => {
  const page = await enter(
    { url: line.url, accounts: server.accounts },
    'agent',
    {},
    '/app/reports',
  );
  pages.push(page);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await agent.tells(ana, { content: 'Told before.' });
  await until(
    () => unreadAt(page),
    (unread) => unread === 1,
  );
  line.cut();
  await bar(page).waitFor();
  await agent.tells(ana, { content: 'Told while the page was alone.' });
  line.mend();
  await until(
    () => unreadAt(page),
    (unread) => unread === 2,
    40_000,
  );
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await card(page, 'Told while the page was alone.').waitFor();
});

it('narrows, opens and saves what came along, and nothing that would run', async () => {
  await fill(server, 'agent');
  const page = await inbox();
  const booked = card(page, 'booked for Monday at 14:00');
  await booked.waitFor();
  expect(await axe(page)).toEqual([]);
  const calendar = booked.getByRole('link', { name: /^Open in the calendar/ });
  expect(await calendar.getAttribute('href')).toBe('https://calendar.example/e/789');
  expect(await calendar.getAttribute('rel')).toContain('noopener');
  expect(await calendar.textContent()).toContain('calendar.example');
  const file = await saved(booked.getByRole('button', { name: /Invitation/ }));
  expect(file.bytes.toString()).toMatch(/^BEGIN:VCALENDAR/);
  await until(
    () =>
      booked
        .locator('img')
        .first()
        .evaluate((one) => (one as HTMLImageElement).naturalWidth),
    (width) => width > 0,
  );
  const question = card(page, 'Which title shall the meeting have?');
  expect(await question.getByRole('link').count()).toBe(2);
  await question.getByText('Details').click();
  await question.getByText('javascript:alert(1)').waitFor();

  await booked.getByRole('button', { name: /^Task/ }).click();
  await card(page, 'Looking for a time').waitFor();
  await question.waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('task')).toBe('task_117');
  await page.getByRole('button', { name: /^Task task_117 only/ }).click();
  await page.getByRole('button', { name: /^Type/ }).click();
  await page.getByRole('menuitemradio', { name: 'Error' }).click();
  await card(page, 'could not be read').waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
  await page.getByRole('button', { name: 'Mark these as read' }).click();
  await page.getByRole('tab', { name: /^Unread/ }).click();
  await page.getByText('No such notice').waitFor();
  await page.getByRole('button', { name: 'Show all notices' }).click();
  // Whoever acts on it has read it.
  await question.getByRole('link', { name: 'Answer' }).click();
  await page.getByRole('listbox', { name: 'Conversations' }).waitFor();
  await page.goBack();
  await question.getByRole('button', { name: 'Mark as unread' }).waitFor();
  expect(page.complaints).toEqual([]);
});

it('pages through many, and marks them all', async () => {
  for (let n = 0; n < 60; n += 1) await agent.tells(ana, { content: `Number ${n}.` });
  const page = await inbox();
  await card(page, 'Number 59.').waitFor();
  await page.getByRole('button', { name: 'Load more' }).scrollIntoViewIfNeeded();
  await card(page, 'Number 0.').waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await until(
    () => page.getByRole('button', { name: 'Mark as read', exact: true }).count(),
    (left) => left === 0,
  );
  expect(await unreadAt(page)).toBe(0);
});

interface Told {
  told: { title: string; body: string }[];
  hide(): void;
  press(): void;
}

it('is told of by the browser while the page is hidden, for the types that were chosen', async () => {
  const page = await inbox((page) =>
    page.addInitScript(() => {
      let hidden = false;
      let last: { onclick: (() => void) | null } | null = null;
      const told: object[] = [];
      Object.defineProperty(document, 'hidden', { get: () => hidden });
      class Notification {
        static permission = 'default';
        static requestPermission = async () => {
          Notification.permission = 'granted';
          return 'granted';
        };
        onclick: (() => void) | null = null;
        close() {}
        constructor(title: string, { body }: { body: string }) {
          told.push({ title, body });
          last = this;
        }
      }
      Object.assign(window, {
        Notification,
        told,
        hide: () => {
          hidden = true;
        },
        press: () => last?.onclick?.(),
      });
    }),
  );
  const told = () => page.evaluate(() => (window as unknown as Told).told);
  await page.getByRole('button', { name: 'Settings of notices' }).click();
  await page.getByRole('button', { name: 'Allow notifications' }).click();
  await page.getByText('The browser shows notifications.').waitFor();
  const confirmation = page.getByRole('switch', { name: /^Confirmation/ });
  await confirmation.click();
  await until(
    () => confirmation.getAttribute('aria-checked'),
    (checked) => checked === 'false',
  );
  expect(await axe(page)).toEqual([]);
  await agent.tells(ana, { type: 'error', content: 'While it is seen.' });
  await until(
    () => unreadAt(page),
    (unread) => unread === 1,
  );
  await page.evaluate(() => (window as unknown as Told).hide());
  await agent.tells(ana, { content: 'Not wanted.' });
  await agent.tells(ana, { type: 'error', content: 'It failed.' });
  expect(
    await until(told, (all) => all.length > 0),
    'neither what is seen nor what is not wanted',
  ).toEqual([{ title: 'Error', body: 'It failed.' }]);
  await page.evaluate(() => (window as unknown as Told).press());
  await card(page, 'It failed.').waitFor();
});

it('says what would go before it is decided how long notices stay, and undoes it', async () => {
  const admin = await signIn(server, 'admin');
  const page = await enter(server, 'admin', {}, '/app/settings/notice-retention');
  pages.push(page);
  const error = page.getByRole('group', { name: 'Error' });
  await error.getByLabel('Read, days', { exact: true }).fill('30');
  await page.getByRole('button', { name: 'See what would go' }).click();
  const window = page.getByRole('dialog');
  await window.getByText('No notice would go now').waitFor();
  expect(await axe(page, '[role=dialog]')).toEqual([]);
  await window.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. What is overdue').waitFor();
  const days = async () => {
    type Rules = { rules: { type: string; read_days: number | null }[] };
    const { rules } = await admin.request<Rules>('GET', '/api/notice-retention');
    return rules.find(({ type }) => type === 'ERROR')?.read_days ?? null;
  };
  expect(await days()).toBe(30);
  await page.getByRole('button', { name: 'Undo' }).click();
  await until(days, (now) => now === null);
  await until(
    () => error.getByLabel('Read, days', { exact: true }).inputValue(),
    (text) => text === '',
  );
  await page.route('**/api/notice-retention/preview', (route) =>
    route.fulfill({ json: { would_remove: [{ type: 'ERROR', count: 14 }] } }),
  );
  await error.getByLabel('Read, days', { exact: true }).fill('1');
  await page.getByRole('button', { name: 'See what would go' }).click();
  await window.getByText('14 notices would go').waitFor();
  await window.getByRole('button', { name: 'Cancel' }).click();
  expect(await days()).toBe(null);
});

it('names a person by the id that their programs have for them', async () => {
  const page = await enter(server, 'admin', {}, '/app/settings/people');
  pages.push(page);
  const window = page.getByRole('dialog');
  async function give(name: string, id: string) {
    await page.getByRole('button', { name: `Change ${name}` }).click();
    await page.getByRole('menuitem', { name: 'External id…' }).click();
    await window.getByLabel('External id').fill(id);
    await window.getByRole('button', { name: 'Save' }).click();
  }
  await give('Ana Ferreira', 'user_456');
  await page.getByText('Ana Ferreira has another external id.').waitFor();
  await page.getByRole('cell', { name: /user_456/ }).waitFor();
  expect(await axe(page)).toEqual([]);
  await give('Maya Lindqvist', 'user_456');
  await window.getByText('Another person of this workspace has this external id.').waitFor();
  await page.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });

  const seen = await inbox();
  await agent.tells('user_456', { content: 'By the name that their program has.' });
  await card(seen, 'By the name that').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('cell', { name: /user_456/ }).waitFor({ state: 'detached' });
});

it('polls as pages do that were there before: by the cookie, with a text for a body', async () => {
  const page = await inbox();
  await agent.tells(ana, { content: 'For the old page.', taskId: 'old' });
  const read = await page.evaluate(async () => {
    const { messages } = await (await fetch('/api/chat-messages?limit=50')).json();
    const marked = await fetch('/api/chat-messages/mark-read', {
      method: 'POST',
      body: JSON.stringify({ messageIds: messages.map((one: { id: string }) => one.id) }),
    });
    return [messages.map((one: { content: string }) => one.content), await marked.json()];
  });
  expect(read).toEqual([['For the old page.'], { success: true, markedCount: 1 }]);
  await card(page, 'For the old page.').getByRole('button', { name: 'Mark as unread' }).waitFor();
});
