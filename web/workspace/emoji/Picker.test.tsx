// Choosing an emoji by keyboard alone: found by name, walked through, and the last ones first the next time.
import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { allByRole, byRole, draw, press, problems, settle, type } from '../testing.tsx';
import { Choice } from './Picker.tsx';

afterEach(() => localStorage.clear());

const field = () => document.querySelector('input') as HTMLInputElement;

async function open() {
  const onPick = vi.fn();
  await draw(<Choice onPick={onPick} />);
  // Their names come by themselves.
  await vi.waitFor(() => expect(byRole('button', 'thumbs up')).toBeTruthy());
  return onPick;
}

it('finds by name, and takes the first with Enter', async () => {
  const onPick = await open();
  expect(document.activeElement).toBe(field());
  expect(field().getAttribute('aria-label')).toBe('Search emoji');
  await type('thumbs up');
  await settle();
  await press('Enter');
  expect(onPick).toHaveBeenCalledWith('👍');
  await act(async () => field().focus());
  await type('no such thing');
  await settle();
  expect(document.body.textContent).toContain('No emoji found');
});

it('walks by arrows from the field and back', async () => {
  await open();
  await press('ArrowDown');
  const all = allByRole('button');
  expect(document.activeElement).toBe(all[0]);
  await press('ArrowRight');
  expect(document.activeElement).toBe(all[1]);
  await press('End');
  expect(document.activeElement).toBe(all.at(-1));
  await press('Home');
  await press('ArrowUp');
  expect(document.activeElement).toBe(field());
  expect(all.filter((one) => one.tabIndex === 0)).toHaveLength(1);
});

it('shows those used last, and has nothing that axe minds', async () => {
  localStorage.setItem('antiphon.emoji', JSON.stringify(['🎉']));
  await open();
  expect(allByRole('group')[0]?.getAttribute('aria-label')).toBe('Recent');
  expect(allByRole('button')[0]?.textContent).toBe('🎉');
  // A few are looked at as all would be, and sooner.
  await type('thumbs');
  await settle();
  expect(await problems()).toEqual([]);
});
