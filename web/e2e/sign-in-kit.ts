// What the pages of signing in show, with answers that are the same in every run: secrets, recovery codes, addresses.
// Whether it works is shown by the specs of two-step sign-in and of single sign-on, against the server.
import type { Page } from 'playwright-core';

const lumen = 'https://login.lumenandoak.example/realms/team';
const chat = 'https://chat.lumenandoak.example';

/** The button of the provider that `offerProvider` shows. */
export const byProvider = 'Sign in with Lumen & Oak';

/** The sign-in page offers a provider from now on. */
export async function offerProvider(page: Page): Promise<void> {
  const provider = { workspace_id: '01900000-0000-7000-8000-000000000000', label: byProvider };
  await page.route(/\/api\/auth\/oidc(\?|$)/, (route) => route.fulfill({ json: { provider } }));
}

/** Every password is right from now on, and the second step is asked for. */
export async function askSecondStep(page: Page): Promise<void> {
  const second_factor = { challenge: 'sf_none', expires_in: 300 };
  await page.route('**/api/auth/login', (route) =>
    route.fulfill({ status: 202, json: { second_factor } }),
  );
}

/** One's own second step is what is said here, and setting one up goes through. */
export async function showSecondStep(page: Page, onSince: string | null): Promise<void> {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const uri = `otpauth://totp/Antiphon:maya%40lumenandoak.example?secret=${secret}&issuer=Antiphon`;
  const recovery_codes = 'bcdfg hjkmn pqrst vwxyz 23456 78902 34567 89023 45678 90234'
    .split(' ')
    .map((half, n) => `${half}-${n}abc${n}`);
  await page.route('**/api/me/second-factor', (route) =>
    route.fulfill({
      json:
        route.request().method() === 'POST'
          ? { secret, uri }
          : {
              on_since: onSince,
              recovery_codes_left: onSince ? 9 : 0,
              is_needed: false,
              has_password: true,
            },
    }),
  );
  await page.route('**/api/me/second-factor/confirm', (route) =>
    route.fulfill({ json: { recovery_codes } }),
  );
}

/** The workspace has a provider. */
export async function showProvider(page: Page): Promise<void> {
  const provider = {
    issuer: lumen,
    client_id: 'antiphon',
    label: byProvider,
    domains: ['lumenandoak.example'],
    new_role: 'agent',
    needs_second_step: false,
    is_on: true,
    changed_at: '2026-01-05T09:00:00Z',
  };
  const addresses = {
    redirect_uri: `${chat}/api/auth/oidc/callback`,
    sign_in_page: `${chat}/app/sign-in?workspace=01900000-0000-7000-8000-000000000000`,
  };
  await page.route('**/api/sign-in/provider', (route) =>
    route.fulfill({ json: { provider, addresses } }),
  );
}

/** The workspace wants a second step of everybody from now on, and whoever is here took one. */
export async function wantSecondStep(page: Page): Promise<void> {
  const error = { code: 'second_factor_needed', message: 'Switch it on.', request_id: 'none' };
  await page.route('**/api/me', (route) => route.fulfill({ status: 403, json: { error } }));
}
