// The widget on strangers' pages: hostile styles, a strict content policy with Trusted Types, a
// page that wants no cost. What the widget may do to its host is: nothing.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  axe,
  desktop,
  longTasks,
  openBrowser,
  openPage,
  press,
  type Server,
  serveHost,
  signIn,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import {
  bubbles,
  field,
  launcher,
  openWidget,
  panel,
  prompts,
  says,
  state,
  texts,
} from './widget-kit.ts';

let server: Server;
let host: string;

const hostileStyles = `
  * { color: red; font-family: fantasy !important; letter-spacing: 3px; direction: ltr }
  div { display: none !important }
  button { padding: 30px !important; background: yellow !important; text-transform: uppercase }
  textarea, input { display: none !important }
  svg { width: 200px !important; fill: lime !important }
  body { transform: scale(0.9); overflow: hidden }
  antiphon-chat { display: none; opacity: 0.2; transform: rotate(9deg) }`;

const pageWith = (extra: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <title>A stranger's page</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/host.css"></head>
  <body><main><h1>A stranger's page</h1><p>With styles that reach for everything.</p></main>${extra}</body></html>`;

beforeAll(async () => {
  server = await startServer();
  const snippet = (attributes = '') =>
    `<script async src="${server.url}/widget/v1/loader.js" data-key="${server.widget_key}" ${attributes}></script>`;
  host = await serveHost(
    {
      '/host.css': { type: 'text/css', body: hostileStyles },
      '/plain.css': { type: 'text/css', body: '' },
      '/hostile': { type: 'text/html', body: pageWith(snippet()) },
      '/left': {
        type: 'text/html',
        body: pageWith(
          snippet('data-side="left" data-color="#7a1fa2" data-label="Questions?"'),
        ).replace('host.css', 'plain.css'),
      },
      '/plain': { type: 'text/html', body: pageWith(snippet()).replace('host.css', 'plain.css') },
      '/hebrew': {
        type: 'text/html',
        body: pageWith(snippet())
          .replace('host.css', 'plain.css')
          .replace('lang="en"', 'lang="he" dir="rtl"'),
      },
      '/early.js': {
        type: 'text/javascript',
        body: `window.Antiphon = function () { (window.Antiphon.q = window.Antiphon.q || []).push([...arguments]) };
          window.heard = []; Antiphon('on', 'open', () => heard.push('open')); Antiphon('on', 'unread', (n) => heard.push(n)); Antiphon('open');`,
      },
      '/early': {
        type: 'text/html',
        body: pageWith(`<script src="/early.js"></script>${snippet()}`).replace(
          'host.css',
          'plain.css',
        ),
      },
    },
    {
      'content-security-policy': `default-src 'self'; script-src 'self' ${server.url}; style-src 'self'; img-src 'self' data:; connect-src 'self' ${server.url} ws:; require-trusted-types-for 'script'`,
    },
  );
  const admin = await signIn(server, 'admin');
  const { inboxes } = await admin.request<{
    inboxes: { id: string; allowed_origins?: string[] }[];
  }>('GET', '/api/inboxes');
  for (const inbox of inboxes)
    await admin.request('PATCH', `/api/inboxes/${inbox.id}`, { allowed_origins: [host] });
  await openBrowser();
});
afterAll(tearDown);

it('stands against hostile styles under a strict policy, and talks', async () => {
  const page = await openPage(`${host}/hostile`);
  const style = (selector: string, name: string) =>
    page
      .locator(`antiphon-chat ${selector}`)
      .first()
      .evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), name);
  expect(await launcher(page).boundingBox()).toMatchObject({ width: 56, height: 56 });
  expect(await style('.r > button', 'background-color')).not.toContain('255, 255, 0');
  await openWidget(page);
  expect(await style('textarea', 'font-family')).not.toContain('fantasy');
  expect(await style('textarea', 'color')).not.toBe('rgb(255, 0, 0)');
  expect(await style('h2', 'letter-spacing')).toBe('normal');
  const size = await panel(page).boundingBox();
  expect(size!.width).toBe(380);
  await says(page, 'Hello from a stranger');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  expect(await axe(page, 'antiphon-chat')).toEqual([]);
  expect(page.complaints).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
  await page.context().close();
});

it('offers on another site what is meant for its page, and for customers', async () => {
  const admin = await signIn(server, 'admin');
  const add = (title: string, more: object) =>
    admin.request('POST', '/api/chat/prompts', { title, text: title, ...more });
  await add('Only here', { page: '/plain', role: 'customer' });
  await add('Only elsewhere', { page: '/elsewhere' });
  await add('Only among us', { role: 'agent' });
  const page = await openPage(`${host}/plain`);
  await openWidget(page);
  await prompts(page).waitFor();
  const titles = await prompts(page).getByRole('button').allInnerTexts();
  expect(titles.filter((one) => one.startsWith('Only'))).toEqual(['Only here']);
  await page.context().close();
});

