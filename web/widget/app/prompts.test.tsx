// Prompts on the greeting: asked for with the page's path, said as they are written, and absent
// whenever there is nothing to show.
import type { Client } from '@antiphon/sdk/core';
import { h, render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';
import { Prompts } from './prompts.tsx';

afterEach(() => {
  render(null, document.body);
  history.replaceState(null, '', '/');
});

async function draw(answer: Promise<unknown>) {
  const request = vi.fn((_method: string, _path: string) => answer);
  const say = vi.fn();
  const client = { request } as unknown as Client;
  render(<Prompts client={client} name="Begin with" say={say} />, document.body);
  await new Promise((done) => setTimeout(done, 5));
  return { request, say };
}

it('asks for those of this page and says the text of the one that is pressed', async () => {
  history.replaceState(null, '', '/lamps/oak&brass');
  const { request, say } = await draw(
    Promise.resolve([
      { id: '1', title: 'My order', text: 'Where is my order?', order: 0 },
      { id: '2', title: 'A person', text: 'I want to talk to a person.', order: 1 },
    ]),
  );
  expect(request.mock.calls).toEqual([['GET', '/api/bot-prompts?page=%2Flamps%2Foak%26brass']]);
  const group = document.querySelector('[role=group]');
  expect(group?.getAttribute('aria-label')).toBe('Begin with');
  const buttons = [...document.querySelectorAll('button')];
  expect(buttons.map((one) => one.textContent)).toEqual(['My order', 'A person']);
  buttons[1]?.click();
  expect(say.mock.calls).toEqual([['I want to talk to a person.']]);
});

it.each([
  ['there are none', async () => []],
  ['they cannot be had', () => Promise.reject(new Error('no line'))],
  ['something else answers', async () => '<!doctype html>'],
])('shows nothing when %s', async (_, answer) => {
  await draw(answer());
  expect(document.body.innerHTML).toBe('');
});
