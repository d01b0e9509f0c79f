// Accounts in the browser: another password and what it does to sessions elsewhere, and what a
// customer with an account is shown.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  axe,
  openBrowser,
  openPage,
  type Server,
  signIn,
  startServer,
  tearDown,
} from './harness.ts';
import { enter, fillSignIn } from './workspace-kit.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
  await openBrowser();
});
afterAll(tearDown);

it('a person changes their password; other browsers are signed out, and the new one lets them in', async () => {
  const there = await enter(server);
  const here = await enter(server, 'agent', {}, '/app/settings/sessions');
  const old = server.accounts.find((one) => one.role === 'agent')?.password ?? '';
  await here.getByRole('button', { name: 'Change password…' }).click();
  const dialog = here.getByRole('dialog', { name: 'Change your password' });
  const save = dialog.getByRole('button', { name: 'Change password' });

  await dialog.getByLabel('Current password').fill('not it at all');
  await dialog.getByLabel('New password').fill('lantern orchid 42');
  await save.click();
  await dialog.getByText('This is not your current password.').waitFor();

  await dialog.getByLabel('Current password').fill(old);
  await dialog.getByLabel('New password').fill('password1');
  await save.click();
  await dialog.getByText('This password is among the first that are tried').waitFor();

  await dialog.getByLabel('New password').fill('lantern orchid 42');
  await dialog.getByLabel('New password').press('Enter');
  await here.getByText('Your password is changed.').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await there.getByRole('button', { name: 'Sign in' }).waitFor();

  const agent = server.accounts.find((one) => one.role === 'agent');
  if (agent) agent.password = 'lantern orchid 42';
  await signIn(server);
  await there.close();
  await here.close();
});

it('a first visit asks for nothing that is refused, nor does signing in, looking around and out', async () => {
  const page = await openPage(`${server.url}/app/`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(page.complaints).toEqual([]);

  await fillSignIn(page, server, 'agent');
  await page.getByRole('listbox', { name: 'Conversations' }).waitFor();
  await page.reload();
  await page.getByRole('option').first().click();
  await page.getByRole('log').waitFor();
  await page.getByRole('button', { name: /^You/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByText('You have signed out.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(page.complaints).toEqual([]);
  await page.close();
});

it('a customer is told that the app is for the team, and is asked nothing more', async () => {
  const page = await openPage(`${server.url}/app/`);
  await page.getByLabel('E-mail').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(`${request.method()} ${pathname}`);
  });
  await fillSignIn(page, server, 'customer');
  await page.getByRole('heading', { name: 'This app is for the team' }).waitFor();
  await page.goto(`${server.url}/app/settings/people`);
  await page.getByRole('heading', { name: 'This app is for the team' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await page.getByRole('navigation').count()).toBe(0);
  expect(asked).toEqual(['POST /api/auth/login', 'GET /api/me', 'GET /api/me']);
  expect(page.complaints).toEqual([]);
  expect(await axe(page)).toEqual([]);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByText('You have signed out.').waitFor();
  await page.close();
});
