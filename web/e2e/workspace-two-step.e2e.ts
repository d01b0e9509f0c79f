// Two-step sign-in in the browser: setting it up, signing in with a code and with a recovery code, and a workspace
// that wants it of everybody. By keyboard where a person would; no page breaks a rule of axe.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from './authenticator.ts';
import { axe, openBrowser, openPage, type Server, startServer, tearDown } from './harness.ts';
import { enter, fillSignIn } from './workspace-kit.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer();
  await openBrowser();
});
afterAll(tearDown);

const passwordOf = (role: string) =>
  server.accounts.find((one) => one.role === role)?.password ?? '';

/** Takes the moves of getting a second step, from the password on; answers secret, recovery codes and the code that was taken. */
async function enrol(
  page: Page,
  role: string,
): Promise<{ secret: string; codes: string[]; taken: string }> {
  await page.getByLabel('Your password').fill(passwordOf(role));
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /Picture for the authenticator app/ }).waitFor();
  const secret = await page.getByRole('group', { name: 'Key for the app' }).innerText();
  expect(await axe(page)).toEqual([]);
  const code = page.getByLabel('Code that the app shows now');
  expect(await code.getAttribute('autocomplete')).toBe('one-time-code');
  await code.fill('000000');
  await code.press('Enter');
  await page.getByText('This code is not right.').waitFor();
  const taken = codeOf(secret);
  await code.fill(taken);
  await code.press('Enter');
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await list.waitFor();
  const codes = await list.getByRole('listitem').allInnerTexts();
  expect(codes).toHaveLength(10);
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  return { secret, codes, taken };
}

it('a person sets up a second step and signs in with a code, then with a recovery code', async () => {
  const page = await enter(server, 'agent', {}, '/app/settings/two-step');
  await page.getByText('You sign in with your password alone.').waitFor();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Set up' }).click();
  const { secret, codes, taken } = await enrol(page, 'agent');
  await page.getByText('10 recovery codes are left.').waitFor();
  await page.close();

  const again = await openPage(`${server.url}/app/`);
  await fillSignIn(again, server, 'agent');
  await again.getByRole('heading', { name: 'Second step' }).waitFor();
  expect(await axe(again)).toEqual([]);
  const field = again.getByLabel('Code from your authenticator app');
  expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
  // The code that switched it on is spent.
  await field.fill(taken);
  await field.press('Enter');
  await again.getByRole('alert').getByText('This code was used already').waitFor();
  // The next one counts already: clocks differ by one step. It is pasted as it is shown, with a blank.
  const next = codeOf(secret, Date.now() + 30_000);
  await field.fill(`${next.slice(0, 3)} ${next.slice(3)}`);
  await field.press('Enter');
  await again.getByRole('navigation', { name: 'Main' }).waitFor();
  await again.close();

  const lost = await openPage(`${server.url}/app/`);
  await fillSignIn(lost, server, 'agent');
  await lost.getByRole('button', { name: 'Use a recovery code' }).click();
  const recovery = lost.getByLabel('Recovery code');
  await recovery.fill('abcde-fghjk');
  await recovery.press('Enter');
  await lost.getByText('This is none of your recovery codes').waitFor();
  await recovery.fill(codes[0] ?? '');
  await recovery.press('Enter');
  await lost.getByRole('navigation', { name: 'Main' }).waitFor();
  await lost.goto(`${server.url}/app/settings/two-step`);
  await lost.getByText('9 recovery codes are left.').waitFor();

  await lost.getByRole('button', { name: 'New recovery codes…' }).click();
  const dialog = lost.getByRole('dialog', { name: 'New recovery codes' });
  await dialog.getByLabel('Your password').fill(passwordOf('agent'));
  await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
  await dialog.getByLabel('Recovery code').fill(codes[1] ?? '');
  expect(await axe(lost)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make new codes' }).click();
  const list = lost.getByRole('list', { name: 'Recovery codes' });
  await list.waitFor();
  const fresh = await list.getByRole('listitem').allInnerTexts();
  await lost.getByRole('button', { name: 'I have kept them' }).click();

  await lost.getByRole('button', { name: 'Switch off…' }).click();
  const off = lost.getByRole('dialog', { name: 'Switch off your second step' });
  await off.getByLabel('Your password').fill(passwordOf('agent'));
  await off.getByRole('button', { name: 'Use a recovery code' }).click();
  await off.getByLabel('Recovery code').fill(fresh[0] ?? '');
  await off.getByLabel('Recovery code').press('Enter');
  await lost.getByText('You sign in with your password alone.').waitFor();
  await lost.close();
});

it('a workspace that wants it of everybody lets nobody on without', async () => {
  const admin = await enter(server, 'admin', {}, '/app/settings/sign-in');
  const all = admin.getByRole('switch', { name: 'Everyone needs a second step' });
  await all.click();
  await admin.getByText('Switch on your own second step first').waitFor();
  expect(await axe(admin)).toEqual([]);
  await admin.goto(`${server.url}/app/settings/two-step`);
  await admin.getByRole('button', { name: 'Set up' }).click();
  await enrol(admin, 'admin');
  await admin.getByText('10 recovery codes are left.').waitFor();
  await admin.goto(`${server.url}/app/settings/sign-in`);
  const there = await enter(server, 'agent');
  await all.click();
  await there.getByRole('heading', { name: 'Sign in' }).waitFor();

  await fillSignIn(there, server, 'agent');
  await there.getByRole('heading', { name: 'One more step' }).waitFor();
  expect(await axe(there)).toEqual([]);
  await there.goto(`${server.url}/app/settings/people`);
  await there.getByRole('heading', { name: 'One more step' }).waitFor();
  await enrol(there, 'agent');
  await there.getByRole('navigation', { name: 'Main' }).waitFor();
  await there.close();
  await admin.close();
});
