// The import of a table over a server whose answers come when a test lets them.
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { allByRole, byRole, draw, problems, settle, signedIn } from '../testing.tsx';
import * as ask from './ask.ts';
import Import from './Import.tsx';

const table = {
  id: 'i1',
  state: 'ready',
  name: 'people.csv',
  headings: ['Mail'],
  lines: 100,
  done: 0,
  created: 0,
  updated: 0,
  skipped: 0,
  failed: 0,
  created_at: '2026-11-20T09:00:00Z',
};
const plan = { columns: ['email'], match_by: 'email', existing: 'update', missing: 'create' };
const preview = (more: object = {}) => ({ import: table, plan: { ...plan, ...more }, rows: [] });

type Answers = Record<string, (body: never) => unknown>;

async function open(answers: Answers, search = '') {
  const { client, inside } = signedIn();
  const known: Answers = {
    'GET /api/contact-attributes': () => ({ attributes: [] }),
    'GET /api/contact-imports': () => ({ imports: [] }),
    ...answers,
  };
  client.request = (async (method: string, path: string, body: never) => {
    const answer = known[`${method} ${path}`];
    if (!answer) throw new Error(`${method} ${path} was not expected`);
    return answer(body);
  }) as never;
  const { hook, searchHook, history } = memoryLocation({
    path: '/contacts/import',
    searchPath: search,
    record: true,
  });
  const part = (
    <Router hook={hook} searchHook={searchHook}>
      <Import />
    </Router>
  );
  await draw(inside(part));
  await settle();
  return { at: () => history.at(-1) };
}

/** A file is chosen and its table looked at. */
async function send(shown: object = preview()) {
  vi.spyOn(ask, 'sendBytes').mockReturnValue({
    answer: Promise.resolve(shown),
    cancel: () => {},
  });
  const field = document.querySelector('input[type=file]') as HTMLInputElement;
  Object.defineProperty(field, 'files', { value: [new File(['Mail'], 'people.csv')] });
  await act(async () => field.dispatchEvent(new Event('change', { bubbles: true })));
  await settle();
}

async function choose(select: string, option: string) {
  await act(async () => byRole('button', new RegExp(`^${select}: `)).click());
  await settle();
  const found = allByRole('menuitemradio').find((one) => one.textContent === option);
  await act(async () => found?.click());
  await settle();
}

it('shows the latest choice however late an earlier one is answered', async () => {
  const waiting: (() => void)[] = [];
  await open({
    'POST /api/contact-imports/i1/preview': (asked: typeof plan) =>
      new Promise((done) => waiting.push(() => done(preview(asked)))),
  });
  await send();
  await choose('Find contacts by', 'External id');
  await choose('Those that are there', 'Update them');
  expect(waiting).toHaveLength(2);
  for (const answer of waiting.reverse()) {
    await act(async () => answer());
    await settle();
  }
  byRole('button', 'Those that are there: Update them');
  byRole('button', 'Find contacts by: External id');
  expect(await problems()).toEqual([]);
});

it('keeps the import that runs in the address, and leads back to it', async () => {
  const running = { ...table, state: 'running', done: 40 };
  const started: object[] = [];
  const { at } = await open({
    'POST /api/contact-imports/i1/start': (sent: typeof plan) => {
      started.push(sent);
      return running;
    },
    'GET /api/contact-imports/i1': () => running,
  });
  await send();
  await act(async () => byRole('button', 'Import 100 lines').click());
  await settle();
  expect(at()).toBe('/contacts/import?id=i1');
  expect(document.body.textContent).toContain('Importing… 40 of 100 lines.');
  // Nobody chose to change those that are there, whatever the server would do by itself.
  expect(started).toEqual([{ ...plan, existing: 'skip' }]);
});

it.each([
  [4, 2, 'Import 2 lines'],
  [4, 4, 'Import 0 lines'],
  [100, 2, 'Import at most 98 lines'],
  [100, 0, 'Import 100 lines'],
])(
  'says of %i lines, of which %i will not be taken in, how many it imports',
  async (lines, faulty, told) => {
    const rows = [1, 2, 3, 4].map((line) => ({
      line,
      cells: ['x'],
      faults: line <= faulty ? [{ field: 'email', why: 'That is no address.' }] : [],
    }));
    await open({});
    await send({ ...preview(), import: { ...table, lines }, rows });
    expect((byRole('button', told) as HTMLButtonElement).disabled).toBe(faulty === lines);
  },
);

it('leads to the imports that run or have run', async () => {
  const all = [
    table,
    { ...table, id: 'i0', state: 'cancelled' },
    { ...table, id: 'i2', name: 'new.csv', state: 'running' },
    ...[3, 4, 5, 6, 7, 8].map((nth) => ({ ...table, id: `i${nth}`, state: 'done' })),
    { ...table, id: 'i9', name: 'long.csv', state: 'running' },
  ];
  const { at } = await open({
    'GET /api/contact-imports': () => ({ imports: all }),
    'GET /api/contact-imports/i9': () => ({ ...table, state: 'done', done: 100, created: 100 }),
  });
  const links = allByRole('link');
  expect(links.map((one) => one.getAttribute('href')?.split('=')[1])).toEqual([
    'i2',
    'i3',
    'i4',
    'i5',
    'i6',
    'i9',
  ]);
  expect(await problems()).toEqual([]);
  await act(async () => byRole('link', 'long.csv').click());
  await settle();
  expect(at()).toBe('/contacts/import?id=i9');
  expect(document.body.textContent).toContain('The import is done.');
});

it('begins anew where a table was never begun', async () => {
  const { at } = await open({ 'GET /api/contact-imports/i1': () => table }, 'id=i1');
  expect(at()).toBe('/contacts/import');
  byRole('button', 'Choose a file');
});

it('asks before an import is undone, and follows that', async () => {
  const done = { ...table, state: 'done', done: 100, updated: 90, created: 10 };
  let undo: string | undefined;
  await open(
    {
      'GET /api/contact-imports/i1': () => ({ ...done, undo }),
      'POST /api/contact-imports/i1/undo': () => {
        undo = 'done';
        return { ...done, undo: 'running' };
      },
    },
    'id=i1',
  );
  byRole('button', 'Undo').click();
  await settle();
  expect(document.body.textContent).toContain('Contacts that it added are deleted');
  const [, confirm] = allByRole('button').filter((one) => one.textContent === 'Undo');
  (confirm ?? byRole('button', 'Undo')).click();
  await settle();
  expect(document.body.textContent).toContain('Undoing…');
  await vi.waitFor(() => expect(document.body.textContent).toContain('The import was undone.'), {
    timeout: 3_000,
  });
  expect(allByRole('button').some((one) => one.textContent === 'Undo')).toBe(false);
});
