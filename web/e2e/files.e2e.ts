// Files between a customer and the team, on the real server: both ways, byte for byte, over a line
// that is cut, refused, cancelled, by keyboard, on a phone, and on a page that allows no pictures.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  choose,
  drag,
  holdPieces,
  long,
  paste,
  picture,
  program,
  saved,
  sendIn,
  text,
} from './files-kit.ts';
import {
  type Agent,
  axe,
  openBrowser,
  openPage,
  phone,
  type Server,
  serveHost,
  signIn,
  startServer,
  tearDown,
  until,
  type Watched,
} from './harness.ts';
import * as widget from './widget-kit.ts';
import * as desk from './workspace-kit.ts';

let server: Server;
let ana: Agent;
const pages: Page[] = [];

beforeAll(async () => {
  server = await startServer();
  ana = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);
beforeEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});

/** Heard of from the beginning: else a key may be quicker than the wish to be asked. */
const heard = () => {};

async function customer(
  ...options: Parameters<typeof openPage> extends [string, ...infer R] ? R : never
) {
  const page = await openPage(`${server.url}/demo/shop`, ...options);
  pages.push(page);
  page.on('filechooser', heard);
  page.setDefaultTimeout(10_000);
  await widget.openWidget(page);
  return page;
}

/** An agent before the conversation with a new visitor, without a screen on the other side. */
async function agentWith(
  name: string,
  ...options: Parameters<typeof desk.enter> extends [unknown, ...infer R] ? R : never
) {
  const visitor = await desk.visitor(server, name, 'Hello', ana);
  const page = await desk.enter(server, ...options);
  pages.push(page);
  page.on('filechooser', heard);
  await desk.row(page, name).waitFor();
  await desk.open(page, name);
  return { page, visitor };
}

/** What the browser says of answers that are refusals: told by it, not by us. */
const ours = (page: Watched) =>
  page.complaints.filter((line) => !line.startsWith('Failed to load resource'));

/** The colour near a picture's upper edge. Read from a copy: browsers complain of many looks at one. */
const shownIn = (canvas: Locator) =>
  canvas.evaluate((one) => {
    const { width, height } = one as HTMLCanvasElement;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(one as HTMLCanvasElement, 0, 0);
    return [...copy.getImageData(width >> 1, 2, 1, 1).data].slice(0, 3).join();
  });
const sky = '150,195,225';
const isSky = (colour: string) =>
  colour.split(',').every((one, i) => Math.abs(Number(one) - Number(sky.split(',')[i])) < 12);

it('a customer sends a picture and a text, and the agent gets both byte for byte', async () => {
  const photo = picture('My lamp.png');
  const list = text('Parts, ünïque.txt', 'screw\nbracket\n'.repeat(40));
  const page = await customer();
  await choose(widget.clip(page), [photo, list]);
  await widget.panel(page).getByText('2 files ready to send').waitFor({ state: 'attached' });
  await widget.says(page, 'This is how it came');
  const thumbnail = widget.log(page).getByRole('button', { name: 'Open picture My lamp.png' });
  await until(() => shownIn(thumbnail.locator('canvas')), isSky);
  expect(await widget.texts(page)).toEqual(['This is how it came']);

  const id = await ana.newest();
  const agent = await desk.enter(server, 'agent', {}, `/app/conversations/${id}`);
  pages.push(agent);
  const small = desk.log(agent).getByRole('button', { name: 'Open picture My lamp.png' });
  await until(
    () => small.locator('img').evaluate((one) => (one as HTMLImageElement).naturalWidth),
    (width) => width > 0,
  );
  expect(await small.locator('img').boundingBox()).toMatchObject({ width: 320, height: 240 });
  const card = desk.log(agent).getByRole('button', { name: /^Download Parts/ });
  expect(await saved(card)).toEqual({ name: list.name, bytes: list.buffer });
  await small.click();
  const window = agent.getByRole('dialog', { name: 'My lamp.png' });
  expect((await saved(window.getByRole('button', { name: 'Download' }))).bytes).toEqual(
    photo.buffer,
  );
  await agent.keyboard.press('Escape');
  await window.waitFor({ state: 'detached' });

  // The customer has them too, also after a reload.
  await page.reload();
  await widget.openWidget(page);
  const own = widget.log(page).getByRole('button', { name: /^Download Parts/ });
  expect(await saved(own)).toEqual({ name: list.name, bytes: list.buffer });
  await thumbnail.click();
  const full = page.locator('antiphon-chat dialog');
  await until(() => shownIn(full.locator('canvas')), isSky);
  expect((await saved(full.getByRole('button', { name: 'Download' }))).bytes).toEqual(photo.buffer);
  await page.keyboard.press('Escape');
  await full.waitFor({ state: 'detached' });
  // Escape was for the picture: the panel is still open.
  expect(await widget.panel(page).count()).toBe(1);
  expect(page.complaints).toEqual([]);
  expect(agent.complaints).toEqual([]);
});

