// A real sign-in provider beside the server: the certified one for Node, with its own pages for signing in and
// agreeing. Knows one client, the server under test.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

export interface SignInProvider {
  issuer: string;
  client: { id: string; secret: string };
  stop(): Promise<void>;
}

/** People sign in with their address as name and any password; addresses beginning with "new" are not verified. */
export async function startProvider(server: { url: string }): Promise<SignInProvider> {
  const { default: Provider } = await import('oidc-provider');
  // The provider must know its own address before it is made: the port is taken first.
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const client = { id: 'antiphon', secret: 'a secret of twenty-four letters+/%' };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${server.url}/api/auth/oidc/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        email: id,
        email_verified: !id.startsWith('new'),
        name: 'Somebody of the provider',
      }),
    }),
    cookies: { keys: ['only for this run'] },
    ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
  });
  http.on('request', provider.callback());
  return {
    issuer,
    client,
    stop: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
}

/** On the provider's own pages: signs in and agrees. */
export async function agreeAt(page: Page, provider: SignInProvider, email: string): Promise<void> {
  await page.waitForURL(`${provider.issuer}/interaction/**`);
  await page.locator('input[name=login]').fill(email);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** On the provider's own pages: turns back. */
export async function cancelAt(page: Page, provider: SignInProvider): Promise<void> {
  await page.waitForURL(`${provider.issuer}/interaction/**`);
  await page.getByRole('link', { name: /Cancel|Abort/ }).click();
}
