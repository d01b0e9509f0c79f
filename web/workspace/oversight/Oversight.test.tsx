// All conversations over a server that keeps one of them: filters that ask anew, a look at it, and what
// may be mended there, with a way back.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import Oversight from './Oversight.tsx';
import { type Found, kindOf, nameOf, type Overseen } from './record.ts';

// Notices stand beside the tests: none is left to the next.
afterEach(async () => {
  const all = document.querySelectorAll<HTMLElement>('button[aria-label=Dismiss]');
  await act(async () => all.forEach((one) => void one.click()));
});

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

const found: Found = {
  why: 'message',
  snippet: [
    { text: 'Can you take ', is_hit: false },
    { text: 'Friday', is_hit: true },
    { text: '?', is_hit: false },
  ],
  message_id: 'm1',
  seq: 1,
  kind: 'note',
  sender: ben,
};

async function open(at = '', first = talk) {
  history.replaceState(null, '', `/settings/conversations${at}`);
  const kept = {
    calls: [] as string[],
    talk: first,
    text: 'Can you take Friday?',
    isGone: false,
    refuses: '',
    out: [] as string[],
  };
  const { client, inside } = signedIn();
  const answer = async (method: string, path: string, body?: Record<string, unknown>) => {
    kept.calls.push(`${method} ${path}`);
    if (path.startsWith('/api/people'))
      return {
        people: [
          { id: 'p2', name: 'Dora', email: 'd' },
          { id: 'p3', name: 'Eve', email: 'e' },
        ],
      };
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
    if (method === 'POST' && path === '/api/chat/participants') {
      kept.out = kept.out.filter((one) => one !== body?.user);
      return {};
    }
    if (method === 'DELETE' && path.includes('/participants/'))
      return void kept.out.push(path.split('/').at(-1) ?? '');
    if (path.startsWith('/api/chat/messages') && method === 'GET')
      return {
        messages: [message(kept.isGone ? { type: 'deleted', text: '' } : { text: kept.text })],
        has_more: false,
      };
    if (method === 'DELETE' && path.startsWith('/api/chat/messages')) {
      const restores = path.endsWith('/removal');
      if (restores && kept.refuses)
        throw Object.assign(new Error(kept.refuses), { status: 409, code: 'not_kept' });
      kept.isGone = !restores;
      return restores ? message({ text: kept.text }) : undefined;
    }
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
    if (path.includes('q=boom')) throw Object.assign(new Error('It broke.'), { status: 500 });
    return {
      conversations: /kind=log|q=nothing/.test(path)
        ? []
        : [path.includes('q=friday') ? { ...kept.talk, found } : kept.talk],
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

it('tells talks with a bot from those of people', async () => {
  const bot = { id: 'b1', name: 'Helper', kind: 'bot' as const };
  expect(kindOf(talk)).toBe('Between people');
  expect(kindOf({ ...talk, people: [ben, bot] })).toBe('With the bot');
  expect(kindOf({ ...talk, kind: 'support', people: [ben, bot] })).toBe('With customers');
  const kept = await open('?kind=bot');
  expect(kept.calls).toContain('GET /api/chat/conversations?kind=direct&with_bot=true&limit=50');
  expect(byRole('button', 'Kind: With the bot')).toBeTruthy();
});

it('shows the title first and the names second', async () => {
  await open('', { ...talk, title: 'Rota' });
  expect(byRole('link', 'Rota').closest('td')?.textContent).toBe('RotaBen, Dora');
});

describe('the search', () => {
  const asked = (calls: string[]) => calls.filter((call) => call.includes('q='));

  it('asks once, when it is sent, beside the filters, and leads to what was said', async () => {
    const kept = await open('?kind=direct');
    const field = document.querySelector<HTMLInputElement>('input[type=search]');
    expect(document.body.textContent).toContain('Each search is in the audit trail.');
    expect(field?.labels?.[0]?.textContent).toBe('Search all conversations');
    if (field) await focus(field);
    await type('friday');
    expect(asked(kept.calls)).toEqual([]);
    // As browsers do with Enter in the field.
    await focus(byRole('button', 'Search'));
    await press('Enter');
    await settle();
    expect(asked(kept.calls)).toEqual([
      'GET /api/chat/conversations?q=friday&kind=direct&with_bot=false&limit=50',
    ]);
    expect(location.search).toBe('?kind=direct&q=friday');
    expect(document.querySelector('mark')?.textContent).toBe('Friday');
    expect(byRole('img', 'Note').parentElement?.textContent).toBe('BenCan you take Friday?');
    expect(byRole('link', 'Ben, Dora').getAttribute('href')).toBe(
      '/settings/conversations?kind=direct&q=friday&id=c1&at=1',
    );
    expect(await problems()).toEqual([]);
  });

  it('begins from the address, and goes back there from what was found', async () => {
    const kept = await open('?q=friday&id=c1&at=1');
    expect(kept.calls).toContain('GET /api/chat/messages?conversation=c1&after_seq=0');
    expect(document.querySelector('[aria-current]')?.textContent).toContain('Can you take Friday?');
    expect(byRole('link', 'All conversations').getAttribute('href')).toBe(
      '/settings/conversations?q=friday',
    );
  });

  it('says when nothing is found', async () => {
    await open('?q=nothing&is_archived=true');
    expect(document.body.textContent).toContain('Nothing found for “nothing”');
    expect(document.body.textContent).toContain('Try fewer words or fewer filters.');
    expect(await problems()).toEqual([]);
  });

  it('says that it failed, and offers to try again', async () => {
    await open('?q=boom');
    expect(byRole('button', 'Try again')).toBeTruthy();
    expect(document.body.textContent).toContain('could not be loaded');
    expect(await problems()).toEqual([]);
  });
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
  expect(document.body.textContent).toContain('Dora is out of it.');
  // Who is brought in again by hand is not to be undone by the older notice.
  await choose('Bring someone in', 'Dora');
  expect(kept.out).toEqual([]);
  expect(document.body.textContent).not.toContain('Dora is out of it.');
});

it('says when there is no such conversation', async () => {
  await open('?id=gone');
  expect(document.body.textContent).toContain('There is no such conversation');
});

it('brings back what was taken back, from its place and from the notice', async () => {
  const kept = await open('?id=c1');
  const takeBack = async () => {
    await choose('What to do with the message', 'Take back…');
    await focus(byRole('button', 'Take back'));
    await press('Enter');
    await settle();
  };
  await takeBack();
  expect(document.body.textContent).toContain('Message deleted');
  expect(document.body.textContent).not.toContain('Can you take Friday?');
  expect(await problems()).toEqual([]);
  await focus(byRole('button', 'Undo'));
  await press('Enter');
  await settle();
  expect(kept.calls).toContain('DELETE /api/chat/messages/c1/m1/removal');
  expect(document.body.textContent).toContain('Can you take Friday?');
  expect(document.body.textContent).toContain('The message is back.');

  await takeBack();
  await focus(byRole('button', 'Bring back'));
  await press('Enter');
  await settle();
  expect(document.body.textContent).toContain('Can you take Friday?');
  expect(document.body.textContent).not.toContain('The message is taken back.');
  await takeBack();
  kept.refuses = 'It is not kept any more.';
  await focus(byRole('button', 'Bring back'));
  await press('Enter');
  await settle();
  expect(document.body.textContent).toContain('Not done. It is not kept any more.');
  expect(document.body.textContent).toContain('Message deleted');
});
