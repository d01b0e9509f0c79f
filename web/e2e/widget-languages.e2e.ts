// The widget in other languages: a whole visit in Arabic, looked at and checked from right to left; who
// decides on the language and the side; what stands there when a language does not come.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choose, text } from './files-kit.ts';
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
  turned,
  until,
} from './harness.ts';
import { launcher, openWidget, outside, panel } from './widget-kit.ts';
import { picture as take } from './widget-looks.ts';

let server: Server;
let agent: Agent;
let admin: Agent;
let inbox: { id: string; settings: Record<string, unknown> };

beforeAll(async () => {
  server = await startServer();
  agent = await signIn(server);
  admin = await signIn(server, 'admin');
  const { inboxes } = await admin.request<{ inboxes: (typeof inbox & { widget_key: string })[] }>(
    'GET',
    '/api/inboxes',
  );
  inbox = inboxes.find((one) => one.widget_key === server.widget_key)!;
  await openBrowser();
});
afterAll(tearDown);

const set = (settings: object) =>
  admin.request('PATCH', `/api/inboxes/${inbox.id}`, {
    settings: { ...inbox.settings, ...settings },
  });

const tell = (page: Page, ...call: unknown[]) =>
  page.evaluate(
    (words) => (window as unknown as { Antiphon(...all: unknown[]): void }).Antiphon(...words),
    call,
  );

const shop = () => `${server.url}/demo/shop`;
const twice = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 };
const small = { viewport: { width: 500, height: 760 } };
const pocket = { viewport: phone, hasTouch: true, isMobile: true };

const looks: [string, BrowserContextOptions][] = [
  ['light', { ...small, colorScheme: 'light' }],
  ['dark', { ...small, colorScheme: 'dark' }],
  ['phone', pocket],
  ['200 %', { ...twice, colorScheme: 'light' }],
];

