// The text of a search field beside the question in the address: which of the two gives way.
import { act, useState } from 'react';
import { expect, it, vi } from 'vitest';
import { draw, type } from '../testing.tsx';
import { useSearchText } from './searchText.ts';

const asked = vi.fn();
let ask: (q: string) => void;

function Field() {
  const [q, setQ] = useState('');
  ask = setQ;
  const [text, setText] = useSearchText(q, (next) => {
    asked(next);
    setQ(next);
  });
  return (
    <input aria-label="Search" value={text} onChange={(event) => setText(event.target.value)} />
  );
}

async function open() {
  asked.mockClear();
  vi.useFakeTimers();
  await draw(<Field />);
  const field = document.querySelector('input') as HTMLInputElement;
  field.focus();
  return field;
}

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

it('keeps the space that was typed when its question is asked', async () => {
  const field = await open();
  await type('new ');
  await wait(250);
  expect(asked.mock.calls).toEqual([['new']]);
  expect(field.value).toBe('new ');
  await type('new york');
  await wait(250);
  expect(asked.mock.calls).toEqual([['new'], ['new york']]);
});

it('asks once the typing pauses, and for nothing twice', async () => {
  await open();
  for (const text of ['n', 'ne', 'new']) {
    await type(text);
    await wait(100);
  }
  await wait(250);
  await type('new ');
  await wait(500);
  expect(asked.mock.calls).toEqual([['new']]);
});

it('shows what is asked for from elsewhere', async () => {
  const field = await open();
  await type('new');
  await wait(250);
  await act(async () => ask('old'));
  expect(field.value).toBe('old');
  await act(async () => ask(''));
  await wait(500);
  expect(field.value).toBe('');
  expect(asked).toHaveBeenCalledTimes(1);
});
