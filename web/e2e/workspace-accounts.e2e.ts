// Accounts in the browser: another password and what it does to sessions elsewhere, invitations and
// forgotten passwords by mail, and what a customer with an account is shown.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  axe,
  openBrowser,
  openPage,
  phone,
  type Server,
  signIn,
  startPostbox,
  startServer,
  tearDown,
} from './harness.ts';
import { enter, fillSignIn, open, says, texts, visitor } from './workspace-kit.ts';

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
  await page.waitForLoadState('networkidle');
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

it('from invitation to first answer: asked in by mail, a password chosen, a customer answered', async () => {
  const postbox = await startPostbox();
  const there = await startServer(postbox);
  const staff = await signIn(there, 'admin');
  const vera = await visitor(there, 'Vera Holm', 'Is the oak lamp back?', staff);

  const admin = await enter(there, 'admin', {}, '/app/settings/people');
  await admin.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('E-mail').fill('zoe@lumenandoak.example');
  await dialog.getByLabel('Name').fill('Zoe');
  await dialog.getByLabel('Name').press('Enter');
  await admin.getByText('An invitation is on its way to zoe@lumenandoak.example.').waitFor();
  const invited = admin.getByRole('table', { name: 'Invited' });
  await invited.getByText('zoe@lumenandoak.example').waitFor();

  // In a browser of her own, by keyboard alone.
  const link = await postbox.linkTo('zoe@lumenandoak.example');
  const zoe = await openPage(link, { viewport: phone });
  await zoe.getByRole('heading', { name: /^Join / }).waitFor();
  expect(await axe(zoe)).toEqual([]);
  await zoe.getByLabel('Your name').fill('Zoe Park');
  await zoe.keyboard.press('Tab');
  await zoe.keyboard.type('short');
  await zoe.keyboard.press('Enter');
  await zoe.locator('[aria-invalid=true]').waitFor();
  await zoe.getByLabel('Password').fill('a lamp beside every oak');
  await zoe.keyboard.press('Enter');
  await zoe.getByRole('listbox', { name: 'Conversations' }).waitFor();
  await zoe.setViewportSize({ width: 1200, height: 800 });
  await open(zoe, 'Vera Holm');
  await says(zoe, 'It is, since this morning.');
  await expect.poll(() => vera.sees()).toContain('It is, since this morning.');
  expect(await texts(zoe)).toContain('It is, since this morning.');

  // The link served once; she is among the people, and nobody is invited any more.
  const again = await openPage(link);
  await again.getByText('This invitation was used').waitFor();
  await again.close();
  await admin.reload();
  await admin
    .getByRole('table', { name: 'People' })
    .getByText('Zoe Park', { exact: true })
    .waitFor();
  expect(await invited.count()).toBe(0);

  // She forgets her password, chooses another, and is signed out where she was.
  const forgot = await openPage(`${there.url}/app/`);
  await forgot.getByRole('link', { name: 'Forgot your password?' }).click();
  await forgot.getByLabel('E-mail').fill('zoe@lumenandoak.example');
  await forgot.getByRole('button', { name: 'Send a link' }).click();
  await forgot.getByText('a link is on its way').waitFor();
  await forgot.goto(await postbox.linkTo('zoe@lumenandoak.example'));
  await forgot.getByLabel('New password').fill('two lamps beside every oak');
  expect(await axe(forgot)).toEqual([]);
  await forgot.getByLabel('New password').press('Enter');
  await forgot.getByText('Your password is changed.').waitFor();
  await zoe.getByText('You were signed out.').waitFor();
  await forgot.getByRole('button', { name: 'Sign in' }).click();
  await forgot.getByLabel('E-mail').fill('zoe@lumenandoak.example');
  await forgot.getByLabel('Password').fill('two lamps beside every oak');
  await forgot.getByRole('button', { name: 'Sign in' }).click();
  await forgot.getByRole('navigation', { name: 'Main' }).waitFor();
  expect(admin.complaints).toEqual([]);

  // She is removed: out at once, and her answer stays under her name as a former one.
  await admin.getByRole('button', { name: 'Change Zoe Park' }).click();
  await admin.getByRole('menuitem', { name: 'Remove…' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await admin.getByText('Zoe Park is removed.').waitFor();
  await forgot.getByText('You were signed out.').waitFor();
  await admin.goto(`${there.url}/app/conversations`);
  await open(admin, 'Vera Holm');
  await admin.getByText('Zoe Park (former)').first().waitFor();
  for (const page of [admin, zoe, forgot]) await page.context().close();
});

it('an admin makes a role, gives it, and removes it with another in its place', async () => {
  const page = await enter(server, 'admin', {}, '/app/settings/roles');
  await page.getByRole('button', { name: 'Make a role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Reader');
  await dialog.getByText('See contacts').click();
  await dialog.getByRole('button', { name: 'Make', exact: true }).click();
  const roles = page.getByRole('table', { name: 'Roles' });
  await roles.getByText('See conversations · See contacts').waitFor();

  await page.getByRole('link', { name: 'People' }).click();
  const people = page.getByRole('table', { name: 'People' });
  await people.getByRole('button', { name: 'Change Jonas Weber' }).click();
  await page.getByRole('menuitem', { name: 'Reader' }).click();
  await dialog.getByText('Give Jonas Weber the role Reader?').waitFor();
  await dialog.getByRole('button', { name: 'Change role' }).click();
  await people.getByText('Reader', { exact: true }).waitFor();
  await page.getByText('Jonas Weber has the role Reader now.').waitFor();

  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByRole('button', { name: 'Remove Reader' }).click();
  await dialog.getByRole('button', { name: 'Role instead: Agent' }).waitFor();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('The role Reader is removed.').waitFor();
  await page.getByRole('link', { name: 'People' }).click();
  await people.waitFor();
  expect(await people.getByText('Reader').count()).toBe(0);
  await page.context().close();
});
