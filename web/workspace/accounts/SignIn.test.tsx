// Sign-in: what it sends, what it says when refused, when the server is away, when ended elsewhere.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, type } from '../testing.tsx';
import { deviceOf } from './Sessions.tsx';
import SignIn from './SignIn.tsx';

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: object) {
  const fetch = vi.fn(
    async (_url: string, _init: RequestInit) => new Response(JSON.stringify(body), { status }),
  );
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

async function open(ended: 'here' | 'elsewhere' | null = null) {
  const entered = vi.fn();
  await draw(
    <QueryClientProvider client={new QueryClient()}>
      <SignIn ended={ended} onSignedIn={entered} />
    </QueryClientProvider>,
  );
  return entered;
}

async function fill() {
  byRole('textbox', 'E-mail').focus();
  await type(' ana@example.org ');
  (document.querySelector('input[type=password]') as HTMLElement).focus();
  await type('correct horse');
}

it('begins in the e-mail field and waits for both words', async () => {
  await open();
  expect(document.activeElement).toBe(byRole('textbox', 'E-mail'));
  expect((byRole('button', 'Sign in') as HTMLButtonElement).disabled).toBe(true);
  await fill();
  expect((byRole('button', 'Sign in') as HTMLButtonElement).disabled).toBe(false);
  expect(await problems()).toEqual([]);
});

it('sends both, marked as coming from this page', async () => {
  const fetch = answer(200, { access_token: 'x' });
  const entered = await open();
  await fill();
  byRole('button', 'Sign in').focus();
  await press('Enter');
  await settle();
  expect(entered).toHaveBeenCalledOnce();
  const [, init] = fetch.mock.calls.find(([url]) => url.endsWith('/api/auth/login')) ?? [];
  expect(JSON.parse(String(init?.body))).toEqual({
    email: 'ana@example.org',
    password: 'correct horse',
  });
  expect(new Headers(init?.headers).get('x-antiphon')).toBe('1');
});

it('says that a word is wrong, without which, and clears the password', async () => {
  answer(401, { error: { code: 'bad_credentials', message: 'no', request_id: 'r' } });
  const entered = await open();
  await fill();
  byRole('button', 'Sign in').focus();
  await press('Enter');
  await settle();
  expect(byRole('alert').textContent).toBe('E-mail or password is wrong.');
  expect((document.querySelector('input[type=password]') as HTMLInputElement).value).toBe('');
  expect(entered).not.toHaveBeenCalled();
});

it('asks for the second step where there is one, and takes a recovery code instead', async () => {
  const fetch = vi.fn(async (url: string, _init: RequestInit) => {
    const waits = { second_factor: { challenge: 'sf_1', expires_in: 300 } };
    if (url.endsWith('/login')) return new Response(JSON.stringify(waits), { status: 202 });
    if (url.endsWith('/second-factor') && fetch.mock.calls.filter(isStep).length === 1)
      return new Response(
        JSON.stringify({ error: { code: 'code_used', message: 'Used already.', request_id: 'r' } }),
        { status: 409 },
      );
    return new Response('{}', { status: 200 });
  });
  const isStep = ([url]: [string, ...unknown[]]) => url.endsWith('/second-factor');
  vi.stubGlobal('fetch', fetch);
  const entered = await open();
  await fill();
  byRole('button', 'Sign in').focus();
  await press('Enter');
  await settle();
  const code = byRole('textbox', 'Code from your authenticator app') as HTMLInputElement;
  expect(code.autocomplete).toBe('one-time-code');
  expect(document.activeElement).toBe(code);
  expect(await problems()).toEqual([]);
  await type('123 456');
  byRole('button', 'Sign in').focus();
  await press('Enter');
  await settle();
  expect(byRole('alert').textContent).toBe('Used already.');
  expect(entered).not.toHaveBeenCalled();

  byRole('button', 'Use a recovery code').focus();
  await press('Enter');
  await settle();
  byRole('textbox', 'Recovery code').focus();
  await type('abcde-fghjk');
  byRole('button', 'Sign in').focus();
  await press('Enter');
  await settle();
  expect(entered).toHaveBeenCalledOnce();
  const sent = fetch.mock.calls.filter(isStep).map(([, init]) => JSON.parse(String(init.body)));
  expect(sent).toEqual([
    { challenge: 'sf_1', code: '123 456' },
    { challenge: 'sf_1', recovery_code: 'abcde-fghjk' },
  ]);
});

it('offers the workspace’s provider, and says why one came back from it', async () => {
  const offered = { provider: { workspace_id: 'w1', label: 'Sign in with Lumen' } };
  answer(200, offered);
  history.replaceState(null, '', '/app/sign-in?problem=unverified_email&workspace=w1');
  await open();
  await settle();
  expect(byRole('alert').textContent).toContain('has not verified your e-mail address');
  expect(byRole('button', 'Sign in with Lumen')).toBeTruthy();
  expect(await problems()).toEqual([]);
  history.replaceState(null, '', '/');
});

it('goes on with the step that a provider’s page left open, once', async () => {
  answer(200, {});
  history.replaceState(null, '', '/app/sign-in#challenge=sf_9&return_to=%2Fapp%2Freports');
  await open();
  expect(byRole('textbox', 'Code from your authenticator app')).toBeTruthy();
  expect(location.hash).toBe('');
  history.replaceState(null, '', '/');
});

it('says when the server does not answer', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed to fetch');
  });
  await open();
  await fill();
  byRole('button', 'Sign in').focus();
  await press('Enter');
  await settle();
  expect(byRole('alert').textContent).toContain('does not answer');
});

it('says why one is here when the session was ended elsewhere', async () => {
  await open('elsewhere');
  expect(byRole('status').textContent).toContain('You were signed out');
});

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36',
    'Chrome on Linux',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0', 'Edge on Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/605',
    'Safari on iPhone',
  ],
  ['curl/8.9.1', 'curl'],
  [null, 'Unknown device'],
])('calls %s %s', (agent, words) => {
  expect(deviceOf(agent)).toBe(words);
});
