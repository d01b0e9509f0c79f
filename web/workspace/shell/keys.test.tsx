// Shortcuts: pairs, places where letters are text, and the switch that turns them off.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { draw, press } from '../testing.tsx';
import { listenForShortcuts, useShortcut } from './keys.ts';
import { setPreferences } from './preferences.ts';

const ran = vi.fn();
let stop: () => void;

function Page({ inner = false }: { inner?: boolean }) {
  useShortcut('resolve', () => ran('resolve'));
  useShortcut('resolveNext', () => ran('resolve and next'));
  useShortcut('goUnassigned', () => ran('unassigned'));
  useShortcut('assign', () => ran('assign'));
  useShortcut('goAll', () => ran('all'));
  useShortcut('back', () => ran('back'));
  return (
    <>
      <input aria-label="Search" />
      <div role="menu" tabIndex={-1} id="menu" />
      {inner ? <Inner /> : null}
    </>
  );
}

function Inner() {
  useShortcut('resolve', () => ran('inner'));
  return null;
}

beforeEach(() => {
  ran.mockClear();
  setPreferences({ letters: true });
  stop = listenForShortcuts();
});
afterEach(() => stop());

it('runs a letter, and tells it from its capital', async () => {
  await draw(<Page />);
  await press('e');
  await press('E', { shiftKey: true });
  expect(ran.mock.calls.flat()).toEqual(['resolve', 'resolve and next']);
});

it('runs a pair, and not its second letter alone', async () => {
  await draw(<Page />);
  await press('g');
  await press('u');
  await press('g');
  await press('a');
  await press('a');
  expect(ran.mock.calls.flat()).toEqual(['unassigned', 'all', 'assign']);
});

it('leaves letters alone in fields and menus, and with Ctrl', async () => {
  await draw(<Page />);
  document.querySelector('input')?.focus();
  await press('e');
  document.getElementById('menu')?.focus();
  await press('e');
  (document.activeElement as HTMLElement).blur();
  await press('e', { ctrlKey: true });
  await press('e', { isComposing: true });
  expect(ran).not.toHaveBeenCalled();
});

it('turns letters off but keeps Escape', async () => {
  await draw(<Page />);
  setPreferences({ letters: false });
  await press('e');
  await press('Escape');
  expect(ran.mock.calls.flat()).toEqual(['back']);
});

it('gives the key to the part that came last, and back when it goes', async () => {
  const again = await draw(<Page />);
  await again(<Page inner />);
  await press('e');
  await again(<Page />);
  await press('e');
  expect(ran.mock.calls.flat()).toEqual(['inner', 'resolve']);
});
