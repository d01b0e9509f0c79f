// EnhancedChatBot on its test page, with the real server and its built-in bot: answers, copying, prompts,
// files, lines that are cut or let no socket through, the keyboard alone, axe, and how it looks.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  answers,
  enterChat,
  field,
  launcher,
  log,
  openChat,
  panel,
  says,
  texts,
  told,
} from './chatbot-kit.ts';
import { picture as sample, text } from './files-kit.ts';
import {
  axe,
  desktop,
  type Line,
  openBrowser,
  phone,
  type Server,
  startLine,
  startServer,
  tearDown,
  until,
} from './harness.ts';
import { comparePicture } from './harness-pictures.ts';

let server: Server;
let line: Line;
const pages: Page[] = [];

beforeAll(async () => {
  server = await startServer();
  line = await startLine(server);
  await openBrowser();
});
afterEach(async () => {
  line.mend();
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(tearDown);

async function enter(...[options, prepare]: [object?, ((page: Page) => Promise<unknown>)?]) {
  const page = await enterChat(line.url, server, options, prepare);
  pages.push(page);
  return page;
}

const code = 'const due = await invoices.list({ state: "due" });';

it('talks with the bot, copies what was said, and goes on after a reload', async () => {
  const page = await enter({ permissions: ['clipboard-read', 'clipboard-write'] });
  await openChat(page);
  expect(await told(page)).toBe('begins with the first message');
  await says(page, `Hello, what does this do?\n\`\`\`ts\n${code}\n\`\`\``);
  await answers(page).first().waitFor();
  const id = await told(page);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await log(page).locator('.own .meta', { hasText: 'Read' }).waitFor();

  const before = await texts(page);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await log(page).getByRole('button', { name: 'Copy code' }).first().click();
  await log(page).getByRole('button', { name: 'Copy code' }).getByText('Copied').waitFor();
  expect(await clipboard()).toBe(code);
  await answers(page).first().hover();
  await log(page).getByRole('button', { name: 'Copy message by CRM Assistant' }).first().click();
  await until(clipboard, (copied) => copied !== code);

  await page.reload();
  await openChat(page);
  await until(
    () => texts(page),
    (now) => now.length === before.length,
  );
  expect(await texts(page)).toEqual(before);
  expect(await told(page)).toBe(id);
  await panel(page).getByRole('button', { name: 'New conversation' }).click();
  await panel(page).getByText('Write below, or begin with one of these.').waitFor();
  // The browser itself tells of the 401 that said that nobody was signed in.
  expect(page.complaints.filter((one) => !/401/.test(one))).toEqual([]);
});

it('takes a prompt, and a file with a picture of it', async () => {
  const page = await enter();
  await openChat(page);
  await panel(page).getByRole('button', { name: 'Where is my ticket?' }).click();
  await answers(page).first().waitFor();
  const choose = panel(page).getByLabel('Attach files');
  await choose.setInputFiles([sample('hills.png'), text('list.csv', 'a,b\n1,2\n')]);
  await panel(page).getByText('2 files ready to send').waitFor({ state: 'attached' });
  await says(page, 'With these files.');
  const hills = log(page).getByRole('button', { name: 'Open picture hills.png' });
  await hills.waitFor();
  await hills.click();
  await page.getByRole('dialog', { name: 'hills.png' }).waitFor();
  await page.keyboard.press('Escape');
  await field(page).waitFor();
  const download = page.waitForEvent('download');
  await log(page).getByRole('button', { name: 'Download list.csv' }).click();
  expect((await download).suggestedFilename()).toBe('list.csv');
});

it('goes on over HTTP where no socket comes up', async () => {
  let sockets = 0;
  const page = await enter({}, (it) =>
    it.routeWebSocket(/\/api\/live/, (socket) => {
      sockets += 1;
      socket.close({ code: 1011 });
    }),
  );
  await openChat(page);
  await says(page, 'Is anyone there?');
  await answers(page).first().waitFor({ timeout: 40_000 });
  expect(sockets).toBeGreaterThan(0);
  expect((await texts(page))[0]).toBe('Is anyone there?');
});

it('keeps what is written while the line is cut, and sends it once when it is mended', async () => {
  const page = await enter();
  await openChat(page);
  await says(page, 'One');
  await answers(page).first().waitFor();
  line.cut();
  await says(page, 'Two');
  await panel(page).getByText('Reconnecting… 1 message waiting.').first().waitFor();
  expect(await log(page).locator('article.own').last().innerText()).toContain('Sending');
  // Also what was written before the page was left: its file server is the same that is away.
  line.mend();
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await until(
    () => answers(page).count(),
    (n) => n === 2,
    40_000,
  );
  const said = await texts(page);
  expect(said.filter((one) => one === 'Two')).toHaveLength(1);
});

it('offers a refused message again', async () => {
  const page = await enter();
  await openChat(page);
  await page.route('**/api/user-response/', (route) =>
    route.fulfill({
      status: 403,
      json: { error: { code: 'forbidden', message: 'Not from here.' } },
    }),
  );
  await says(page, 'Hello');
  await log(page).getByText('Not from here.').waitFor();
  await page.unroute('**/api/user-response/');
  await log(page).getByRole('button', { name: 'Try again' }).click();
  await answers(page).first().waitFor();
});

it('can be used with the keyboard alone', async () => {
  const page = await enter();
  const focus = () =>
    page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement;
      return inside?.getAttribute('aria-label') ?? inside?.textContent ?? null;
    });
  await page.getByRole('button', { name: 'Sign out' }).focus();
  await page.keyboard.press('Tab');
  expect(await focus()).toBe('Open chat with CRM Assistant');
  await page.keyboard.press('Enter');
  await until(focus, (now) => now === 'Write a message');
  await panel(page).getByRole('button', { name: 'Talk to a person' }).waitFor();
  // Back from the field: over the clip to the last of the prompts.
  await page.keyboard.press('Shift+Tab');
  expect(await focus()).toBe('Attach files');
  await page.keyboard.press('Shift+Tab');
  expect(await focus()).toBe('Talk to a person');
  await page.keyboard.press('Enter');
  await answers(page).first().waitFor();
  expect(await focus()).toBe('Write a message');
  await page.keyboard.type('Thank you');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('very much');
  await page.keyboard.press('Enter');
  await until(
    () => texts(page),
    (now) => now.includes('Thank you\nvery much'),
  );
  await until(
    () => answers(page).count(),
    (n) => n === 2,
  );
  await page.keyboard.press('Escape');
  await until(focus, (now) => now === 'Open chat with CRM Assistant');
  expect(await panel(page).count()).toBe(0);
});

