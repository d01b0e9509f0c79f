// All conversations over a server that keeps one of them: filters that ask anew, a look at it, and what
// may be mended there, with a way back.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import Oversight from './Oversight.tsx';
import { nameOf, type Overseen } from './record.ts';

const ben = { id: 'p1', name: 'Ben', kind: 'person' as const };
const talk: Overseen = {
  id: 'c1',
  created_by: 'p1',
  title: null,
  created_at: '2026-11-20T09:00:00Z',
  updated_at: '2026-11-20T09:00:00Z',
  is_archived: false,
  kind: 'direct',
  last_activity_at: '2026-11-20T10:00:00Z',
  people: [ben, { id: 'p2', name: 'Dora', kind: 'person' }],
};
const message = (change: object) => ({
  id: 'm1',
  conversation: 'c1',
  sender: 'p1',
  sender_name: 'Ben',
  type: 'text',
  text: 'Can you take Friday?',
  attachments: [],
  status: 'read',
  created_at: '2026-11-20T10:00:00Z',
  seq: 1,
  ...change,
});

async function open(at = '') {
  history.replaceState(null, '', `/settings/conversations${at}`);
  const kept = { calls: [] as string[], talk, text: 'Can you take Friday?', out: [] as string[] };
  const { client, inside } = signedIn();
  const answer = async (method: string, path: string, body?: Record<string, unknown>) => {
    kept.calls.push(`${method} ${path}`);
    if (path.startsWith('/api/people')) return { people: [{ id: 'p3', name: 'Eve', email: 'e' }] };
    if (path.startsWith('/api/chat/participants') && method === 'GET')
      return {
        participants: kept.talk.people
          .filter((one) => !kept.out.includes(one.id))
          .map((one) => ({
            ...one,
            user: one.id,
            role: 'member',
            joined_at: talk.created_at,
            last_read_at: null,
          })),
      };
    if (method === 'DELETE' && path.includes('/participants/'))
      return void kept.out.push(path.split('/').at(-1) ?? '');
    if (path.startsWith('/api/chat/messages') && method === 'GET')
      return { messages: [message({ text: kept.text })], has_more: false };
    if (method === 'PATCH' && path.includes('/messages/')) {
      kept.text = String(body?.text);
      return message({ text: kept.text });
    }
    if (method === 'PATCH') {
      kept.talk = { ...kept.talk, ...body };
      return kept.talk;
    }
    if (path === '/api/chat/conversations/c1') return kept.talk;
    if (path === '/api/chat/conversations/gone')
      throw Object.assign(new Error('There is no such thing.'), { status: 404, code: 'not_found' });
    return {
      conversations: path.includes('kind=log') ? [] : [kept.talk],
      next_cursor: null,
    };
  };
  vi.spyOn(client, 'request').mockImplementation(answer as never);
  await draw(
    inside(
      <>
        <Oversight />
        <Toasts />
      </>,
    ),
  );
  // First the conversation, then what is in it.
  await settle();
  await settle();
  return kept;
}

const focus = (one: HTMLElement) => act(async () => one.focus());

async function choose(button: string, deed: string) {
  await focus(byRole('button', button));
  await press('ArrowDown');
  await focus(byRole('menuitem', deed));
  await press('Enter');
  await settle();
}

it('names a conversation by its title, else by who takes part', () => {
  expect(nameOf({ title: 'Rota', people: [ben] })).toBe('Rota');
  expect(nameOf({ title: null, people: [ben, ben] })).toBe('Ben, Ben');
  expect(nameOf({ title: null, people: [ben, ben, ben, ben, ben] })).toBe(
    'Ben, Ben, Ben and 2 more',
  );
  expect(nameOf({ title: null, people: [] })).toBe('Nobody takes part any more');
});

it('lists all of them, and says so when no one fits a filter', async () => {
  const kept = await open();
  expect(document.body.textContent).toContain('Ben, Dora');
  expect(document.body.textContent).toContain('Between people');
  await focus(byRole('button', 'Kind: Any kind'));
  await press('ArrowDown');
  await focus(byRole('menuitemradio', 'Reported by a bot'));
  await press('Enter');
  await settle();
  expect(kept.calls).toContain('GET /api/chat/conversations?kind=log&limit=50');
  expect(document.body.textContent).toContain('No conversation fits');
  expect(await problems()).toEqual([]);
});

it('shows one that is looked at, and that the look is in the trail', async () => {
  await open('?id=c1');
  expect(document.querySelector('h1')?.textContent).toBe('Ben, Dora');
  expect(document.body.textContent).toContain('That you looked is in the audit trail.');
  expect(document.body.textContent).toContain('Can you take Friday?');
  expect(await problems()).toEqual([]);
});

it('mends a message, and refuses to send the same text', async () => {
  const kept = await open('?id=c1');
  await choose('What to do with the message', 'Edit…');
  const save = byRole('button', 'Save') as HTMLButtonElement;
  expect(save.disabled).toBe(true);
  const field = byRole('textbox', 'Text') as HTMLTextAreaElement;
  await focus(field);
  field.select();
  await type('Can you?');
  await focus(save);
  await press('Enter');
  await settle();
  expect(kept.calls).toContain('PATCH /api/chat/messages/c1/m1');
  expect(document.body.textContent).toContain('Can you?');
});

it('puts it away and fetches it back', async () => {
  const kept = await open('?id=c1');
  await choose('What to do with it', 'Put away');
  expect(kept.talk.is_archived).toBe(true);
  await focus(byRole('button', 'Undo'));
  await press('Enter');
  await settle();
  expect(kept.talk.is_archived).toBe(false);
});

it('takes somebody out only after asking', async () => {
  const kept = await open('?id=c1');
  await focus(byRole('button', 'Take Dora out'));
  await press('Enter');
  await settle();
  expect(kept.out).toEqual([]);
  await focus(byRole('button', 'Take out'));
  await press('Enter');
  await settle();
  expect(kept.out).toEqual(['p2']);
});

it('says when there is no such conversation', async () => {
  await open('?id=gone');
  expect(document.body.textContent).toContain('There is no such conversation');
});
