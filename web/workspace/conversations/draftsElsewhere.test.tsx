// Drafts between two devices, over a server that keeps them: what comes, what goes, and which one wins.
import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { draw, settle } from '../testing.tsx';
import { readDraft, readKept, writeDraft, writeKept } from './drafts.ts';
import { useDraftsElsewhere } from './draftsElsewhere.ts';

afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

const found = vi.fn();
let keep: (kind: 'message' | 'note') => void;

function Part({ client }: { client: { request: never } }) {
  keep = useDraftsElsewhere(client, 'ana', 't1', found);
  return null;
}

/** A server that has this draft; what is put is noted. */
async function open(there: string | null, refuse = false) {
  found.mockClear();
  const put: string[] = [];
  const request = async (method: string, _: string, body?: { text: string }) => {
    if (refuse) throw new Error('away');
    if (method === 'PUT') put.push(body?.text ?? '');
    return { message: there === null ? null : { text: there }, note: null };
  };
  const drawn = await draw(<Part client={{ request: request as never }} />);
  await settle();
  return { put, drawn };
}

it('brings what was written elsewhere', async () => {
  await open('from the phone');
  expect(found.mock.calls).toEqual([['message', 'from the phone']]);
  expect(readDraft('ana', 't1', 'message')).toBe('from the phone');
});

it('lets go of what was sent from elsewhere', async () => {
  writeDraft('ana', 't1', 'message', 'old ');
  writeKept('ana', 't1', 'message', 'old');
  await open(null);
  expect(found.mock.calls).toEqual([['message', '']]);
  expect(localStorage.length).toBe(0);
});

it('keeps what was changed here and has not got there', async () => {
  writeDraft('ana', 't1', 'message', 'newer here');
  writeKept('ana', 't1', 'message', 'old');
  const { put } = await open('changed there too');
  expect(found).not.toHaveBeenCalled();
  expect(put).toEqual(['newer here']);
});

it('sends once when the writing pauses', async () => {
  const { put } = await open(null);
  vi.useFakeTimers();
  for (const text of ['h', 'he', 'hello']) {
    writeDraft('ana', 't1', 'message', text);
    keep('message');
  }
  await act(() => vi.advanceTimersByTimeAsync(1100));
  expect(put).toEqual(['hello']);
});

it('stays on the device while the server is away', async () => {
  writeDraft('ana', 't1', 'message', 'kept');
  await open('other', true);
  expect(readDraft('ana', 't1', 'message')).toBe('kept');
  expect(found).not.toHaveBeenCalled();
});

/** A server whose answers come when this test lets them. */
async function openSlowly() {
  found.mockClear();
  vi.useFakeTimers();
  const put: string[] = [];
  const answers: ((answer: object) => void)[] = [];
  const request = (method: string, _: string, body?: { text: string }) => {
    if (method === 'PUT') put.push(body?.text ?? '');
    return new Promise((done) => answers.push(done));
  };
  await draw(<Part client={{ request: request as never }} />);
  const answer = (nth: number, text: string | null = null) =>
    act(async () => answers[nth]?.({ message: text === null ? null : { text }, note: null }));
  const write = async (text: string) => {
    writeDraft('ana', 't1', 'message', text);
    keep('message');
    await act(() => vi.advanceTimersByTimeAsync(1100));
  };
  return { put, answer, write };
}

it('is not overtaken by an old answer', async () => {
  const { put, answer, write } = await openSlowly();
  await write('newer');
  expect(put).toEqual(['newer']);
  await answer(1);
  await answer(0, 'old');
  expect(found).not.toHaveBeenCalled();
  expect(readDraft('ana', 't1', 'message')).toBe('newer');
  expect(readKept('ana', 't1', 'message')).toBe('newer');
});

it('sends one after the other, so that the newest comes last', async () => {
  const { put, answer, write } = await openSlowly();
  await answer(0);
  await write('first');
  await write('second');
  expect(put).toEqual(['first']);
  await answer(1);
  expect(put).toEqual(['first', 'second']);
  await answer(2);
  expect(readKept('ana', 't1', 'message')).toBe('second');
});
