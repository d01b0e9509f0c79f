// Agent and customer through the workspace, on the real server: talk, notes, filters, drafts,
// edits, sign-out in two tabs, set-up on first run, and a server that is killed in the middle.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
  type Agent,
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
  bar,
  enter,
  list,
  log,
  note,
  notes,
  open,
  reply,
  row,
  says,
  texts,
  visitor,
} from './workspace-kit.ts';

let server: Server;
let ana: Agent;

beforeAll(async () => {
  server = await startServer();
  ana = await signIn(server);
  await openBrowser();
});
afterAll(tearDown);

const pages: { close(): Promise<void>; complaints: string[] }[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});

async function agent(...args: Parameters<typeof enter> extends [unknown, ...infer R] ? R : never) {
  const page = await enter(server, ...args);
  pages.push(page);
  return page;
}

it('a customer writes, the agent sees it at once and answers; both see typing and read marks', async () => {
  const page = await agent();
  await list(page).waitFor();
  const vera = await visitor(server, 'Vera Holm', 'Is the Arc shelf in stock?', ana);
  await row(page, 'Vera Holm').waitFor();
  await open(page, 'Vera Holm');
  expect(await texts(page)).toEqual(['Is the Arc shelf in stock?']);

  await says(page, 'Yes, twelve of them.');
  expect(await texts(page)).toEqual(['Is the Arc shelf in stock?', 'Yes, twelve of them.']);
  expect(await until(vera.sees, (seen) => seen.length === 2, 5000)).toEqual([
    'Is the Arc shelf in stock?',
    'Yes, twelve of them.',
  ]);

  await vera.types();
  await page.getByText('Vera Holm is typing…').waitFor();
  await vera.says('Great!');
  await until(
    () => texts(page),
    (seen) => seen.at(-1) === 'Great!',
    5000,
  );
  await vera.reads();
  await log(page).getByText('Read', { exact: true }).waitFor();
  // A note after it does not hide how far the answer got.
  await notes(page, 'She buys for the office.');
  await log(page).getByText('She buys for the office.').waitFor();
  expect(await log(page).getByText('Read', { exact: true }).count()).toBe(1);

  const last = async () => {
    const detail = await vera.request<{ participants: { kind: string; last_read_seq: number }[] }>(
      'GET',
      `/api/conversations/${vera.conversation}`,
    );
    return Math.max(
      0,
      ...detail.participants.filter((one) => one.kind === 'person').map((one) => one.last_read_seq),
    );
  };
  // The agent's own read mark reaches the customer too.
  await until(last, (seq) => seq >= 3, 8000);
  expect(page.complaints).toEqual([]);
});

it('a note is never seen by the customer', async () => {
  const page = await agent();
  const nils = await visitor(server, 'Nils Ek', 'Hello', ana);
  await row(page, 'Nils Ek').waitFor();
  await open(page, 'Nils Ek');
  await notes(page, 'He is a trade customer.');
  await log(page).getByText('He is a trade customer.').waitFor();
  await page.getByRole('tab', { name: 'Reply' }).click();
  await says(page, 'Good morning Nils.');
  await until(nils.sees, (seen) => seen.includes('Good morning Nils.'), 5000);
  expect(await nils.sees()).toEqual(['Hello', 'Good morning Nils.']);
  const entries = await nils.request<object>(
    'GET',
    `/api/conversations/${nils.conversation}/entries?after_seq=0`,
  );
  expect(JSON.stringify(entries)).not.toContain('trade customer');
});

