// Set-up: which address it offers, what it sends, and what it says of a link that is used up.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, type } from '../testing.tsx';
import SetUp from './SetUp.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
  location.hash = '';
});

/** Answers the look at the link with this address, and the set-up itself with `taken`. */
async function open(email: string, taken = new Response('{"access_token":"x"}')) {
  location.hash = '#token=st_1';
  const fetch = vi.fn(async (url: string, _init: RequestInit) =>
    url.endsWith('/setup-link')
      ? new Response(JSON.stringify({ workspace: { name: 'Lumen' }, email }))
      : taken,
  );
  vi.stubGlobal('fetch', fetch);
  await draw(
    <QueryClientProvider client={new QueryClient()}>
      <SetUp />
    </QueryClientProvider>,
  );
  await settle();
  return fetch;
}

const email = () => byRole('textbox', 'E-mail') as HTMLInputElement;
const finish = () => byRole('button', 'Finish set-up') as HTMLButtonElement;

async function fill() {
  byRole('textbox', 'Your name').focus();
  await type('Maya Lindqvist');
  (document.querySelector('input[type=password]') as HTMLElement).focus();
  await type('lantern orchid 42');
}

it('offers the address that is known', async () => {
  await open('maya@lumen.example');
  expect(email().value).toBe('maya@lumen.example');
  expect(await problems()).toEqual([]);
});

it('asks for an address where none is known, and sends what was given', async () => {
  const fetch = await open('owner@localhost');
  expect(email().value).toBe('');
  expect(document.body.textContent).not.toContain('owner@localhost');
  await fill();
  expect(finish().disabled).toBe(true);
  email().focus();
  await type(' maya@lumen.example ');
  expect(finish().disabled).toBe(false);
  finish().focus();
  await press('Enter');
  await settle();
  const [url, init] = fetch.mock.calls.at(-1) ?? [];
  expect(String(url)).toMatch(/\/api\/auth\/setup$/);
  expect(JSON.parse(String(init?.body))).toEqual({
    token: 'st_1',
    name: 'Maya Lindqvist',
    workspace_name: 'Lumen',
    email: 'maya@lumen.example',
    password: 'lantern orchid 42',
  });
});

it('says at the field that an address is none', async () => {
  const error = { code: 'invalid', message: 'Give an e-mail address.', field: 'email' };
  await open('maya@lumen', new Response(JSON.stringify({ error }), { status: 422 }));
  await fill();
  finish().focus();
  await press('Enter');
  await settle();
  expect(email().getAttribute('aria-invalid')).toBe('true');
  expect(document.body.textContent).toContain('Give an e-mail address.');
});

it('says that a link is used up', async () => {
  location.hash = '#token=st_1';
  const error = { code: 'unauthenticated', message: 'no', request_id: 'r' };
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ error }), { status: 401 }));
  await draw(
    <QueryClientProvider client={new QueryClient()}>
      <SetUp />
    </QueryClientProvider>,
  );
  await settle();
  expect(byRole('alert').textContent).toContain('no longer valid');
});