it('an agent pastes a picture into a reply; the file of a note never reaches the customer', async () => {
  const page = await customer();
  await widget.says(page, 'Do you have a drawing?');
  await until(
    () => widget.state(page),
    (state) => /Sent|Delivered/.test(state),
  );
  const id = await ana.newest();
  const agent = await desk.enter(server, 'agent', {}, `/app/conversations/${id}`);
  pages.push(agent);
  await desk.log(agent).waitFor();

  await agent.getByRole('tab', { name: 'Note' }).click();
  await choose(desk.clip(agent), [text('Margins.txt', 'secret')]);
  await agent.getByText('1 file ready to send').waitFor({ state: 'attached' });
  // Half a note does not come along with a reply.
  await agent.getByRole('tab', { name: 'Reply' }).click();
  expect(await agent.getByRole('list', { name: 'Files to send' }).count()).toBe(0);
  await paste(desk.reply(agent), [picture('image.png')]);
  await agent.getByText('1 file ready to send').waitFor({ state: 'attached' });
  await desk.reply(agent).press('Enter');
  await desk.log(agent).getByRole('button', { name: 'Open picture image.png' }).waitFor();
  await agent.getByRole('tab', { name: 'Note' }).click();
  await desk.notes(agent, 'What it costs us');
  await desk
    .log(agent)
    .getByRole('button', { name: /^Download Margins.txt/ })
    .waitFor();

  const got = widget.log(page).getByRole('button', { name: 'Open picture image.png' });
  await until(() => shownIn(got.locator('canvas')), isSky);
  expect(await page.locator('antiphon-chat').innerText()).not.toContain('Margins');
  const token = await page.evaluate(() => {
    const key = Object.keys(localStorage).find((one) => localStorage[one].includes('"token"'))!;
    return JSON.parse(localStorage[key]).token as string;
  });
  for (const what of ['entries?after_seq=0', 'messages', '']) {
    const answer = await fetch(`${server.url}/api/conversations/${id}/${what}`.replace(/\/$/, ''), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('Margins');
  }
  // The panel beside it has both, and says which is a note's.
  const section = agent.locator('details', { hasText: 'Margins.txt' });
  await section.getByText('in a note').waitFor();
  await section.locator('bdi', { hasText: 'image.png' }).waitFor();

  // Taken back: gone on both sides.
  const line = desk
    .log(agent)
    .locator('li', { has: agent.getByRole('button', { name: 'Open picture image.png' }) })
    .first();
  await line.hover();
  await line.getByRole('button', { name: 'Edit or delete' }).click();
  await agent.getByRole('menuitem', { name: 'Delete…' }).click();
  await agent.getByRole('button', { name: 'Delete', exact: true }).click();
  await got.waitFor({ state: 'detached' });
  await widget.log(page).getByText('Message deleted').waitFor();
  expect(await section.locator('bdi', { hasText: 'image.png' }).count()).toBe(0);
  expect(page.complaints).toEqual([]);
  expect(agent.complaints).toEqual([]);
});

const sides = ['widget', 'workspace'] as const;

/** The same deeds on both sides. */
async function stand(side: (typeof sides)[number], name: string) {
  if (side === 'widget') {
    const page = await customer();
    return {
      page,
      clip: widget.clip(page),
      field: widget.field(page),
      log: widget.log(page),
      area: widget.panel(page),
    };
  }
  const { page } = await agentWith(name);
  return {
    page,
    clip: desk.clip(page),
    field: desk.reply(page),
    log: desk.log(page),
    area: page.getByRole('region', { name: `Conversation with ${name}` }),
  };
}

it.each(sides)('an upload that is cut goes on by itself from where it was: %s', async (side) => {
  const { page, clip, field, log } = await stand(side, 'Cut Cora');
  const file = long('Long.txt', 1_300_000);
  const seen: string[] = [];
  page.on('request', (request) => {
    if (/\/api\/files\/.+/.test(request.url()))
      seen.push(`${request.method()} ${request.headers()['upload-offset'] ?? ''}`.trim());
  });
  let cuts = 2;
  await page.route('**/api/files/*', (route) => {
    const at = Number(route.request().headers()['upload-offset']);
    if (route.request().method() === 'PATCH' && at > 0 && cuts-- > 0) return route.abort();
    return route.continue();
  });
  await choose(clip, [file]);
  await page.getByText('1 file ready to send').waitFor({ state: 'attached', timeout: 20_000 });
  expect(seen.filter((one) => one === 'PATCH 0')).toHaveLength(1);
  expect(seen.filter((one) => one === 'HEAD')).toHaveLength(2);
  await field.press('Enter');
  expect((await saved(log.getByRole('button', { name: /^Download Long.txt/ }))).bytes).toEqual(
    file.buffer,
  );
  // The browser itself logs that its requests failed.
  expect(ours(page)).toEqual([]);
});

it.each(sides)('is cancelled in the middle, and nothing of it stays: %s', async (side) => {
  const { page, clip, field, area } = await stand(side, 'Nix Nora');
  const pieces = await holdPieces(page);
  await choose(clip, [long('Long.txt', 1_300_000)]);
  await area.getByText(/40\s?%/).waitFor();
  // Not yet: it says why.
  await field.press('Enter');
  await area
    .getByText(/on (its|their) way\. Send when/)
    .first()
    .waitFor();
  const gone = page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await area.getByRole('button', { name: 'Cancel Long.txt' }).click();
  expect((await gone).status()).toBe(204);
  expect(await area.getByRole('progressbar').count()).toBe(0);
  await pieces.go();
  expect(page.complaints).toEqual([]);
});

it.each(sides)(
  'what is not taken says so at its chip, and the rest can be sent: %s',
  async (side) => {
    const { page, clip, field, area, log } = await stand(side, 'Rob Reif');
    const drawing = text('logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') sent.push(request.headers()['upload-offset']!);
    });
    const large = long('Film.txt', 10 * 1024 * 1024 + 1);
    await choose(clip, [large]);
    await area.getByText('A file may have at most 10 MB; this one has 10.1 MB.').waitFor();
    // Refused before any of it was sent.
    expect(sent).toEqual([]);
    await choose(clip, [program(), drawing, text('fine.txt', 'fine')]);
    await area.getByText(/executable are not taken here/).waitFor();
    await area.getByText('Its content is of no type that is taken here.').waitFor();
    await area.getByText('1 file ready to send').waitFor({ state: 'attached' });
    await field.press('Enter');
    await log.getByRole('button', { name: /^Download fine.txt/ }).waitFor();
    expect(await area.getByRole('button', { name: /^Remove / }).count()).toBe(3);
    for (const name of ['Film.txt', 'setup.exe', 'logo.svg'])
      await area.getByRole('button', { name: `Remove ${name}` }).click();
    expect(await area.getByRole('list', { name: 'Files to send' }).count()).toBe(0);
    expect(ours(page)).toEqual([]);
  },
);