it('filters stand in the address, survive a reload, and the list follows what changes', async () => {
  const page = await agent();
  const olga = await visitor(server, 'Olga Novak', 'Hi', ana);
  await page.getByRole('tab', { name: 'Unassigned' }).click();
  await row(page, 'Olga Novak').waitFor();
  expect(new URL(page.url()).search).toBe('?tab=unassigned');
  await open(page, 'Olga Novak');
  expect(new URL(page.url()).pathname).toBe(`/app/conversations/${olga.conversation}`);

  // Taken: it leaves Unassigned and stands in Mine.
  await log(page).press('m');
  await until(
    () => row(page, 'Olga Novak').count(),
    (count) => count === 0,
  );
  await page.getByRole('tab', { name: 'Mine' }).click();
  await row(page, 'Olga Novak').waitFor();

  await page.getByRole('button', { name: /^Status/ }).click();
  await page.getByRole('menuitemradio', { name: 'Resolved', exact: true }).click();
  expect(new URL(page.url()).search).toBe('?tab=mine&status=resolved');
  await until(
    () => row(page, 'Olga Novak').count(),
    (count) => count === 0,
  );
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await row(page, 'Olga Novak').waitFor();

  await page.reload();
  await row(page, 'Olga Novak').waitFor();
  expect(await page.getByRole('tab', { name: 'Mine' }).getAttribute('aria-selected')).toBe('true');
  await page.getByRole('button', { name: /^Status: Resolved/ }).waitFor();

  // A customer who writes again opens it again.
  await page.getByRole('button', { name: /^Status/ }).click();
  await page.getByRole('menuitemradio', { name: 'Not resolved' }).click();
  await until(
    () => row(page, 'Olga Novak').count(),
    (count) => count === 0,
  );
  await olga.says('One more question');
  await row(page, 'Olga Novak').waitFor();
  expect(page.complaints).toEqual([]);
});

it('search finds by name', async () => {
  const page = await agent();
  await row(page, 'Hannah Berg').waitFor();
  await page.keyboard.press('/');
  await until(
    () => page.getByRole('searchbox').evaluate((box) => box === document.activeElement),
    (focused) => focused,
  );
  await page.keyboard.type('Hannah');
  await until(
    () => list(page).getByRole('option').count(),
    (count) => count === 1,
  );
  await row(page, 'Hannah Berg').waitFor();
  expect(new URL(page.url()).searchParams.get('q')).toBe('Hannah');
  await page.getByRole('searchbox').press('Escape');
  await until(
    () => list(page).getByRole('option').count(),
    (count) => count > 1,
  );

  // What was said is not searched, and nobody is told that it is.
  await page.getByRole('searchbox').fill('nobodyiscalledthis');
  await page.getByText('Search looks at the names and addresses of customers').waitFor();
});

it('words that something happened lie neither on what is written nor on the deeds', async () => {
  const page = await agent();
  const uwe = await visitor(server, 'Uwe Brandt', 'Hi', ana);
  for (const size of [{ width: 1440, height: 900 }, phone]) {
    await page.setViewportSize(size);
    await page.goto(`${server.url}/app/conversations/${uwe.conversation}`);
    await reply(page).waitFor();
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    const notice = page.getByRole('status', { name: 'Notices' }).locator('> div');
    const [box, writing, head] = await Promise.all(
      [
        notice,
        page.locator('[class*=_outer_]').filter({ has: reply(page) }),
        page.getByRole('region', { name: /^Conversation with/ }).locator('header'),
      ].map((one) => one.boundingBox()),
    );
    expect(box!.y + box!.height, `${size.width}`).toBeLessThan(writing!.y);
    expect(box!.y, `${size.width}`).toBeGreaterThanOrEqual(head!.y + head!.height);
    await notice.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor();
  }
});

it('a search in vain offers to look in all statuses, and keeps what was typed', async () => {
  const page = await agent();
  const quirin = await visitor(server, 'Quirin Haas', 'Hi', ana);
  await ana.request('PATCH', `/api/conversations/${quirin.conversation}`, { status: 'resolved' });
  await page.getByRole('searchbox').fill('quirin');
  await page.getByText('now only in conversations that are not resolved').waitFor();
  await page.getByRole('button', { name: 'Search in all statuses' }).click();
  await row(page, 'Quirin Haas').waitFor();
  expect(new URL(page.url()).search).toBe('?status=any&q=quirin');
});

it('a draft stays with its conversation and survives a reload', async () => {
  const page = await agent();
  await visitor(server, 'Pia Lund', 'Hi', ana);
  await visitor(server, 'Quentin Roy', 'Hi', ana);
  await row(page, 'Quentin Roy').waitFor();
  await open(page, 'Pia Lund');
  await reply(page).fill('Half a sentence for Pia');
  await open(page, 'Quentin Roy');
  expect(await reply(page).inputValue()).toBe('');
  await open(page, 'Pia Lund');
  expect(await reply(page).inputValue()).toBe('Half a sentence for Pia');
  await page.reload();
  await log(page).waitFor();
  expect(await reply(page).inputValue()).toBe('Half a sentence for Pia');
  await page.getByRole('tab', { name: 'Note' }).click();
  expect(await note(page).inputValue()).toBe('');
});

