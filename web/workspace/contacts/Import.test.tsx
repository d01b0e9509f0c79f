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
};
const plan = { columns: ['email'], match_by: 'email', existing: 'update', missing: 'create' };
const preview = (more: object = {}) => ({ import: table, plan: { ...plan, ...more }, rows: [] });

type Answers = Record<string, (body: never) => unknown>;

async function open(answers: Answers) {
  const { client, inside } = signedIn();
  const known: Answers = { 'GET /api/contact-attributes': () => ({ attributes: [] }), ...answers };
  client.request = (async (method: string, path: string, body: never) => {
    const answer = known[`${method} ${path}`];
    if (!answer) throw new Error(`${method} ${path} was not expected`);
    return answer(body);
  }) as never;
  const { hook } = memoryLocation({ path: '/contacts/import' });
  await draw(inside(<Router hook={hook}>{<Import />}</Router>));
  await settle();
}

/** A file is chosen and its table looked at. */
async function send() {
  vi.spyOn(ask, 'sendBytes').mockReturnValue({
    answer: Promise.resolve(preview()),
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
  await choose('Those that are there', 'Leave them as they are');
  expect(waiting).toHaveLength(2);
  for (const answer of waiting.reverse()) {
    await act(async () => answer());
    await settle();
  }
  byRole('button', 'Those that are there: Leave them as they are');
  byRole('button', 'Find contacts by: External id');
  expect(await problems()).toEqual([]);
});