it('costs its host nothing: one request before intent, no shift, no long task, no cookie, no complaint', async () => {
  const requests: string[] = [];
  const page = await openPage('about:blank', {}, undefined, async (fresh) => {
    fresh.on('request', (request) => {
      if (request.url().startsWith(server.url)) requests.push(request.url());
    });
    await fresh.addInitScript(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
        })[])
          if (!entry.hadRecentInput) (window as unknown as { shift: number }).shift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
  });
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const loading = async () => {
    await page.goto(`${host}/plain`);
    await wait(1_500);
  };
  expect(await longTasks(page, loading, { slower: 4, origin: server.url })).toEqual([]);
  expect(requests).toHaveLength(1);
  const opening = async () => {
    await press(page, desktop.width - 48, desktop.height - 48);
    await wait(2_500);
  };
  expect(await longTasks(page, opening, { slower: 4 })).toEqual([]);
  expect(await field(page).isVisible()).toBe(true);
  expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
  expect(await page.context().cookies()).toEqual([]);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

it('obeys the snippet: side, colour with readable ink, label', async () => {
  const page = await openPage(`${host}/left`);
  const button = page.getByRole('button', { name: 'Questions?' });
  const box = await button.boundingBox();
  expect(box!.x).toBe(20);
  expect(await button.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe(
    'rgb(122, 31, 162)',
  );
  await button.click();
  await field(page).waitFor();
  expect((await panel(page).boundingBox())!.x).toBe(20);
  // The ring of the focus is of the site's colour too, and seen on the panel.
  const [ring, paper] = await panel(page)
    .locator('.field')
    .evaluate((one) => {
      const paint = document.createElement('canvas').getContext('2d')!;
      return [getComputedStyle(one).outlineColor, getComputedStyle(one).backgroundColor].map(
        (colour) => {
          paint.fillStyle = colour;
          paint.fillRect(0, 0, 1, 1);
          return [...paint.getImageData(0, 0, 1, 1).data];
        },
      );
    });
  const bright = ([r, g, b]: number[]) => r! * 0.2126 + g! * 0.7152 + b! * 0.0722;
  expect(bright(paper!) - bright(ring!)).toBeGreaterThan(120);
  expect(ring![1]).toBeLessThan(Math.min(ring![0]!, ring![2]!));
  expect(await axe(page, 'antiphon-chat')).toEqual([]);
  await page.context().close();
});

it('mirrors itself on a page that reads from right to left, also in a language it does not speak', async () => {
  const page = await openPage(`${host}/hebrew`);
  expect((await launcher(page).boundingBox())!.x).toBe(20);
  await openWidget(page);
  await says(page, 'שלום hello');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  const own = await bubbles(page).first().boundingBox();
  const whole = await panel(page).boundingBox();
  expect(own!.x - whole!.x).toBeLessThan(60);
  expect(await axe(page, 'antiphon-chat')).toEqual([]);
  await page.context().close();
});

it('hears calls that the page made before it was there', async () => {
  const page = await openPage(`${host}/early`);
  await field(page).waitFor();
  await until(
    () => page.evaluate(() => (window as unknown as { heard: unknown[] }).heard),
    (heard) => heard.includes('open'),
  );
  await page.evaluate(() =>
    (window as unknown as { Antiphon(verb: string): void }).Antiphon('close'),
  );
  expect(await panel(page).count()).toBe(0);
  await page.context().close();
});

it('says so when it cannot be loaded, and works on the next press', async () => {
  const page = await openPage(`${host}/plain`, {}, undefined, (fresh) =>
    fresh.route('**/widget/v1/app-*', (route) => route.abort()),
  );
  await launcher(page).click();
  await page.getByText('The chat did not load').waitFor();
  await page.unroute('**/widget/v1/app-*');
  await openWidget(page);
  expect(await page.getByText('The chat did not load').count()).toBe(0);
  await page.context().close();
});

it('sends also while the part that shows it does not come, and shows it when it does', async () => {
  const page = await openPage(`${host}/plain`, {}, undefined, (fresh) =>
    fresh.route('**/widget/v1/talk-*', (route) => route.abort()),
  );
  await openWidget(page);
  await says(page, 'seen later');
  const bar = panel(page).locator('.bar');
  await bar.getByText('Part of the chat did not load.').waitFor();
  await page.unroute('**/widget/v1/talk-*');
  await bar.getByRole('button', { name: 'Try again' }).click();
  await until(
    () => texts(page),
    (all) => all.length === 1 && all[0] === 'seen later',
  );
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  expect(await bar.count()).toBe(0);
  await page.context().close();
});

it('survives its own crash: says so, keeps the launcher, begins again', async () => {
  const page = await openPage(`${host}/plain`);
  await openWidget(page);
  await says(page, 'before the crash');
  await until(
    () => state(page),
    (text) => /Sent|Delivered/.test(text),
  );
  await field(page).fill('this draws and breaks');
  await page.evaluate(() => {
    // The first message may be drawn again before the next one is sent: only a later time breaks.
    const now = Date.now();
    const original = Date.prototype.toLocaleTimeString;
    Date.prototype.toLocaleTimeString = function (...given: Parameters<typeof original>) {
      if (this.getTime() < now) {
        return original.apply(this, given);
      }
      Date.prototype.toLocaleTimeString = original;
      throw new Error('a fault in the screen');
    };
  });
  await panel(page).getByRole('button', { name: 'Send' }).click();
  await page.getByText('Something in the chat broke').waitFor();
  expect(await launcher(page).isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Try again' }).click();
  await until(
    () => texts(page),
    (all) => all.length === 2,
  );
  await page.context().close();
});