it('own messages can be edited and deleted, and the customer sees the same', async () => {
  const page = await agent();
  const rosa = await visitor(server, 'Rosa Diaz', 'Hi', ana);
  await row(page, 'Rosa Diaz').waitFor();
  await open(page, 'Rosa Diaz');
  await says(page, 'It is ten euro');
  await until(rosa.sees, (seen) => seen.length === 2);
  await log(page)
    .locator('li', { hasText: 'It is ten euro' })
    .getByRole('button', { name: 'Edit or delete' })
    .waitFor();
  await reply(page).press('ArrowUp');
  const editor = page.getByRole('textbox', { name: 'Edit your message' });
  await editor.fill('It is twelve euro');
  await editor.press('Enter');
  await log(page).getByText('Edited').waitFor();
  await until(rosa.sees, (seen) => seen.at(-1) === 'It is twelve euro');

  const own = log(page).locator('li', { hasText: 'twelve' });
  await own.hover();
  await own.getByRole('button', { name: 'Edit or delete' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await log(page).getByText('Message deleted').waitFor();
  await until(rosa.sees, (seen) => seen.at(-1) === null);
});

it('older messages load above without moving what is read', async () => {
  const page = await agent();
  const sven = await visitor(server, 'Sven Dahl', 'Line 1', ana);
  for (let n = 2; n <= 90; n++) await ana.says(sven.conversation, `Line ${n}`);
  await row(page, 'Sven Dahl').waitFor();
  await open(page, 'Sven Dahl');
  await log(page).getByText('Line 90', { exact: true }).waitFor();
  const before = await log(page).locator('[class*=bubble]').count();
  const held = await log(page).evaluate(async (element) => {
    element.scrollTop = 180;
    const top = element.getBoundingClientRect().top;
    const line = [...element.querySelectorAll('li')].find(
      (one) => one.getBoundingClientRect().top > top + 40,
    ) as HTMLElement;
    line.dataset.held = 'yes';
    return line.getBoundingClientRect().top;
  });
  await until(
    () => log(page).locator('[class*=bubble]').count(),
    (count) => count > before,
  );
  const after = await log(page)
    .locator('[data-held]')
    .evaluate((one) => one.getBoundingClientRect().top);
  expect(Math.abs(after - held)).toBeLessThan(4);
  expect(await texts(page)).toContain('Line 1');

  // Away from the end a new message is announced, not jumped to.
  await sven.says('Something new');
  await page.getByRole('button', { name: '1 new' }).click();
  await log(page).getByText('Something new').waitFor();
});

it('the server is killed in the middle: what was typed waits, and both catch up by themselves', async () => {
  const page = await agent();
  const tara = await visitor(server, 'Tara Ward', 'Are you there?', ana);
  await row(page, 'Tara Ward').waitFor();
  await open(page, 'Tara Ward');
  await says(page, 'Before');
  await until(tara.sees, (seen) => seen.length === 2);
  await server.kill();
  await says(page, 'While it is away, one');
  await says(page, 'While it is away, two');
  await bar(page).waitFor();
  await page.getByText('2 messages waiting').waitFor();
  await server.restart();
  await until(tara.sees, (seen) => seen.length === 4, 45_000);
  expect(await tara.sees()).toEqual([
    'Are you there?',
    'Before',
    'While it is away, one',
    'While it is away, two',
  ]);
  await tara.says('And I am here');
  await until(
    () => texts(page),
    (seen) => seen.at(-1) === 'And I am here',
    45_000,
  );
  expect(await texts(page)).toEqual([
    'Are you there?',
    'Before',
    'While it is away, one',
    'While it is away, two',
    'And I am here',
  ]);
  await until(
    () => bar(page).count(),
    (count) => count === 0,
  );
});

it('a reload with unsent messages sends them once', async () => {
  const line = await startLine(server);
  const page = await enter({ url: line.url, accounts: server.accounts });
  pages.push(page);
  const uma = await visitor(server, 'Uma Nair', 'Hello?', ana);
  await row(page, 'Uma Nair').waitFor();
  await open(page, 'Uma Nair');
  await until(
    () => texts(page),
    (seen) => seen.length === 1,
  );
  line.cut();
  await says(page, 'Typed offline');
  await bar(page).waitFor();
  line.mend();
  await page.reload();
  await until(uma.sees, (seen) => seen.length === 2, 30_000);
  await until(
    () => texts(page),
    (seen) => seen.length === 2,
    30_000,
  );
  expect(await uma.sees()).toEqual(['Hello?', 'Typed offline']);
  expect(await texts(page)).toEqual(['Hello?', 'Typed offline']);
});

it('sign-out closes the other tab too, and nothing of the person stays on screen', async () => {
  const first = await agent();
  const second = await openPage(`${server.url}/app/conversations`, {}, first);
  await list(second).waitFor();
  await first.getByRole('button', { name: /account of/ }).click();
  await first.getByRole('menuitem', { name: 'Sign out' }).click();
  await first.getByText('You have signed out.').waitFor();
  const since = Date.now();
  await second.getByText('You were signed out.').waitFor({ timeout: 6000 });
  expect(Date.now() - since).toBeLessThan(6000);
  expect(await list(second).count()).toBe(0);
  await second.reload();
  await second.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('an admin invites a person by a link that is shown once, makes a key that is shown once, and finds both in the audit trail', async () => {
  const page = await agent('admin', {}, '/app/settings/people');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('zoe');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await dialog.locator('[aria-invalid=true]').waitFor();
  await dialog.getByLabel('E-mail').fill('zoe@lumenandoak.example');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = await dialog.getByRole('group', { name: 'Invitation link' }).innerText();
  expect(link).toContain(`${server.url}/app/join#token=in_`);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('table', { name: 'Invited' }).getByText('zoe@lumenandoak.example').waitFor();
  expect(await page.content()).not.toContain(link.trim());

  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('button', { name: 'Make a key' }).click();
  await dialog.getByLabel('Name').fill('Nightly export');
  await dialog.getByText('conversations:read').click();
  await dialog.getByRole('button', { name: 'Make', exact: true }).click();
  const key = await dialog.getByRole('group', { name: 'API key' }).innerText();
  expect(key).toMatch(/^ak_/);
  const me = await fetch(`${server.url}/api/me`, { headers: { 'x-api-key': key.trim() } });
  expect(me.status).toBe(200);
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await page.content()).not.toContain(key.trim());
  await page.getByRole('button', { name: 'Revoke Nightly export' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The key is revoked.').waitFor();
  expect(
    (await fetch(`${server.url}/api/me`, { headers: { 'x-api-key': key.trim() } })).status,
  ).toBe(401);

  await page.getByRole('link', { name: 'Audit trail' }).click();
  const trail = page.getByRole('table', { name: 'Audit trail' });
  await trail.getByText('Person invited').first().waitFor();
  await trail.getByText('API key revoked').first().waitFor();
});

it('an agent does not see what only admins may', async () => {
  const page = await agent('agent', {}, '/app/settings');
  await page.getByRole('heading', { name: 'Preferences' }).waitFor();
  expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  await page.goto(`${server.url}/app/settings/keys`);
  await page.getByText('There is no such page').waitFor();
});

it('the contact’s name is edited beside the conversation, and the list shows it', async () => {
  const page = await agent();
  await visitor(server, 'Willem Bos', 'Hi', ana);
  await row(page, 'Willem Bos').waitFor();
  await open(page, 'Willem Bos');
  await page.getByRole('button', { name: 'Change Name' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Willem van den Bos');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Set E-mail' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('not an address');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('willem@mail.example');
  await page.getByRole('button', { name: 'Save' }).click();
  await row(page, 'Willem van den Bos').waitFor();
  await page.getByRole('link', { name: 'willem@mail.example' }).waitFor();
});

it('a menu whose code did not come says so, leaves the panel alone and opens at the next press', async () => {
  let held = true;
  const page = await agent('agent', {}, '/app/', (fresh) =>
    fresh.route(/assets\/MenuList-/, (route) => (held ? route.abort() : route.continue())),
  );
  await visitor(server, 'Yara Holt', 'Hi', ana);
  await row(page, 'Yara Holt').waitFor();
  await open(page, 'Yara Holt');
  const more = page
    .getByRole('region', { name: 'Conversation with Yara Holt' })
    .getByRole('button', { name: 'More', exact: true });
  await more.click();
  await page.getByText('The menu could not be loaded.').waitFor();
  expect(await reply(page).isVisible()).toBe(true);
  held = false;
  await more.click();
  await page.getByRole('menu').waitFor();
  // The browser tells of the request by itself; nothing was thrown and left.
  expect(page.complaints.filter((one) => !one.startsWith('Failed to load'))).toEqual([]);
});

it('a page whose code did not come is asked for again, and with a newer build in place a reload is offered', async () => {
  let answer: 'none' | 'gone' | 'there' = 'none';
  const page = await agent('admin', {}, '/app/settings/people', (fresh) =>
    fresh.route(/assets\/(Audit|Keys)-\S*\.js/, (route) =>
      answer === 'none'
        ? route.abort()
        : answer === 'gone'
          ? route.fulfill({ status: 404 })
          : route.continue(),
    ),
  );
  await page.getByRole('link', { name: 'Audit trail' }).click();
  await page.getByText('This page could not be loaded').waitFor();
  answer = 'there';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('table', { name: 'Audit trail' }).waitFor();

  answer = 'gone';
  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByText('There is a new version').waitFor();
  answer = 'there';
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('heading', { name: 'API keys' }).waitFor();
});

it('a direct conversation is between people: their names, their sides, nothing to assign or resolve', async () => {
  const maya = await signIn(server, 'admin');
  const [me, boss] = await Promise.all(
    [ana, maya].map((one) => one.request<{ id: string; name: string }>('GET', '/api/me')),
  );
  const { conversation } = await maya.request<{ conversation: { id: string } }>(
    'POST',
    '/api/conversations',
    { kind: 'direct', participants: [me!.id], message: { text: 'Can you take the fair?' } },
  );
  const page = await agent('agent', {}, `/app/conversations/${conversation.id}`);
  const area = page.getByRole('region', { name: `Conversation with ${boss!.name}` });
  await area.getByRole('heading', { name: boss!.name }).waitFor();
  const theirs = log(page).locator('li', { hasText: 'Can you take the fair?' });
  await theirs.waitFor();
  const field = page.getByRole('textbox', { name: `Message to ${boss!.name}` });
  await field.fill('Gladly.');
  await field.press('Enter');
  const mine = log(page).locator('li', { hasText: 'Gladly.' });
  const left = (line: typeof mine) =>
    line.locator('[class*=bubble]').evaluate((one) => one.getBoundingClientRect().left);
  expect(await left(theirs)).toBeLessThan((await left(mine)) - 100);
  expect(await theirs.locator('[class*=avatar]').count()).toBe(1);
  for (const name of [/^Assignee/, 'Resolve'])
    expect(await area.getByRole('button', { name }).count(), String(name)).toBe(0);
  expect(await area.getByRole('tab').count()).toBe(0);

  // Nor by keyboard.
  await log(page).focus();
  for (const key of ['m', 'e', 'a', 'n']) await page.keyboard.press(key);
  expect(await page.getByRole('menu').count()).toBe(0);
  const after = await ana.request<object>('GET', `/api/conversations/${conversation.id}`);
  expect(after).toMatchObject({ assignee: null, status: 'open' });
  await page.keyboard.press('r');
  await until(
    () => field.evaluate((one) => one === document.activeElement),
    (focused) => focused,
  );
  expect(page.complaints).toEqual([]);
});

it('what colleagues write directly stands under Team, on load and live, and never among customers', async () => {
  const maya = await signIn(server, 'admin');
  const me = await ana.request<{ id: string }>('GET', '/api/me');
  const writes = (text: string) =>
    maya.request('POST', '/api/conversations', {
      kind: 'direct',
      participants: [me.id],
      title: text,
      message: { text },
    });
  await writes('Before the page was opened');
  await visitor(server, 'Zora Falk', 'Hi', ana);
  const page = await agent();
  await row(page, 'Zora Falk').waitFor();
  await writes('While it was open');
  const nav = page.getByRole('navigation', { name: 'Main' });
  await nav.getByRole('link', { name: /Team$/ }).waitFor();
  await page.getByRole('button', { name: 'Kind: Customers' }).waitFor();
  for (const tab of ['Mine', 'Unassigned', 'All']) {
    await page.getByRole('tab', { name: tab }).click();
    await visitor(server, `Somebody for ${tab}`, 'Hi', ana);
    expect(
      await list(page)
        .getByText(/Before the page|While it was/)
        .count(),
      tab,
    ).toBe(0);
  }
  await nav.getByRole('link', { name: /Team$/ }).click();
  await row(page, 'Before the page was opened').waitFor();
  await row(page, 'While it was open').waitFor();
  expect(await row(page, 'Zora Falk').count()).toBe(0);
  await writes('And once more');
  await row(page, 'And once more').waitFor();
  await page.reload();
  await row(page, 'And once more').waitFor();
  await page.getByRole('button', { name: 'Kind: Team' }).click();
  await page.getByRole('menuitemradio', { name: 'Customers' }).click();
  await row(page, 'Zora Falk').waitFor();
  expect(await row(page, 'And once more').count()).toBe(0);
});

it('what a colleague changes about the contact comes with the feed, without a reload', async () => {
  const page = await agent();
  const ymir = await visitor(server, 'Ymir Sand', 'Hi', ana);
  await row(page, 'Ymir Sand').waitFor();
  await open(page, 'Ymir Sand');
  await page.getByRole('button', { name: 'Set E-mail' }).waitFor();
  await ana.request('PATCH', `/api/contacts/${ymir.id}`, { email: 'ymir@mail.example' });
  await ymir.says('That is me');
  await page.getByRole('link', { name: 'ymir@mail.example' }).waitFor();
});

it('on a phone one area shows at a time, with a way back', async () => {
  const page = await agent('agent', { viewport: phone, hasTouch: true, isMobile: true });
  const xenia = await visitor(server, 'Xenia Kos', 'Hi', ana);
  await row(page, 'Xenia Kos').waitFor();
  await row(page, 'Xenia Kos').click();
  await log(page).waitFor();
  expect(await list(page).count()).toBe(0);
  expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
  await reply(page).fill('From my phone');
  await page.getByRole('button', { name: 'Send' }).click();
  await until(xenia.sees, (seen) => seen.length === 2);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(phone.width);
  await page.goBack();
  await row(page, 'Xenia Kos').waitFor();
});

it('an address that is nobody’s says so and leaves the rest working', async () => {
  const page = await agent('agent', {}, '/app/conversations/0198c0de-0000-7000-8000-00000000ffff');
  await page.getByText('This conversation cannot be shown').waitFor();
  await list(page).getByRole('option').first().waitFor();
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await page.getByText('No conversation open').waitFor();
});

it('the first run: the owner opens the link, sets up, is in; the link works once', async () => {
  const link = await startFresh();
  const page = await openPage(link);
  pages.push(page);
  await page.getByLabel('Your name').fill('Olive Owner');
  await page.getByLabel('Workspace').fill('Olive & Co');
  await page.getByLabel('E-mail').fill('olive@example.org');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Finish set-up' }).click();
  await page.locator('[aria-invalid=true]').waitFor();
  await page.getByLabel('Password').fill('a branch for every dove');
  await page.getByRole('button', { name: 'Finish set-up' }).click();
  await page.getByText('No conversations yet').waitFor();
  expect(page.url()).not.toContain('token');
  const me = await page.evaluate(async () => (await fetch('/api/me')).json());
  expect(me).toMatchObject({ email: 'olive@example.org', name: 'Olive Owner' });

  const again = await openPage(link);
  pages.push(again);
  await again.getByText('This link has been used or is no longer valid.').waitFor();
});

const children: { child: ChildProcess; folder: string }[] = [];
afterAll(() => {
  for (const { child, folder } of children) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A server on an empty folder, as an operator starts it the first time; tells the link it prints. */
async function startFresh(): Promise<string> {
  const target = join(import.meta.dirname, '../../target');
  const binary = [
    process.env.ANTIPHON_BIN,
    join(target, 'release/antiphon'),
    join(target, 'debug/antiphon'),
  ].find((path) => path && existsSync(path)) as string;
  const folder = mkdtempSync(join(tmpdir(), 'antiphon-first-'));
  const child = spawn(binary, ['serve', '--listen', '127.0.0.1:0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push({ child, folder });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk;
    });
  const link = await until(
    async () => /http\S+\/app\/setup#token=\S+/.exec(said)?.[0] ?? '',
    (found) => found !== '',
    30_000,
  );
  return link;
}
