// The workspace in other languages: signing in, the list, a conversation and the settings in German and in
// Arabic, which stands mirrored; the choice of a language; what is said when its words do not come.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  axe,
  openBrowser,
  openPage,
  phone,
  type Server,
  startServer,
  tearDown,
} from './harness.ts';
import { enter, wide } from './workspace-kit.ts';
import { album } from './workspace-looks.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
  await openBrowser();
});
afterAll(tearDown);

interface Tongue {
  locale: string;
  email: string;
  password: string;
  signIn: string;
  main: string;
  list: string;
  with: RegExp;
  log: RegExp;
  settings: string;
  preferences: string;
}

const german: Tongue = {
  locale: 'de-DE',
  email: 'E-Mail',
  password: 'Passwort',
  signIn: 'Anmelden',
  main: 'Hauptnavigation',
  list: 'Unterhaltungen',
  with: /^Unterhaltung mit/,
  log: /^Nachrichten mit/,
  settings: 'Einstellungen',
  preferences: 'Präferenzen',
};

const arabic: Tongue = {
  locale: 'ar-EG',
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  signIn: 'تسجيل الدخول',
  main: 'التنقل الرئيسي',
  list: 'المحادثات',
  with: /^محادثة مع/,
  log: /^الرسائل مع/,
  settings: 'الإعدادات',
  preferences: 'التفضيلات',
};

/** Signs in as an admin who reads nothing but this language. */
async function enterIn(tongue: Tongue, options: BrowserContextOptions = { viewport: wide }) {
  const { locale, email, password, signIn, main } = tongue;
  const page = await openPage(`${server.url}/app/`, {
    locale,
    reducedMotion: 'reduce',
    ...options,
  });
  page.setDefaultTimeout(10_000);
  const account = server.accounts.find((one) => one.role === 'admin')!;
  await page.getByLabel(email).fill(account.email);
  await page.getByLabel(password).fill(account.password);
  await page.getByRole('button', { name: signIn }).click();
  await page.getByRole('navigation', { name: main }).waitFor();
  return page;
}

async function openFirst(page: Page, { list, with: region, log }: Tongue, name: string) {
  const rows = page.getByRole('listbox', { name: list });
  await rows.getByRole('option').filter({ hasText: name }).first().click();
  await page.getByRole('region', { name: region }).waitFor();
  await page.getByRole('log', { name: log }).waitFor();
}

const leftOf = (page: Page, main: string) =>
  page.getByRole('navigation', { name: main }).evaluate((one) => one.getBoundingClientRect().left);

const asked = (page: Page) =>
  page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: getComputedStyle(document.body).direction,
  }));

it('speaks German from sign-in to settings', async () => {
  const page = await enterIn(german);
  expect(await asked(page)).toEqual({ lang: 'de', dir: 'ltr' });
  expect(await leftOf(page, german.main)).toBe(0);
  await openFirst(page, german, 'Ines Duarte');
  await page.getByRole('button', { name: 'Abschließen', exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Antwort an Ines Duarte' }).waitFor();
  // A menu comes from the kit, and its own words with it.
  await page.getByRole('button', { name: /^Zugewiesen:/ }).click();
  await page
    .getByRole('menuitem', { name: 'Mir zuweisen' })
    .or(page.getByRole('menu'))
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: german.settings }).click();
  await page.getByRole('heading', { level: 1, name: german.preferences }).waitFor();
  expect(await page.title()).toContain(german.preferences);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

it('speaks Arabic, mirrored, and looks as it was looked at and found good', async () => {
  const page = await enterIn(arabic, { viewport: wide, colorScheme: 'light' });
  expect(await asked(page)).toEqual({ lang: 'ar', dir: 'rtl' });
  // The navigation is at the side where reading begins.
  expect(await leftOf(page, arabic.main)).toBeGreaterThan(wide.width / 2);
  await openFirst(page, arabic, 'Ines Duarte');
  // The workspace's own attributes, which it names itself, come last.
  await page.getByText('Customer since').waitFor();
  const { differing, picture } = album('arabic');
  await picture(page, 'conversation');
  await page.getByRole('link', { name: arabic.settings }).click();
  await page.getByRole('heading', { level: 1, name: arabic.preferences }).waitFor();
  expect(differing).toEqual([]);
  expect(page.complaints).toEqual([]);
  await page.context().close();
});

it.each<[string, BrowserContextOptions]>([
  ['wide', { viewport: wide }],
  ['on a phone', { viewport: phone, hasTouch: true, isMobile: true }],
])('finds nothing in Arabic, %s, and nothing scrolls sideways', async (_, options) => {
  const page = await enterIn(arabic, options);
  const found: string[] = [];
  async function check(what: string) {
    found.push(...(await axe(page)).map((line) => `${what}: ${line}`));
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (over > 0) found.push(`${what}: scrolls sideways by ${over}`);
  }
  await page.getByRole('listbox', { name: arabic.list }).waitFor();
  await check('the list');
  await openFirst(page, arabic, 'Ines Duarte');
  await check('a conversation');
  for (const path of [
    'contacts',
    'reports',
    'search',
    'settings/preferences',
    'settings/people',
    'settings/inboxes',
    'settings/prompts',
    'settings/keys',
    'settings/conversations',
    'settings/audit',
  ]) {
    await page.goto(`${server.url}/app/${path}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await check(path);
  }
  expect(found).toEqual([]);
  await page.context().close();
});

it('takes the choice of a person before the browser’s, until it is taken back', async () => {
  const page = await enter(server, 'agent', {}, '/app/settings/preferences');
  await page.getByRole('button', { name: /Language/ }).click();
  await page.getByRole('menuitemradio', { name: 'Français' }).click();
  await page.getByRole('heading', { level: 1, name: 'Préférences' }).waitFor();
  expect(await asked(page)).toEqual({ lang: 'fr', dir: 'ltr' });
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Préférences' }).waitFor();
  await page.getByRole('button', { name: /Langue/ }).click();
  await page.getByRole('menuitemradio', { name: 'Comme le navigateur' }).click();
  await page.getByRole('heading', { level: 1, name: 'Preferences' }).waitFor();
  expect(await asked(page)).toEqual({ lang: 'en', dir: 'ltr' });
  await page.context().close();
});

it('loads no language for whoever reads English, and is English where one does not come', async () => {
  const loaded: string[] = [];
  const page = await enter(server, 'agent', {}, '/app/', async (fresh) => {
    fresh.on('request', (request) => loaded.push(request.url()));
  });
  await page.getByRole('listbox').waitFor();
  const english = new Set(loaded);
  await page.context().close();

  const german = await openPage(`${server.url}/app/`, { locale: 'de-DE' }, undefined, (fresh) =>
    // Whatever English does not need is the language.
    fresh.route('**/app/assets/*.js', (route) =>
      english.has(route.request().url()) ? route.continue() : route.abort(),
    ),
  );
  await german.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await asked(german)).toEqual({ lang: 'en', dir: 'ltr' });
  await german.context().close();
});
