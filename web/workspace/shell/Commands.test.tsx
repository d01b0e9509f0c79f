// The palette: found by its key also from a field, walked by arrows, what the page offers first, what
// is used most above that, and the typed words as a search.
import { act } from 'react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { byRole, draw, press, problems, row, settle, signedIn, type } from '../testing.tsx';
import { Commands } from './Commands.tsx';
import { fits, useDeeds } from './deeds.ts';
import { listenForShortcuts, useShortcut } from './keys.ts';
import './CommandList.tsx';

let unlisten: () => void;
beforeEach(() => {
  localStorage.clear();
  unlisten = listenForShortcuts();
});
afterEach(() => unlisten());

const ran: string[] = [];
function Part() {
  useDeeds([{ id: 'part:archive', label: 'Archive it', run: () => ran.push('archive') }]);
  useShortcut('resolve', () => ran.push('resolve'));
  return <input aria-label="A field" />;
}

async function open() {
  ran.length = 0;
  const { client, inside } = signedIn();
  client.putConversations([row({ title: 'Loose lamp' })]);
  await draw(
    inside(
      <>
        <Part />
        <Commands />
      </>,
    ),
  );
  await palette();
}

async function palette() {
  await act(async () => byRole('textbox', 'A field').focus());
  await act(async () => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }),
    );
  });
  await settle();
}

const labels = () =>
  [...document.querySelectorAll('[role=menuitem]')].map((one) => one.textContent);
async function write(words: string) {
  await act(async () => document.querySelector<HTMLElement>('input[type=search]')?.focus());
  await type(words);
}

it('opens from a field and lists what the page offers, with keys, before the places', async () => {
  await open();
  expect(labels().slice(0, 2)).toEqual(['Archive it', 'Resolve, or reopene']);
  expect(labels().some((one) => one?.startsWith('Settings: Preferences'))).toBe(true);
  // Pages that one may not open are not offered.
  expect(labels().some((one) => one?.startsWith('Settings: Audit'))).toBe(false);
  expect(await problems()).toEqual([]);
});

it('finds by words in any order, and runs what stands first with Enter', async () => {
  await open();
  await write('it arch');
  expect(labels()[0]).toBe('Archive it');
  await press('ArrowDown');
  await press('Enter');
  await settle();
  expect(ran).toEqual(['archive']);
  expect(document.querySelector('[role=dialog]')).toBeNull();
});

it('puts what was used most above the rest', async () => {
  await open();
  await write('theme dark');
  await press('ArrowDown');
  await press('Enter');
  await settle();
  await palette();
  expect(labels()[0]).toBe('Theme: dark');
  expect(labels().filter((one) => one === 'Theme: dark')).toHaveLength(1);
});

it('offers the words themselves as a search', async () => {
  await open();
  await write('late parcel');
  expect(labels()).toEqual([
    'Search messages for “late parcel”',
    'Find contacts named “late parcel”',
  ]);
});

it('offers conversations at hand, by title and customer', async () => {
  await open();
  await write('vera lamp');
  expect(labels()[0]).toBe('Loose lamp · Vera Holm');
});

it('folds case and accents', () => {
  expect(fits('Réglages: Thème', 'theme REGL')).toBe(true);
  expect(fits('Resolve', 'reopen')).toBe(false);
});
