// One's own account in the browser: another password, and what it does to sessions elsewhere.
import { afterAll, beforeAll, it } from 'vitest';
import { openBrowser, type Server, signIn, startServer, tearDown } from './harness.ts';
import { enter } from './workspace-kit.ts';

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
