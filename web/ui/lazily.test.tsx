// Code that comes late: what is seen while it cannot be had, and that a further try asks again.
import type { ComponentType } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { lazily, lazilyOpened } from './lazily.tsx';
import { Toasts } from './Toast.tsx';
import { allByRole, byRole, draw, problems, settle } from './testing.tsx';

const Page = () => <h1>Audit trail</h1>;

/** Fails as often as told, then gives what is asked for. */
function failing<Props>(times: number, component: ComponentType<Props>, words = 'no line') {
  let left = times;
  return vi.fn(async () => {
    left -= 1;
    if (left >= 0) throw new TypeError(words);
    return { default: component };
  });
}

/** What the server says of the address that could not be loaded. */
function answers(answer: () => Promise<Response>) {
  const asked = vi.fn(answer);
  vi.stubGlobal('fetch', asked);
  return asked;
}

const told = vi.spyOn(console, 'error').mockImplementation(() => {});

// A rejection that nobody took fails the run by itself.
afterEach(() => {
  vi.unstubAllGlobals();
  told.mockClear();
});

it('a page that cannot be loaded says so in its place, and each try asks again', async () => {
  answers(() => Promise.reject(new TypeError('unreachable')));
  const load = failing(2, Page);
  const Late = lazily(load, <p>Loading</p>);
  const again = await draw(<Late />);
  await settle();
  expect(byRole('alert').textContent).toContain('Check the connection');
  expect(byRole('heading').textContent).toBe('This page could not be loaded');
  expect(await problems()).toEqual([]);
  byRole('button', 'Try again').click();
  await settle();
  expect(load).toHaveBeenCalledTimes(2);
  expect(told).toHaveBeenCalled();
  // Gone and come back is a try too.
  await again(null);
  await again(<Late />);
  await settle();
  expect(byRole('heading').textContent).toBe('Audit trail');
  expect(load).toHaveBeenCalledTimes(3);
});

it('a page that a newer build has replaced offers a reload', async () => {
  const address = 'http://localhost/app/assets/Audit-1a2b3c4d.js';
  const asked = answers(async () => new Response(null, { status: 404 }));
  const words = `Failed to fetch dynamically imported module: ${address}`;
  const Late = lazily(failing(1, Page, words), null);
  await draw(<Late />);
  await settle();
  expect(asked).toHaveBeenCalledWith(address, expect.anything());
  expect(told).not.toHaveBeenCalled();
  expect(byRole('alert').textContent).toContain('There is a new version');
  byRole('button', 'Reload');
});

it('a window that cannot be loaded closes with a word, and opens at the next press', async () => {
  answers(async () => new Response());
  const load = failing(1, ({ onClose: _ }: { onClose: () => void }) => <div role="dialog" />);
  const Late = lazilyOpened(load, 'The window');
  const close = vi.fn();
  const shown = (open: boolean) => (
    <>
      {open ? <Late onClose={close} /> : null}
      <Toasts />
    </>
  );
  const again = await draw(shown(true));
  await settle();
  expect(close).toHaveBeenCalledOnce();
  expect(byRole('status').textContent).toContain('The window could not be loaded. Try again.');
  await again(shown(false));
  await again(shown(true));
  await settle();
  expect(allByRole('dialog')).toHaveLength(1);
});

it('asking ahead shares its attempt and keeps its failure to itself', async () => {
  answers(() => Promise.reject(new TypeError('unreachable')));
  const load = failing(1, (_: { onClose: () => void }) => null);
  const Late = lazilyOpened(load, 'The menu');
  Late.ahead();
  Late.ahead();
  await settle();
  expect(load).toHaveBeenCalledOnce();
  Late.ahead();
  await settle();
  expect(load).toHaveBeenCalledTimes(2);
});