const looks = [
  ['light', { colorScheme: 'light', viewport: desktop }],
  ['dark', { colorScheme: 'dark', viewport: desktop }],
  ['phone', { viewport: phone, hasTouch: true, isMobile: true }],
] as const;

it.each(looks)('axe finds nothing, and it looks as it did: %s', async (look, options) => {
  const page = await enter({ ...options, reducedMotion: 'reduce' });
  const found: string[] = [];
  async function check(what: string) {
    found.push(...(await axe(page)).map((one) => `${what}: ${one}`));
    await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('antiphon-chatbot')!;
      const still = new CSSStyleSheet();
      // Times and ids change with every run; who is asked for is told by the newest state alone.
      still.replaceSync(
        'time { display: none } * { animation: none !important; caret-color: transparent }',
      );
      shadowRoot!.adoptedStyleSheets = [...shadowRoot!.adoptedStyleSheets, still];
      document.querySelector('main')!.style.visibility = 'hidden';
    });
    expect(comparePicture(`chatbot/${look}-${what}`, await page.screenshot())).toBeNull();
    await page.evaluate(() => {
      document.querySelector('main')!.style.visibility = '';
    });
  }
  await check('launcher');
  await openChat(page);
  await panel(page).getByRole('button', { name: 'Talk to a person' }).waitFor();
  await check('greeting');
  await panel(page).getByRole('button', { name: 'Talk to a person' }).click();
  await answers(page).first().waitFor();
  await says(page, `It is about **two invoices** and this line:\n\`\`\`ts\n${code}\n\`\`\``);
  await until(
    () => answers(page).count(),
    (n) => n === 2,
  );
  await log(page).locator('.own .meta', { hasText: 'Read' }).waitFor();
  await page.mouse.move(0, 0);
  await check('conversation');
  await panel(page)
    .getByLabel('Attach files')
    .setInputFiles([text('a.txt', 'A'), text('b.exe', 'MZ')]);
  await until(
    () => panel(page).locator('.chip').allInnerTexts(),
    (chips) => chips.length === 2 && !chips.some((one) => /Waiting|%/.test(one)),
  );
  line.cut();
  await says(page, 'Are you there?');
  await panel(page).getByText('Reconnecting…').first().waitFor();
  await check('trouble');
  line.mend();
  expect(found).toEqual([]);
  expect(await launcher(page).count()).toBe(1);
});