it.each(looks)('a visit in Arabic: %s', async (look, options) => {
  const found: string[] = [];
  const check = async (what: string) => {
    found.push(...(await axe(page, 'antiphon-chat')).map((one) => `${what}: ${one}`));
    found.push(...(await outside(page)).map((one) => `${what}: sticks out: ${one}`));
    if (look !== '200 %') await take(page, `arabic-${look}-${what}`);
  };
  const page = await openPage(shop(), { ...options, reducedMotion: 'reduce' }, undefined, (fresh) =>
    turned(fresh, { lang: 'ar', dir: 'rtl' }),
  );
  const root = page.locator('antiphon-chat .r');
  const write = panel(page).getByRole('textbox', { name: 'اكتب رسالة' });
  await launcher(page).click();
  await write.waitFor();
  expect(await root.getAttribute('dir')).toBe('rtl');
  expect(await root.getAttribute('lang')).toBe('ar');
  await panel(page).getByRole('group', { name: 'ابدأ بـ' }).waitFor();
  await check('home');

  await write.fill('مرحبًا، لم يصل المصباح بعد. رقم الطلب `A-1042`');
  await panel(page).getByRole('button', { name: 'إرسال' }).click();
  const state = () => panel(page).locator('article.own .meta').last().innerText();
  await until(state, (said) => /أُرسلت|وصلت/.test(said));
  const talk = await agent.newest();
  await agent.says(talk, 'أهلًا! سأبحث عنه الآن.');
  await agent.says(talk, 'Tracked here:\n```\nTRACK 1042 --from=Oslo\n```');
  await until(
    () => panel(page).locator('article .bubble').count(),
    (n) => n === 3,
  );
  await panel(page).locator('pre').waitFor();
  const code = panel(page).locator('pre');
  expect(await code.evaluate((one) => getComputedStyle(one).direction)).toBe('ltr');
  await choose(panel(page).getByRole('button', { name: 'إرفاق ملفات' }), [
    text('فاتورة.txt', 'x'.repeat(2_400)),
  ]);
  await panel(page).getByText('ملف واحد جاهز للإرسال').waitFor({ state: 'attached' });
  await check('file');
  await panel(page).getByRole('button', { name: 'إرسال' }).click();
  await panel(page)
    .getByRole('button', { name: /^تنزيل/ })
    .waitFor();
  await agent.reads(talk);
  await until(state, (said) => said.includes('قُرئت'));
  const last = panel(page).locator('article:not(.own)').last();
  await last.hover();
  await last.getByRole('button', { name: 'تفاعل' }).click();
  await last.getByRole('button', { name: 'قلب' }).click();
  await last.getByRole('button', { name: /❤️/ }).waitFor();
  await panel(page).getByRole('heading').first().hover();
  await check('talk');
  await panel(page).getByRole('button', { name: 'رموز تعبيرية' }).click();
  await panel(page).getByRole('button', { name: 'وجه بابتسامة عريضة', exact: true }).waitFor();
  await check('emoji');
  await page.keyboard.press('Escape');
  await panel(page).getByRole('button', { name: 'إغلاق المحادثة' }).click();
  await agent.says(talk, 'هل من شيء آخر؟');
  await page.getByRole('button', { name: 'رسالة واحدة غير مقروءة' }).waitFor();
  await check('unread');
  expect(found).toEqual([]);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

it('speaks as the page says, else as the inbox, else as the page reads, else as the browser', async () => {
  const open = async (
    options: BrowserContextOptions,
    prepare?: (page: Page) => Promise<unknown>,
  ) => {
    const page = await openPage(shop(), options, undefined, prepare);
    await launcher(page).click();
    await panel(page).waitFor();
    return page;
  };
  const placeholder = (page: Page) => panel(page).locator('textarea').getAttribute('placeholder');

  // The shop is in English, whatever its visitor's browser asks for.
  const plain = await open({ locale: 'fr-CA' });
  expect(await placeholder(plain)).toBe('Write a message');
  const right = (await launcher(plain).boundingBox())!.x;

  // A page that names no language, or one that is not spoken here.
  const browser = await open({ locale: 'fr-CA' }, (page) => turned(page, { lang: 'nl' }));
  expect(await placeholder(browser)).toBe('Écrire un message');

  await set({ locale: 'de', position: 'left' });
  const told = await open({});
  await until(
    () => placeholder(told),
    (said) => said === 'Nachricht schreiben',
  );
  expect((await launcher(told).boundingBox())!.x).toBeLessThan(right);
  // A known visitor is greeted in it at once, where the inbox wants it.
  await told.reload();
  await launcher(told).click();
  await panel(told).waitFor();
  expect(await placeholder(told)).toBe('Nachricht schreiben');

  // The page has the last word, also later; a draft outlives it, and so does the side it said.
  await panel(told).locator('textarea').fill('halb geschrieben');
  await tell(told, 'set', { locale: 'ja', side: 'right' });
  await until(
    () => placeholder(told),
    (said) => said === 'メッセージを入力',
  );
  expect(await panel(told).locator('textarea').inputValue()).toBe('halb geschrieben');
  expect((await launcher(told).boundingBox())!.x).toBe(right);
  // The side stays where it is when the writing turns.
  await tell(told, 'set', { locale: 'ar' });
  await until(
    () => told.locator('antiphon-chat .r').getAttribute('dir'),
    (dir) => dir === 'rtl',
  );
  expect((await launcher(told).boundingBox())!.x).toBe(right);
  await tell(told, 'set', { locale: 'es' });
  await until(
    () => placeholder(told),
    (said) => said === 'Escribir un mensaje',
  );
  expect(await told.locator('antiphon-chat .r').getAttribute('dir')).toBe('ltr');
  await set({});
  for (const page of [plain, browser, told]) {
    expect(page.complaints).toEqual([]);
    await page.context().close();
  }
});

it('says a refusal in the language of the visitor', async () => {
  const page = await openPage(shop(), {}, undefined, (fresh) => turned(fresh, { lang: 'pt' }));
  await launcher(page).click();
  await page.route('**/api/conversations', (route) =>
    route.fulfill({
      status: 403,
      json: { error: { code: 'blocked', message: 'You cannot write here any more.' } },
    }),
  );
  await panel(page).getByRole('textbox').fill('Oi');
  await panel(page).getByRole('button', { name: 'Enviar' }).click();
  await panel(page).getByText('Você não pode mais escrever aqui.').waitFor();
  expect(await panel(page).innerText()).not.toContain('You cannot');
  await page.context().close();
});

it('speaks English where a language does not come, and asks for it again', async () => {
  const page = await openPage(shop(), {}, undefined, async (fresh) => {
    await turned(fresh, { lang: 'es' });
    await fresh.route('**/widget/v1/words-*', (route) => route.abort());
  });
  await openWidget(page);
  await panel(page).locator('.bar').getByText('Part of the chat did not load.').waitFor();
  await page.unroute('**/widget/v1/words-*');
  // It asks again by itself too, with the next connection: the button may be gone by then.
  const again = panel(page).getByRole('button', { name: 'Try again' });
  await again.click({ timeout: 2000 }).catch(() => {});
  await panel(page).getByRole('textbox', { name: 'Escribir un mensaje' }).waitFor();
  await page.context().close();
});

it('has a loader for each language, whose launcher speaks it from the beginning', async () => {
  const page = (locale: string) => ({
    type: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="${locale}"><title>A shop</title><script async
      src="${server.url}/widget/v1/loader-${locale}.js" data-key="${server.widget_key}"></script>`,
  });
  const names = {
    de: 'Chat öffnen',
    fr: 'Ouvrir le chat',
    es: 'Abrir el chat',
    'pt-BR': 'Abrir o chat',
    ja: 'チャット',
    ar: 'المحادثة',
  };
  const host = await serveHost(
    Object.fromEntries(Object.keys(names).map((one) => [`/${one}`, page(one)])),
  );
  for (const [locale, name] of Object.entries(names)) {
    const one = await openPage(`${host}/${locale}`, {}, undefined, (fresh) =>
      fresh.route('**/widget/v1/app-*', (route) => route.abort()),
    );
    await one.getByRole('button', { name, exact: true }).waitFor();
    await one.context().close();
  }
});
