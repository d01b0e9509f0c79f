// Sign-in by a provider, whole: an admin sets a real one up, tests it, and people come in through its own pages,
// or are told why not.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axe, openBrowser, openPage, type Server, startServer, tearDown } from './harness.ts';
import { agreeAt, cancelAt, type SignInProvider, startProvider } from './oidc-kit.ts';
import { enter } from './workspace-kit.ts';

let server: Server;
let provider: SignInProvider;

beforeAll(async () => {
  process.env.ANTIPHON_OUTGOING__PRIVATE_HOSTS = '127.0.0.1'; // where the provider is
  server = await startServer();
  provider = await startProvider(server);
  await openBrowser();
});
afterAll(async () => {
  await tearDown();
  await provider.stop();
});

const button = 'Sign in with Lumen';

it('an admin sets a provider up by keyboard and tests the connection', async () => {
  const page = await enter(server, 'admin', {}, '/app/settings/sign-in');
  await page.getByRole('button', { name: 'Set up a provider' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up a provider' });
  await dialog.getByLabel('Issuer').fill('https://10.0.0.1');
  await dialog.getByLabel('Client id').fill(provider.client.id);
  await dialog.getByLabel('Client secret').fill('not it');
  await dialog.getByLabel('Words on the button').fill(button);
  await dialog.getByLabel('Words on the button').press('Enter');
  await dialog.getByText('the address is inside a private network').waitFor();
  expect(await axe(page)).toEqual([]);
  await dialog.getByLabel('Issuer').fill(provider.issuer);
  await dialog.getByLabel('Issuer').press('Enter');
  await dialog.waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('does not accept the client id and secret').waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit the provider' });
  await edit.getByLabel('Client secret').fill(provider.client.secret);
  await edit.getByLabel('Client secret').press('Enter');
  await edit.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await page.getByText('The provider answers and knows this workspace.').waitFor();
  expect(await page.getByRole('group', { name: 'Redirect address' }).innerText()).toBe(
    `${server.url}/api/auth/oidc/callback`,
  );
  expect(await axe(page)).toEqual([]);
  await page.close();
});

it('a colleague comes in through the provider, to the page that they wanted', async () => {
  const agent = server.accounts.find((one) => one.role === 'agent');
  const page = await openPage(`${server.url}/app/settings/sessions`);
  await page.getByRole('button', { name: button }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: button }).click();
  await agreeAt(page, provider, agent?.email ?? '');
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/app/settings/sessions');
  await page.close();
});

it('who is not known, not verified, or turns back is told so', async () => {
  const page = await openPage(`${server.url}/app/`);
  await page.getByRole('button', { name: button }).click();
  await cancelAt(page, provider);
  await page.getByRole('alert').getByText('You did not finish signing in').waitFor();
  expect(await axe(page)).toEqual([]);
  await page.close();
  for (const [email, why] of [
    ['stranger@elsewhere.test', 'Nobody here has your e-mail address'],
    ['new@elsewhere.test', 'has not verified your e-mail address'],
  ] as const) {
    const other = await openPage(`${server.url}/app/`);
    await other.getByRole('button', { name: button }).click();
    await agreeAt(other, provider, email);
    await other.getByRole('alert').getByText(why).waitFor();
    await other.close();
  }
});

it('somebody new is made where the workspace wants that', async () => {
  const admin = await enter(server, 'admin', {}, '/app/settings/sign-in');
  await admin.getByRole('button', { name: 'Edit' }).click();
  const edit = admin.getByRole('dialog', { name: 'Edit the provider' });
  await edit.getByRole('button', { name: /Who comes in/ }).click();
  await admin.getByRole('menuitemradio', { name: 'Newcomers become agents' }).click();
  await edit.getByRole('button', { name: 'Save' }).click();
  await edit.waitFor({ state: 'hidden' });
  const page = await openPage(`${server.url}/app/`);
  await page.getByRole('button', { name: button }).click();
  await agreeAt(page, provider, 'nina@elsewhere.test');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await page.close();
  await admin.close();
});
