// The pages that links open, and the deeds of admins behind them: an invitation taken, a forgotten password,
// an invitation whose link is shown once, a role removed with another in its place.
import { Toasts } from '@antiphon/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import ConfirmEmail from './ConfirmEmail.tsx';
import { Invite } from './Invite.tsx';
import Join from './Join.tsx';
import { type Roles as All, choices, chosen, inWords, nameOf } from './permissions.ts';
import Reset from './Reset.tsx';
import Roles from './Roles.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
  location.hash = '';
});

/** Opens a page by its link; answers by the end of the address, else with nothing. */
async function open(page: React.ReactNode, token: string, answers: Record<string, () => Response>) {
  location.hash = token && `#token=${token}`;
  const fetch = vi.fn(async (url: string, _init: RequestInit) => {
    const found = Object.entries(answers).find(([path]) => url.endsWith(path));
    return found ? found[1]() : new Response(null, { status: 204 });
  });
  vi.stubGlobal('fetch', fetch);
  await draw(<QueryClientProvider client={new QueryClient()}>{page}</QueryClientProvider>);
  await settle();
  return {
    sent: () =>
      fetch.mock.calls.map(([url, init]) => [
        new URL(url, 'https://a.test').pathname,
        JSON.parse(String(init.body)),
      ]),
  };
}

const answer = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const refusal = (status: number, error: object) =>
  answer({ error: { request_id: 'r', ...error } }, status);
const invitation = {
  workspace_name: 'Lumen',
  inviter: 'Olive',
  email: 'dora@lumen.test',
  name: 'Dora',
  has_account: false,
};

async function fillPassword(text: string) {
  await act(async () => (document.querySelector('input[type=password]') as HTMLElement).focus());
  await type(text);
  await press('Enter');
}
const submit = async (name: string) => {
  await act(async () => byRole('button', name).focus());
  await press('Enter');
  await settle();
};

it('joins by an invitation and signs in with what was chosen', async () => {
  const { sent } = await open(<Join />, 'in_1', {
    '/invitation-link': () => answer(invitation),
    '/join': () => answer({ email: invitation.email }),
    '/login': () => answer({ access_token: 'x' }),
  });
  expect(byRole('heading').textContent).toBe('Join Lumen');
  expect((byRole('textbox', 'Your name') as HTMLInputElement).value).toBe('Dora');
  expect(await problems()).toEqual([]);
  await fillPassword('lantern orchid 42');
  await submit('Join');
  expect(sent()).toEqual([
    ['/api/auth/invitation-link', { token: 'in_1' }],
    ['/api/auth/join', { token: 'in_1', name: 'Dora', password: 'lantern orchid 42' }],
    ['/api/auth/login', { email: 'dora@lumen.test', password: 'lantern orchid 42' }],
  ]);
});

it('asks for the password of an account that is there, and says where it is wrong', async () => {
  await open(<Join />, 'in_1', {
    '/invitation-link': () => answer({ ...invitation, has_account: true }),
    '/join': () => refusal(422, { code: 'invalid', field: 'password', message: 'Give that one.' }),
  });
  expect(document.body.textContent).toContain('give its password');
  await fillPassword('not it');
  await submit('Join');
  expect(byRole('textbox', 'Your password').getAttribute('aria-invalid')).toBe('true');
});

it('sends whoever has joined and cannot be signed in here to the sign-in page', async () => {
  await open(<Join />, 'in_1', {
    '/invitation-link': () => answer(invitation),
    '/join': () => answer({ email: invitation.email }),
    '/login': () => refusal(401, { code: 'second_factor', message: 'A code is needed.' }),
  });
  await fillPassword('lantern orchid 42');
  await submit('Join');
  expect(byRole('alert').textContent).toContain('You have joined Lumen');
});

it('says that an invitation is over, and that a link is not whole', async () => {
  await open(<Join />, 'in_1', {
    '/invitation-link': () => refusal(401, { code: 'unauthenticated', message: 'no' }),
  });
  expect(byRole('alert').textContent).toContain('Ask for a new one');
  await open(<ConfirmEmail />, '', {});
  expect(document.body.textContent).toContain('Open the whole link');
});

it('sends a link for a forgotten password, and says when there is no mail', async () => {
  for (const [by_mail, words] of [
    [true, 'a link is on its way'],
    [false, 'sends no mail'],
  ] as const) {
    document.body.replaceChildren();
    const { sent } = await open(<Reset />, '', {
      '/password-resets': () => answer({ by_mail }, 202),
    });
    expect(await problems()).toEqual([]);
    await act(async () => byRole('textbox', 'E-mail').focus());
    await type(' dora@lumen.test ');
    await submit('Send a link');
    expect(sent()).toEqual([['/api/password-resets', { email: 'dora@lumen.test' }]]);
    expect(byRole('status').textContent).toContain(words);
  }
});

