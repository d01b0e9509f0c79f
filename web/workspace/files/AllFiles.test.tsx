// The admins' files over a server that keeps three: what is said of each, taken away and back, renamed and back.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import AllFiles from './AllFiles.tsx';

const vera = { id: 'v1', name: 'Vera', kind: 'contact' };
const file = (id: string, more: object) => ({
  id,
  name: `${id}.txt`,
  mime: 'text/plain',
  size: 2048,
  received: 2048,
  sender: vera,
  created_at: '2026-11-20T10:00:00Z',
  state: 'sent',
  kept_until: null,
  place: null,
  pictured: null,
  ...more,
});
const place = (conversation_kind: string) => ({
  conversation_id: 't1',
  conversation_kind,
  conversation_title: null,
  contact_name: conversation_kind === 'support' ? 'Vera' : null,
  message_id: 'm1',
});

async function open(answers: { files?: object[]; refuse?: unknown } = {}) {
  const calls: string[] = [];
  const { client, inside } = signedIn();
  const answer = async (method: string, path: string, body?: { name: string }) => {
    calls.push(body ? `${method} ${path} ${body.name}` : `${method} ${path}`);
    if (path === '/api/files/room')
      return { files: 3, bytes: 6144, removed_bytes: 2048, quota_bytes: 10240, max_bytes: 1048576 };
    if (path.startsWith('/api/people')) return { people: [], next_cursor: null };
    if (method === 'GET' && path.endsWith('/address')) return { url: 'https://x.test/a' };
    if (method !== 'GET') {
      if (answers.refuse) throw answers.refuse;
      return file('a', {
        name: body?.name ?? 'a.txt',
        state: method === 'PUT' ? 'removed' : 'sent',
      });
    }
    const files = answers.files ?? [
      file('a', { place: place('support') }),
      file('b', { place: place('direct') }),
      file('c', { state: 'unsent', mime: '', received: 512 }),
    ];
    return { files: path.includes('state=') ? [] : files, next_cursor: null };
  };
  vi.spyOn(client, 'request').mockImplementation(answer as never);
  await draw(
    inside(
      <>
        <AllFiles />
        <Toasts />
      </>,
    ),
  );
  await settle();
  return calls;
}

async function push(role: string, name: string) {
  await act(async () => byRole(role, name).focus());
  await press('Enter');
  await settle();
}

it('says how much room is taken, and of each file whose it is and where', async () => {
  await open();
  const { textContent } = document.body;
  expect(textContent).toContain('6 kB of 10 kB in 3 files, and 2 kB that were taken away.');
  expect(textContent).toContain('Shown nowhere');
  expect(textContent).toContain('25 % of 2 kB is here');
  expect(byRole('link', 'Vera').getAttribute('href')).toContain('/conversations/t1?message=m1');
  // Others' talk is led to only for whoever may look at it.
  expect(document.querySelector('a[href*="settings/conversations"]')).toBeNull();
  expect(await problems()).toEqual([]);
});

it('asks before it takes a file away, and gives it back', async () => {
  const calls = await open();
  await push('button', 'What to do with a.txt');
  await push('menuitem', 'Take away…');
  expect(calls.filter((call) => call.startsWith('PUT'))).toEqual([]);
  await push('button', 'Take away');
  expect(calls).toContain('PUT /api/files/a/removal');
  await push('button', 'Undo');
  expect(calls).toContain('DELETE /api/files/a/removal');
});

it('renames, and says what the server refuses at the field', async () => {
  const refuse = Object.assign(new Error('Keep the ending: it says what kind of file it is.'), {
    status: 422,
    code: 'invalid',
    field: 'name',
  });
  const calls = await open({ refuse });
  await push('button', 'What to do with a.txt');
  await push('menuitem', 'Rename…');
  await act(async () => byRole('textbox', 'Name').focus());
  await type('a.png');
  await press('Enter');
  await push('button', 'Rename');
  expect(calls).toContain('PUT /api/files/a/name a.png');
  expect(document.body.textContent).toContain('Keep the ending');
});

it('asks for one state, and says when there is nothing', async () => {
  const calls = await open();
  await act(async () => byRole('button', 'State: All but taken away').focus());
  await press('ArrowDown');
  await push('menuitemradio', 'Taken away');
  expect(calls).toContain('GET /api/files?state=removed&limit=50');
  expect(document.body.textContent).toContain('Nothing was taken away');
});