it.each(sides)('files can be dropped where the place for them shows: %s', async (side) => {
  const { page, area, field, log } = await stand(side, 'Drop Dana');
  const drop = await drag(area, [text('one.txt', '1'), text('two.txt', '2')]);
  await page.getByText(/^Drop files to/).waitFor();
  await drop();
  await page.getByText(/^Drop files to/).waitFor({ state: 'detached' });
  await area.getByText('2 files ready to send').waitFor({ state: 'attached' });
  await field.press('Enter');
  await log.getByRole('button', { name: /^Download one.txt/ }).waitFor();
  await log.getByRole('button', { name: /^Download two.txt/ }).waitFor();
  expect(page.complaints).toEqual([]);
});

it.each(sides)(
  'a reload in the middle of an upload loses its chip and nothing else: %s',
  async (side) => {
    const { page, clip, field, area, log } = await stand(side, 'Ruth Reload');
    await field.fill('With a file');
    await choose(clip, [text('kept.txt', 'kept')]);
    await area.getByText('1 file ready to send').waitFor({ state: 'attached' });
    await field.press('Enter');
    await log.getByRole('button', { name: /^Download kept.txt/ }).waitFor();
    const pieces = await holdPieces(page);
    await field.fill('half a thought');
    await choose(clip, [long('Long.txt', 1_300_000)]);
    await area.getByText(/40\s?%/).waitFor();
    await pieces.go();
    await page.reload();
    if (side === 'widget') await widget.openWidget(page);
    await log.getByText('With a file').waitFor();
    await log.getByRole('button', { name: /^Download kept.txt/ }).waitFor();
    expect(await area.getByText('Long.txt').count()).toBe(0);
    if (side === 'workspace') expect(await field.inputValue()).toBe('half a thought');
    await field.fill('On with it');
    await field.press('Enter');
    await log.getByText('On with it').waitFor();
  },
);