it('takes a new password by the link, also when it is put into the address of the open page', async () => {
  const { sent } = await open(<Reset />, '', {
    '/reset-link': () => answer({ email: 'dora@lumen.test' }),
  });
  location.hash = '#token=pw_1';
  await act(async () => window.dispatchEvent(new Event('hashchange')));
  await settle();
  expect(document.body.textContent).toContain('dora@lumen.test');
  await fillPassword('lantern orchid 42');
  await submit('Change password');
  expect(sent()[1]).toEqual(['/api/auth/reset', { token: 'pw_1', password: 'lantern orchid 42' }]);
  expect(byRole('status').textContent).toContain('Your password is changed');
});

it('confirms a new address by a press, and says when it is taken', async () => {
  const { sent } = await open(<ConfirmEmail />, 'em_1', {
    '/email': () => refusal(409, { code: 'email_taken', message: 'It has an account already.' }),
  });
  expect(sent()).toEqual([]);
  await submit('Use this address');
  expect(sent()).toEqual([['/api/auth/email', { token: 'em_1' }]]);
  expect(byRole('alert').textContent).toContain('It has an account already.');
});

// ---- inside

const roles: All = {
  roles: [
    { id: 'r1', name: 'Reader', permissions: ['conversations:read'], people: 2, invitations: 0 },
    { id: 'r2', name: 'Clerk', permissions: ['people:manage'], people: 0, invitations: 0 },
  ],
  built_in: [
    { role: 'admin', permissions: ['conversations:read', 'keys:manage'] },
    { role: 'agent', permissions: ['conversations:read'] },
    { role: 'customer', permissions: ['conversations:read'] },
  ],
};

it('offers only roles that hold nothing one lacks, and names what somebody has', () => {
  expect(choices(roles, ['conversations:read']).map((one) => one.label)).toEqual([
    'Agent',
    'Reader',
  ]);
  expect(chosen('agent')).toEqual({ role: 'agent' });
  expect(chosen('r1')).toEqual({ role_id: 'r1' });
  expect(nameOf({ role: 'agent', role_id: 'r1' }, roles.roles)).toBe('Reader');
  expect(nameOf({ role: 'admin', role_id: null }, [])).toBe('Admin');
  expect(inWords('moon:write')).toBe('moon:write');
});

it('shows the link of an invitation once, where no mail is sent', async () => {
  const { client, inside } = signedIn();
  const asked = vi.spyOn(client, 'request').mockResolvedValue({
    email: 'dora@lumen.test',
    link: 'https://chat.test/app/join#token=in_1',
  } as never);
  const closed = vi.fn();
  await draw(
    inside(<Invite isOpen onClose={closed} choices={choices(roles, ['conversations:read'])} />),
  );
  await settle();
  await act(async () => byRole('textbox', 'E-mail').focus());
  await type('dora@lumen.test');
  await submit('Invite');
  expect(asked).toHaveBeenCalledWith('POST', '/api/invitations', {
    email: 'dora@lumen.test',
    name: undefined,
    role: 'agent',
  });
  expect(byRole('group', 'Invitation link').textContent).toContain('#token=in_1');
  expect(await problems()).toEqual([]);
  await submit('Done');
  expect(closed).toHaveBeenCalled();
});

it('removes a role in use only with another in its place', async () => {
  const { client, inside } = signedIn();
  const asked = vi
    .spyOn(client, 'request')
    .mockImplementation((async (method: string) =>
      method === 'GET' ? roles : undefined) as never);
  await draw(inside(<Roles />));
  await settle();
  expect(document.body.textContent).toContain('See conversations');
  await submit('Remove Reader');
  await settle();
  await submit('Remove');
  expect(asked).toHaveBeenCalledWith('DELETE', '/api/roles/r1?replacement=agent');
});

it('makes a role that nobody had again from the notice', async () => {
  const { client, inside } = signedIn();
  const reader = { ...roles.roles[0]!, people: 0 };
  const asked = vi
    .spyOn(client, 'request')
    .mockImplementation((async (method: string) =>
      method === 'GET' ? { ...roles, roles: [reader] } : undefined) as never);
  await draw(
    inside(
      <>
        <Roles />
        <Toasts />
      </>,
    ),
  );
  await settle();
  await submit('Remove Reader');
  await settle();
  await submit('Remove');
  expect(asked).toHaveBeenCalledWith('DELETE', '/api/roles/r1');
  await settle();
  await submit('Undo');
  const { name, permissions } = reader;
  expect(asked).toHaveBeenCalledWith('POST', '/api/roles', { name, permissions });
});
