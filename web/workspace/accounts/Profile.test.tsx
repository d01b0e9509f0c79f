// One's own profile, and the cards of others: changed and undone, and what each card tells and offers.
import type { Principal } from '@antiphon/sdk/core';
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { ana, byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import PersonCard from './PersonCard.tsx';
import Profile from './Profile.tsx';

async function push(name: string) {
  await act(async () => byRole('button', name).focus());
  await press('Enter');
  await settle();
}

it('gives oneself another name, and the former one back', async () => {
  const names: string[] = [];
  const { client, inside } = signedIn();
  vi.spyOn(client, 'request').mockImplementation((async (
    _: string,
    __: string,
    body: { name: string },
  ) => {
    names.push(body.name);
    return { ...ana, name: body.name };
  }) as never);
  await draw(
    inside(
      <>
        <Profile />
        <Toasts />
      </>,
    ),
  );
  expect(await problems()).toEqual([]);
  await act(async () => byRole('textbox', 'Your name').focus());
  await type('Ana Lind');
  await push('Save your name');
  await push('Undo');
  expect(names).toEqual(['Ana Lind', 'Ana']);
});

async function card(who: Principal, answers: Record<string, unknown>) {
  const calls: string[] = [];
  const { client, inside } = signedIn(['people:read']);
  vi.spyOn(client, 'request').mockImplementation((async (method: string, path: string) => {
    calls.push(`${method} ${path}`);
    const answer = answers[`${method} ${path.split('?')[0]}`];
    if (!answer) throw Object.assign(new Error('Not found'), { status: 404, code: 'not_found' });
    return answer;
  }) as never);
  const closed = vi.fn();
  const { hook, history } = memoryLocation({ path: '/conversations/t1', record: true });
  await draw(
    inside(
      <Router hook={hook}>
        <PersonCard who={who} isHere onClose={closed} />
      </Router>,
    ),
  );
  await settle();
  return { calls, closed, at: () => history.at(-1) };
}

const ben: Principal = { id: 'b1', name: 'Ben', kind: 'person' };
const benAtWork = {
  id: 'b1',
  name: 'Ben Okafor',
  email: 'ben@example.org',
  role: 'agent',
  role_id: null,
  disabled_at: null,
  avatar_id: 'f1',
};

it('tells of a colleague who they are, and writes to them in the talk that is there', async () => {
  const { calls, closed, at } = await card(ben, {
    'GET /api/people/b1': benAtWork,
    'GET /api/conversations': { conversations: [{ id: 't9' }] },
  });
  const { textContent } = byRole('dialog');
  for (const words of ['Ben Okafor', 'ben@example.org', 'Here now', 'Agent'])
    expect(textContent).toContain(words);
  expect(await problems()).toEqual([]);
  await push('Message them');
  expect(calls.some((call) => call.includes('between=b1'))).toBe(true);
  expect(calls).not.toContain('POST /api/conversations');
  expect(at()).toBe('/conversations/t9?kind=direct');
  expect(closed).toHaveBeenCalled();
});

it('begins one where there is none', async () => {
  const { calls, at } = await card(ben, {
    'GET /api/people/b1': benAtWork,
    'GET /api/conversations': { conversations: [] },
    'POST /api/conversations': { conversation: { id: 't10' } },
  });
  await push('Message them');
  expect(calls).toContain('POST /api/conversations');
  expect(at()).toBe('/conversations/t10?kind=direct');
});

it('says of whoever left that they cannot be looked up', async () => {
  await card(ben, {});
  expect(byRole('dialog').textContent).toContain('does not work here any more');
});

it('leads from a customer to their contact, and tells of a bot what it is', async () => {
  const { at } = await card(
    { id: 'v1', name: 'Vera', kind: 'contact' },
    {
      'GET /api/contacts/v1': {
        id: 'v1',
        name: 'Vera Holm',
        email: 'vera@example.org',
        verified: true,
        blocked: false,
        avatar_id: null,
        company: null,
      },
    },
  );
  expect(byRole('dialog').textContent).toContain('vera@example.org');
  await push('Show contact');
  expect(at()).toBe('/contacts/v1');
});
