// The workspace as an agent meets it: small verbs over its controls, by role and name as assistive
// technology finds them; and a visitor who speaks to the server without a screen. Shared by the
// workspace's specs.
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openPage, type Server, type Watched } from './harness.ts';

// ---- the agent's screen

export const wide = { width: 1440, height: 900 };

export const list = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
export const row = (page: Page, name: string) =>
  list(page).getByRole('option').filter({ hasText: name });
export const log = (page: Page) => page.getByRole('log');
export const messages = (page: Page) => log(page).locator('[class*=bubble]');
export const texts = (page: Page) => messages(page).allInnerTexts();
export const reply = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });
export const note = (page: Page) => page.getByRole('textbox', { name: 'Note to colleagues' });
export const clip = (page: Page) => page.getByRole('button', { name: 'Attach files' });
export const bar = (page: Page) => page.getByText(/Reconnecting…|You are offline/);

/** Signs in through the form, as a person does, in a profile of its own. */
export async function enter(
  server: { url: string; accounts: Server['accounts'] },
  role: 'agent' | 'admin' = 'agent',
  options: BrowserContextOptions = {},
  path = '/app/',
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Watched> {
  const page = await openPage(
    `${server.url}${path}`,
    { viewport: wide, ...options },
    undefined,
    prepare,
  );
  page.setDefaultTimeout(10_000);
  await fillSignIn(page, server, role);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  return page;
}

export async function fillSignIn(
  page: Page,
  server: { accounts: Server['accounts'] },
  role: 'customer' | 'agent' | 'admin',
): Promise<void> {
  const account = server.accounts.find((one) => one.role === role);
  if (!account) throw new Error(`The demo has no account with the role ${role}.`);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Goes to another page without loading the app anew, as a link does; there when its title and content are. */
export async function turnTo(page: Page, path: string): Promise<void> {
  const before = await page.getByRole('heading', { level: 1 }).textContent();
  await page.evaluate((to) => history.pushState(null, '', to), path);
  await page.waitForFunction((title) => {
    const now = document.querySelector('h1')?.textContent;
    return now && now !== title && !document.querySelector('[class*=_shape_]');
  }, before);
}

/** An attribute is deleted as far as this page is told; in truth it stays, and nothing is in the trail of others. */
export async function loseAttribute(page: Page, key: string): Promise<void> {
  const removed_at = '2026-01-05T09:00:00Z';
  await page.route('**/api/contact-attributes**', async (route) => {
    if (route.request().method() === 'DELETE') return route.fulfill({ status: 204 });
    const url = route.request().url().split('?')[0]!;
    const isRemoved = route.request().url() !== url;
    const { attributes } = await (await route.fetch({ url })).json();
    const told = attributes.filter((one: { key: string }) => (one.key === key) === isRemoved);
    const json = {
      attributes: told.map((one: object) => (isRemoved ? { ...one, removed_at } : one)),
    };
    return route.fulfill({ json });
  });
}

/** Sends a table of contacts in, on the page of imports. */
export async function sendTable(page: Page, table: string): Promise<void> {
  const file = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };
  await page.getByLabel('Table of contacts').setInputFiles(file);
}

export async function open(page: Page, name: string): Promise<void> {
  await row(page, name).first().click();
  await page.getByRole('region', { name: `Conversation with ${name}` }).waitFor();
  await log(page).waitFor();
}

export async function says(page: Page, text: string): Promise<void> {
  await reply(page).fill(text);
  await reply(page).press('Enter');
}

export async function notes(page: Page, text: string): Promise<void> {
  await page.getByRole('tab', { name: 'Note' }).click();
  await note(page).fill(text);
  await note(page).press('Enter');
}

// ---- a visitor without a screen

export interface Visitor {
  id: string;
  conversation: string;
  says(text: string): Promise<void>;
  types(): Promise<void>;
  reads(): Promise<void>;
  /** What the visitor is shown, in order. */
  sees(): Promise<(string | null)[]>;
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
  token(): string;
}

interface Told {
  messages: { text: string | null; seq: number; kind: string }[];
  last_seq: number;
}

/** Comes through the widget's door, is given a name by staff, and writes a first message. */
export async function visitor(
  server: Server,
  name: string,
  first: string,
  staff: { request<T>(method: string, path: string, body?: unknown): Promise<T> },
): Promise<Visitor> {
  let token = '';
  async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(server.url + path, {
      method,
      headers: {
        origin: server.url,
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }
  const session = await request<{ visitor_token: string; contact: { id: string } }>(
    'POST',
    '/api/widget/session',
    { widget_key: server.widget_key },
  );
  token = session.visitor_token;
  await staff.request('PATCH', `/api/contacts/${session.contact.id}`, { name });
  const started = await request<{ conversation: { id: string } }>('POST', '/api/conversations', {
    message: { text: first },
  });
  const path = `/api/conversations/${started.conversation.id}`;
  const told = () => request<Told>('GET', `${path}/messages?limit=100`);
  return {
    id: session.contact.id,
    conversation: started.conversation.id,
    request,
    token: () => token,
    async says(text) {
      await request('POST', `${path}/messages`, { text });
    },
    types: () => request('POST', `${path}/typing`, { is_typing: true }),
    async reads() {
      await request('PUT', `${path}/read`, { seq: (await told()).last_seq });
    },
    sees: async () => (await told()).messages.map((one) => one.text),
  };
}
