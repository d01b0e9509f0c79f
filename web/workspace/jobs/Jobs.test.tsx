// The jobs' page over a server that keeps two: what is said of each, once more, given up, and back.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn } from '../testing.tsx';
import Jobs from './Jobs.tsx';

const job = (id: string, state: string, last_error: string | null) => ({
  id,
  kind: 'contacts.import',
  state,
  run_at: '2026-11-20T10:00:00Z',
  attempts: 3,
  max_attempts: 3,
  last_error,
  finished_at: null,
});

async function open(refuse?: unknown) {
  const calls: string[] = [];
  const { client, inside } = signedIn();
  const answer = async (method: string, path: string) => {
    calls.push(`${method} ${path}`);
    if (method === 'POST') {
      if (refuse) throw refuse;
      return job('j1', path.endsWith('retry') ? 'ready' : 'dead', null);
    }
    const all = [job('j1', 'dead', 'The file is gone.'), job('j2', 'done', 'An old trouble.')];
    return { jobs: path.includes('state=') ? [] : all, next_cursor: null };
  };
  vi.spyOn(client, 'request').mockImplementation(answer as never);
  await draw(
    inside(
      <>
        <Jobs />
        <Toasts />
      </>,
    ),
  );
  await settle();
  return calls;
}

async function push(name: string) {
  await act(async () => byRole('button', name).focus());
  await press('Enter');
  await settle();
}

it('says why something was given up, and nothing of troubles that are over', async () => {
  await open();
  expect(document.body.textContent).toContain('The file is gone.');
  expect(document.body.textContent).not.toContain('An old trouble.');
  expect(await problems()).toEqual([]);
});

it('tries again what was given up, and takes that back', async () => {
  const calls = await open();
  await push('Try Contacts import again');
  expect(calls).toContain('POST /api/jobs/j1/retry');
  await push('Undo');
  expect(calls).toContain('POST /api/jobs/j1/discard');
});

it('says why the server refused', async () => {
  await open(
    Object.assign(new Error('The same work is owed again already.'), {
      status: 409,
      code: 'owed_already',
    }),
  );
  await push('Try Contacts import again');
  expect(document.body.textContent).toContain('Not done. The same work is owed again already.');
});

it('asks for one state, and says when there is nothing', async () => {
  const calls = await open();
  await act(async () => byRole('button', 'Where it stands: All').focus());
  await press('ArrowDown');
  await act(async () => byRole('menuitemradio', 'Given up').focus());
  await press('Enter');
  await settle();
  expect(calls).toContain('GET /api/jobs?state=dead&limit=50');
  expect(document.body.textContent).toContain('Nothing was given up');
});
