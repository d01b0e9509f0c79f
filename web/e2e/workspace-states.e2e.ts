// A picture of every state that a page of the workspace can come to: empty, waiting, failed, refused,
// asking, and from right to left. The pages themselves are in workspace-pictures.e2e.ts.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  type Agent,
  mirrored,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
} from './harness.ts';
import { enter, log, messages, open, reply, visitor } from './workspace-kit.ts';
import { album, looks } from './workspace-looks.ts';

let server: Server;
let admin: Agent;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server, 'admin');
  await openBrowser();
});
afterAll(tearDown);

/** Says something in the reply field, on any screen. */
async function send(page: Page, text: string): Promise<void> {
  await reply(page).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

vi.setConfig({ testTimeout: 180_000 }); // a test goes through every state

it.each(looks)('every state as it was looked at and found good: %s', async (look, options) => {
  const isPhone = look === 'phone';
  const calm = { ...options, reducedMotion: 'reduce' as const };
  const { differing, picture } = album(look);

  const outside = await openPage(`${server.url}/app/`, calm);
  await outside.getByLabel('E-mail').fill('nobody@example.org');
  await outside.getByLabel('Password').fill('wrong');
  await outside.getByRole('button', { name: 'Sign in' }).click();
  await outside.getByRole('alert').waitFor();
  await picture(outside, 'sign-in-refused');
  await outside.goto(`${server.url}/app/setup#token=none`);
  await outside.getByText('no longer valid').waitFor();
  await picture(outside, 'set-up-used');
  await outside.context().close();

  const name = { light: 'Vera Holm', dark: 'Veit Holm', phone: 'Vida Holm' }[look]!;
  await visitor(server, name, 'Is the small oak table back?', admin);
  const page = await enter(server, 'admin', calm);
  const lists = (url: URL) => url.pathname === '/api/conversations';
  await page.route(lists, () => {}); // no answer yet
  await page.reload();
  // The list itself waits, not the page's code.
  await page.getByRole('searchbox').first().waitFor();
  await page.getByLabel('Loading').first().waitFor();
  await picture(page, 'list-waiting');
  await page.unroute(lists);
  await page.route(lists, (route) => route.fulfill({ status: 500, body: '{}' }));
  await page.reload();
  await page.getByText('The list could not be loaded').waitFor();
  await picture(page, 'list-failed');
  await page.unroute(lists);
  await page.route(lists, (route) =>
    route.fulfill({ json: { conversations: [], next_cursor: null } }),
  );
  for (const [tab, title, state] of [
    ['mine', 'Nothing is assigned to you', 'list-mine-empty'],
    ['unassigned', 'Nobody is waiting', 'list-unassigned-empty'],
    ['all', 'No conversations yet', 'list-empty'],
  ] as const) {
    await page.goto(`${server.url}/app/conversations?tab=${tab}`);
    await page.getByText(title).waitFor();
    await picture(page, state);
  }
  await page.goto(`${server.url}/app/conversations?kind=direct`);
  await page.getByText('Nothing among the team yet').waitFor();
  await picture(page, 'team-empty');
  await page.unroute(lists);

  const told = (url: URL) => url.pathname === '/api/notices';
  await page.route(told, () => {}); // no answer yet
  await page.goto(`${server.url}/app/notices`);
  await page.getByLabel('Loading the notices').waitFor();
  await picture(page, 'notices-waiting');
  await page.unroute(told);
  await page.route(told, (route) => route.fulfill({ status: 500, body: '{}' }));
  await page.reload();
  await page.getByText('The notices could not be loaded').waitFor();
  await picture(page, 'notices-failed');
  await page.unroute(told);
  await page.reload();
  await page.getByText('No notices yet').waitFor();
  await picture(page, 'notices-empty');

  await page.goto(`${server.url}/app/conversations?q=${name.slice(0, 4)}`);
  await open(page, name);
  const bubbles = messages(page);
  await send(page, 'It is: three came in on Monday.');
  await bubbles.nth(1).waitFor();
  await send(page, 'Wrong window, sorry.');
  await bubbles.nth(2).waitFor();
  const change = async (nth: number, deed: string) => {
    await bubbles.nth(nth).hover();
    await bubbles.nth(nth).click();
    await page
      .getByRole('button', { name: 'Edit or delete' })
      .nth(nth - 1)
      .click();
    await page.getByRole('menuitem', { name: deed }).click();
  };
  await change(1, 'Edit');
  const edit = page.getByRole('textbox', { name: 'Edit your message' });
  await edit.fill('It is: four came in on Monday.');
  await picture(page, 'message-edit');
  await edit.press('Control+Enter');
  await log(page).getByText('edited').waitFor();
  await change(2, 'Delete…');
  await page.getByRole('dialog').waitFor();
  await picture(page, 'message-delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await log(page).getByText('deleted').first().waitFor();
  await reply(page).fill('x'.repeat(10_050));
  await picture(page, 'message-changed-and-too-long');
  await reply(page).fill('');
  const resolved = page.waitForResponse((one) => one.request().method() === 'PATCH');
  await page
    .getByRole('button', { name: /^Resolve/ })
    .first()
    .click();
  await resolved;
  await page.goto(`${server.url}/app/conversations?status=resolved&q=${name.slice(0, 4)}`);
  await open(page, name);
  await picture(page, 'resolved');
  await page.goto(`${server.url}/app/conversations/01900000-0000-7000-8000-000000000000`);
  await page.getByText('This conversation cannot be shown').waitFor();
  await picture(page, 'conversation-not-shown');

  await page.goto(`${server.url}/app/conversations?q=Ines`);
  await open(page, 'Ines Duarte');
  if (isPhone) {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Contact and participants' }).click();
  }
  await page.getByRole('button', { name: 'Change Name' }).click();
  await page.getByRole('form', { name: 'Name' }).waitFor();
  await picture(page, 'contact-edit');

  await page.goto(`${server.url}/app/settings/sessions`);
  await page.getByRole('button', { name: 'Change password…' }).click();
  await page.getByRole('dialog').getByLabel('Current password').waitFor();
  await picture(page, 'password');
  await page.goto(`${server.url}/app/settings/keys`);
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(`Export, ${look}`);
  await picture(page, 'key-make');
  await dialog.getByText('conversations:read').click();
  await dialog.getByRole('button', { name: 'Make', exact: true }).click();
  await dialog.getByRole('group', { name: 'API key' }).waitFor();
  await picture(page, 'key-made');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: `Revoke Export, ${look}` }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).waitFor();
  // How far the page behind was scrolled to the button hangs on when its list came anew.
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('html, main, main *')) one.scrollTop = 0;
  });
  await picture(page, 'key-revoke');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await page.goto(`${server.url}/app/settings/inboxes`);
  await page.getByRole('button', { name: 'New identity secret…' }).first().click();
  await dialog.waitFor();
  await picture(page, 'identity-secret-new');
  await page.goto(`${server.url}/app/settings/prompts`);
  await page.getByRole('button', { name: 'Change Where is my ticket?' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  await dialog.getByLabel('Title').fill(`Where is my ticket${'?'.repeat(200)}`);
  await dialog.getByLabel('Page').fill('/tickets');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.locator('[aria-invalid=true]').waitFor();
  await picture(page, 'prompt-refused');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Change Where is my ticket?' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).waitFor();
  await picture(page, 'prompt-delete');
  const prompts = '**/api/chat/prompts';
  await page.route(prompts, (route) => route.fulfill({ json: { prompts: [] } }));
  await page.reload();
  await page.getByText('No prompts yet').waitFor();
  await picture(page, 'prompts-empty');
  await page.unroute(prompts);
  await page.route(prompts, (route) => route.fulfill({ status: 500, body: '{}' }));
  await page.reload();
  await page.getByText('The prompts could not be loaded').waitFor();
  await picture(page, 'prompts-failed');
  await page.context().close();

  // The same pages for those who read from right to left.
  const right = await enter(server, 'admin', calm, '/app/', mirrored);
  await right.goto(`${server.url}/app/conversations?q=Ines`);
  await open(right, 'Ines Duarte');
  await picture(right, 'conversation-from-right');
  await right.goto(`${server.url}/app/settings/people`);
  await right.getByRole('table').waitFor();
  await right.waitForLoadState('networkidle');
  await picture(right, 'people-from-right');
  await right.context().close();
  expect(differing).toEqual([]);
});
