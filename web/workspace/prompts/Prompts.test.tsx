// The prompts' page over a server that keeps them: their order, their switch, a form that says what
// is wrong where, and a way back from a deletion.
import { Toasts } from '@antiphon/ui';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { allByRole, byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import Prompts from './Prompts.tsx';
import { inOrder } from './places.ts';
import type { Prompt } from './prompt.ts';

const prompt = (id: string, order: number, change: Partial<Prompt> = {}): Prompt => ({
  id,
  title: `Prompt ${id}`,
  text: `I ask for ${id}.`,
  is_active: true,
  order,
  role: null,
  page: null,
  ...change,
});

/** The page, and a server that has these; `refuse` is what it answers to the next change. */
async function open(first: Prompt[]) {
  const kept = { prompts: first, calls: [] as string[], refuse: null as unknown };
  const { client, inside } = signedIn();
  const answer = async (method: string, path: string, body?: unknown) => {
    const id = path.split('/').at(-1);
    if (method === 'GET') return { prompts: inOrder(kept.prompts) };
    kept.calls.push(`${method} ${id} ${JSON.stringify(body)}`);
    if (kept.refuse) throw kept.refuse;
    const rest = kept.prompts.filter((one) => one.id !== id);
    const before = kept.prompts.find((one) => one.id === id);
    const made = { ...(before ?? prompt(`z${kept.calls.length}`, 99)), ...(body as object) };
    kept.prompts = method === 'DELETE' ? rest : [...rest, made];
    return made;
  };
  vi.spyOn(client, 'request').mockImplementation(answer as never);
  await draw(
    inside(
      <>
        <Prompts />
        <Toasts />
      </>,
    ),
  );
  await settle();
  return kept;
}

const titles = () =>
  [...document.querySelectorAll('td:first-child bdi:first-child')].map((one) => one.textContent);
const refusal = (field: string, message: string) =>
  Object.assign(new Error(message), { status: 422, code: 'invalid', field });

const focus = (one: HTMLElement) => act(async () => one.focus());

async function choose(of: string, deed: string) {
  await focus(byRole('button', `Change ${of}`));
  await press('ArrowDown');
  await focus(byRole('menuitem', deed));
  await press('Enter');
  await settle();
}

it('lists them in order with whom and where they are for', async () => {
  await open([prompt('b', 2, { role: 'agent' }), prompt('a', 1, { page: '/pricing' })]);
  expect(titles()).toEqual(['Prompt a', 'Prompt b']);
  const cells = [...document.querySelectorAll('td[data-name]')].map((one) => one.textContent);
  expect(cells).toContain('/pricing');
  expect(cells).toContain('Agents');
  expect(await problems()).toEqual([]);
});

it('moves by keyboard, keeps the focus with the row, says the place and keeps it on the server', async () => {
  const kept = await open([prompt('a', 0), prompt('b', 1), prompt('c', 2)]);
  await focus(byRole('button', 'Move Prompt a down'));
  await press('Enter');
  expect(titles()).toEqual(['Prompt b', 'Prompt a', 'Prompt c']);
  expect(document.activeElement).toBe(byRole('button', 'Move Prompt a down'));
  await press('Enter');
  // There is no further down: the way back has the focus.
  expect(document.activeElement).toBe(byRole('button', 'Move Prompt a up'));
  expect(document.body.textContent).toContain('Prompt a is now 3 of 3.');
  await settle();
  expect(inOrder(kept.prompts).map((one) => one.id)).toEqual(['b', 'c', 'a']);
  expect(titles()).toEqual(['Prompt b', 'Prompt c', 'Prompt a']);
});

it('turns one off at once, and on again when the server refuses', async () => {
  const kept = await open([prompt('a', 0)]);
  const turn = byRole('switch', 'Prompt a is active') as HTMLInputElement;
  await act(async () => turn.click());
  await settle();
  expect(kept.calls).toEqual(['PATCH a {"is_active":false}']);
  expect(turn.checked).toBe(false);
  kept.refuse = refusal('is_active', 'Not today.');
  await act(async () => turn.click());
  await settle();
  expect(turn.checked).toBe(false);
  expect(document.body.textContent).toContain('Not changed. Not today.');
});

it('adds one, and says at the field what the server refuses', async () => {
  const kept = await open([]);
  expect(document.body.textContent).toContain('No prompts yet');
  await focus(byRole('button', 'Add a prompt'));
  await press('Enter');
  await settle();
  expect((byRole('button', 'Save') as HTMLButtonElement).disabled).toBe(true);
  await focus(byRole('textbox', 'Title'));
  await type('Where is my order?');
  await focus(byRole('textbox', 'Text'));
  await type('I wait for my order.');
  await focus(byRole('textbox', 'Page'));
  await type(' /orders ');
  expect(await problems()).toEqual([]);
  kept.refuse = refusal('text', 'It has at most 2000 characters.');
  await focus(byRole('button', 'Save'));
  await press('Enter');
  expect(byRole('textbox', 'Text').getAttribute('aria-invalid')).toBe('true');
  expect(document.body.textContent).toContain('It has at most 2000 characters.');
  kept.refuse = null;
  await press('Enter');
  await settle();
  expect(allByRole('dialog')).toEqual([]);
  expect(titles()).toEqual(['Where is my order?']);
  expect(kept.prompts[0]).toMatchObject({ page: '/orders', role: null, is_active: true });
});

it('changes one', async () => {
  const kept = await open([prompt('a', 0, { page: '/pricing' })]);
  await choose('Prompt a', 'Edit…');
  await focus(byRole('textbox', 'Page'));
  await type('');
  await focus(byRole('button', 'Save'));
  await press('Enter');
  await settle();
  expect(kept.prompts).toEqual([prompt('a', 0)]);
});

it('deletes one and puts it back where it was, also among equal numbers', async () => {
  const kept = await open([prompt('a', 1), prompt('b', 1), prompt('c', 2)]);
  await choose('Prompt a', 'Delete…');
  await focus(byRole('button', 'Delete'));
  await press('Enter');
  await settle();
  expect(titles()).toEqual(['Prompt b', 'Prompt c']);
  expect(document.activeElement).toBe(byRole('button', 'Move Prompt b down'));
  await focus(byRole('button', 'Undo'));
  await press('Enter');
  await settle();
  await settle();
  expect(titles()).toEqual(['Prompt a', 'Prompt b', 'Prompt c']);
  expect(inOrder(kept.prompts).map((one) => one.text)).toEqual([
    'I ask for a.',
    'I ask for b.',
    'I ask for c.',
  ]);
});

it('says that they could not be loaded, and asks again', async () => {
  const { client, inside } = signedIn();
  const request = vi.spyOn(client, 'request').mockRejectedValueOnce(new Error('no'));
  request.mockResolvedValue({ prompts: [prompt('a', 0)] });
  await draw(inside(<Prompts />));
  await settle();
  expect(document.body.textContent).toContain('The prompts could not be loaded');
  await focus(byRole('button', 'Try again'));
  await press('Enter');
  await settle();
  expect(titles()).toEqual(['Prompt a']);
});