it('chips stay with their conversation while the agent looks at another', async () => {
  await desk.visitor(server, 'Other Otto', 'Hi', ana);
  const { page } = await agentWith('Stay Stella');
  const pieces = await holdPieces(page);
  await choose(desk.clip(page), [long('Stays.txt', 1_300_000)]);
  await page.getByText(/40\s?%/).waitFor();
  await desk.open(page, 'Other Otto');
  expect(await page.getByText('Stays.txt').count()).toBe(0);
  await pieces.go();
  await desk.open(page, 'Stay Stella');
  await page.getByText('1 file ready to send').waitFor({ state: 'attached' });
  await desk.reply(page).press('Enter');
  await desk
    .log(page)
    .getByRole('button', { name: /^Download Stays.txt/ })
    .waitFor();
  expect(page.complaints).toEqual([]);
});

it('all of it by keyboard alone, in the workspace', async () => {
  const { page } = await agentWith('Kay Board');
  const focus = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await desk.reply(page).focus();
  await page.keyboard.press('Tab');
  expect(await focus()).toBe('Attach files');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([
    picture('a.png'),
    picture('b.png', 300, 300),
    text('c.txt', 'c'),
  ]);
  await page.getByText('3 files ready to send').waitFor({ state: 'attached' });
  // Choosing is over: on to writing, and from there forward to the chips.
  await until(
    () => desk.reply(page).evaluate((one) => one === document.activeElement),
    (is) => is,
  );
  await page.keyboard.press('Tab');
  expect(await focus()).toBe('Remove a.png');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await focus()).toBe('Remove c.txt');
  await page.keyboard.press('Enter');
  await until(focus, (name) => name === 'Attach files');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  const first = desk.log(page).getByRole('button', { name: 'Open picture a.png' });
  await first.waitFor();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'a.png' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: 'b.png' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('dialog', { name: 'a.png' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await until(
    () => first.evaluate((one) => one === document.activeElement),
    (is) => is,
  );
  expect(page.complaints).toEqual([]);
});

it('all of it by keyboard alone, in the widget', async () => {
  const page = await customer();
  const focus = () =>
    page.evaluate(() => {
      const active = document.querySelector('antiphon-chat')!.shadowRoot!.activeElement;
      return active?.ariaLabel ?? active?.getAttribute('aria-label') ?? '';
    });
  expect(await focus()).toBe('Write a message');
  await page.keyboard.press('Shift+Tab');
  expect(await focus()).toBe('Attach files');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([picture('a.png'), text('c.txt', 'c')]);
  await widget.panel(page).getByText('2 files ready to send').waitFor({ state: 'attached' });
  await page.keyboard.press('Shift+Tab');
  expect(await focus()).toBe('Remove c.txt');
  await page.keyboard.press('Enter');
  await until(focus, (name) => name === 'Attach files');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const shown = widget.log(page).getByRole('button', { name: 'Open picture a.png' });
  await shown.waitFor();
  await shown.focus();
  await page.keyboard.press('Enter');
  const full = page.locator('antiphon-chat dialog');
  await full.waitFor();
  await page.keyboard.press('Escape');
  await full.waitFor({ state: 'detached' });
  await until(focus, (name) => name === 'Open picture a.png');
  await page.keyboard.press('Escape');
  await widget.panel(page).waitFor({ state: 'detached' });
  expect(page.complaints).toEqual([]);
});

it('a page that allows no pictures and nothing foreign shows them all the same', async () => {
  const host = await serveHost(
    {
      '/': {
        type: 'text/html',
        body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict</title>
          <link rel="icon" href="data:,"></head><body><main><h1>Strict</h1></main>
          <script async src="${server.url}/widget/v1/loader.js" data-key="${server.widget_key}"></script></body></html>`,
      },
    },
    {
      'content-security-policy': `default-src 'none'; script-src ${server.url}; connect-src ${server.url} ${server.url.replace('http', 'ws')}; img-src 'none'; require-trusted-types-for 'script'`,
    },
  );
  const admin = await signIn(server, 'admin');
  type Inboxes = { inboxes: { id: string; allowed_origins: string[] }[] };
  const { inboxes } = await admin.request<Inboxes>('GET', '/api/inboxes');
  for (const { id, allowed_origins } of inboxes)
    await admin.request('PATCH', `/api/inboxes/${id}`, {
      allowed_origins: [...allowed_origins, host],
    });
  const page = await openPage(host);
  pages.push(page);
  await widget.openWidget(page);
  await choose(widget.clip(page), [picture('a.png'), long('b.txt', 700_000)]);
  await widget.panel(page).getByText('2 files ready to send').waitFor({ state: 'attached' });
  await widget.field(page).press('Enter');
  const shown = widget.log(page).getByRole('button', { name: 'Open picture a.png' });
  await until(() => shownIn(shown.locator('canvas')), isSky);
  const card = widget.log(page).getByRole('button', { name: /^Download b.txt/ });
  expect((await saved(card)).bytes).toHaveLength(700_000);
  // The icon is the browser's own wish.
  expect(page.complaints.filter((line) => !line.includes('data:,'))).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});

it('a picture that cannot be had is a card in its place', async () => {
  const { page, visitor } = await agentWith('Ned None');
  await page.route('**/api/files/*/thumbnail?*', (route) => route.abort());
  const id = await sendIn(server, visitor.token(), picture('gone.png'));
  await visitor.request('POST', `/api/conversations/${visitor.conversation}/messages`, {
    attachments: [id],
  });
  await desk
    .log(page)
    .getByRole('button', { name: /^Download gone.png/ })
    .waitFor();
});

it('what knows of files and does not come says so, and is asked for again', async () => {
  let fail = true;
  let asked = 0;
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const page = await customer({}, undefined, (fresh) =>
    fresh.route('**/widget/v1/files-*', async (route) => {
      asked += 1;
      await slow;
      return fail ? route.abort() : route.continue();
    }),
  );
  expect(asked).toBe(0);
  await choose(widget.clip(page), [text('patient.txt', 'waits')]);
  // Words do not run ahead of the file they came with.
  await widget.field(page).fill('Here it is');
  await widget.field(page).press('Enter');
  expect(await widget.field(page).inputValue()).toBe('Here it is');
  answer();
  await widget.panel(page).locator('.bar').getByText('Part of the chat did not load.').waitFor();
  await widget.panel(page).getByRole('button', { name: 'Try again' }).click();
  await until(
    async () => asked,
    (times) => times === 2,
  );
  fail = false;
  await widget.panel(page).getByRole('button', { name: 'Try again' }).click();
  // What was chosen meanwhile is not lost.
  await widget.panel(page).getByText('1 file ready to send').waitFor({ state: 'attached' });
  expect(await widget.panel(page).locator('.bar').count()).toBe(0);
  await widget.field(page).press('Enter');
  await widget
    .log(page)
    .getByRole('button', { name: /^Download patient.txt/ })
    .waitFor();
  expect(await widget.texts(page)).toEqual(['Here it is']);
});

const looks = [
  ['light', { colorScheme: 'light' as const }],
  ['dark', { colorScheme: 'dark' as const }],
  ['on a phone', { viewport: phone, hasTouch: true, isMobile: true }],
] as const;

it.each(looks)('axe finds nothing, and nothing sticks out: %s', async (_, look) => {
  const calm = { ...look, reducedMotion: 'reduce' as const };
  const found: string[] = [];
  async function check(page: Page, what: string, within?: string) {
    found.push(...(await axe(page, within)).map((one) => `${what}: ${one}`));
    const { has, room } = await page.evaluate(() => ({
      has: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    if (has > room) found.push(`${what}: scrolls sideways, ${has} of ${room}`);
  }
  const files = () => [
    program(),
    long('A very long name of a report that nobody would ever write by hand.txt', 1_300_000),
    picture('a.png'),
  ];

  const page = await customer(calm);
  await choose(widget.clip(page), [picture('wide.png', 2000, 300), text('note.txt', 'x')]);
  await widget.panel(page).getByText('2 files ready to send').waitFor({ state: 'attached' });
  await check(page, 'chips', 'antiphon-chat');
  await widget.says(page, '');
  await widget.log(page).getByRole('button', { name: 'Open picture wide.png' }).waitFor();
  let pieces = await holdPieces(page);
  await choose(widget.clip(page), files());
  await widget
    .panel(page)
    .getByText(/40\s?%/)
    .waitFor();
  await widget
    .panel(page)
    .getByText(/not taken here/)
    .waitFor();
  await check(page, 'files and chips', 'antiphon-chat');
  const drop = await drag(widget.panel(page), [text('x.txt', 'x')]);
  await page.getByText('Drop files to send them').waitFor();
  await check(page, 'the place to drop', 'antiphon-chat');
  await drop();
  await pieces.go();
  await widget.log(page).getByRole('button', { name: 'Open picture wide.png' }).click();
  await page.locator('antiphon-chat dialog').waitFor();
  await check(page, 'a picture in full', 'antiphon-chat');

  const { page: agent } = await agentWith(`Axel ${_}`, 'agent', calm);
  pieces = await holdPieces(agent);
  await choose(desk.clip(agent), [picture('tall.png', 300, 2000), text('note.txt', 'x')]);
  await agent.getByText('2 files ready to send').waitFor({ state: 'attached' });
  await agent.getByRole('button', { name: 'Send' }).click();
  const small = desk.log(agent).getByRole('button', { name: 'Open picture tall.png' });
  await small.waitFor();
  await choose(desk.clip(agent), files());
  await agent.getByText(/40\s?%/).waitFor();
  await agent.getByText(/not taken here/).waitFor();
  await check(agent, 'workspace: files and chips');
  await agent.getByRole('tab', { name: 'Note' }).click();
  await choose(desk.clip(agent), [text('inside.txt', 'x')]);
  await agent.getByText('1 file ready to send').waitFor({ state: 'attached' });
  await check(agent, 'workspace: a note with a file');
  await desk.note(agent).press('Tab');
  await agent.getByRole('button', { name: 'Add note' }).click();
  await desk
    .log(agent)
    .getByRole('button', { name: /^Download inside.txt/ })
    .waitFor();
  await check(agent, 'workspace: a file in a note');
  const let_go = await drag(desk.log(agent), [text('x.txt', 'x')]);
  await agent.getByText('Drop files to add them to your note').waitFor();
  await check(agent, 'workspace: the place to drop');
  await let_go();
  await small.click();
  await agent.getByRole('dialog', { name: 'tall.png' }).waitFor();
  await check(agent, 'workspace: a picture in full', '[role=dialog]');
  await pieces.go();
  expect(found).toEqual([]);
});
