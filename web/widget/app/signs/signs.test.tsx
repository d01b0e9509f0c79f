// Reactions as a visitor meets them: shown at once and taken back when refused, read out when somebody
// else's come; and the choosing of an emoji by keys.
import type { Client, Message } from '@antiphon/sdk/core';
import { withWanted } from '@antiphon/sdk/reactions';
import { h, render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';
import { en } from '../../locales/en.ts';
import { Insert } from './picker.tsx';
import { Reactions } from './reactions.tsx';

afterEach(() => {
  render(null, document.body);
  localStorage.clear();
});

const turn = () => new Promise((done) => setTimeout(done, 5));

const message = (reactions?: Message['reactions']) =>
  ({ id: 'm1', conversation_id: 'c1', text: 'On its way', reactions }) as Message;

function stage(request: Client['request']) {
  const say = vi.fn();
  const more = vi.fn();
  const names = new Map([['a1', 'Ana']]);
  const client = { request } as Client;
  const draw = async (one: Message) => {
    render(
      <Reactions
        message={one}
        last
        me="v1"
        names={names}
        client={client}
        words={en}
        say={say}
        more={more}
      />,
      document.body,
    );
    await turn();
  };
  return { say, more, draw };
}

const shown = () => [...document.querySelectorAll('li button')].map((one) => one.textContent);
const button = (name: string) => document.querySelector<HTMLElement>(`[aria-label="${name}"]`)!;

it('shows at once what is pressed, and says it to the server', async () => {
  const request = vi.fn(async () => ({}));
  const { draw } = stage(request as never);
  await draw(message([{ emoji: '👍', count: 1, by: ['a1'] }]));
  expect(shown()).toEqual(['👍 1 by Ana']);
  document.querySelector<HTMLElement>('li button')!.click();
  await turn();
  expect(shown()).toEqual(['👍 2 by You and Ana']);
  expect(request.mock.calls).toEqual([
    ['PUT', '/api/conversations/c1/messages/m1/reactions/%F0%9F%91%8D'],
  ]);
  // The log says the same by now; a second press takes it back.
  await draw(message([{ emoji: '👍', count: 2, by: ['a1', 'v1'] }]));
  document.querySelector<HTMLElement>('li button')!.click();
  await turn();
  expect(shown()).toEqual(['👍 1 by Ana']);
  expect(request.mock.lastCall).toEqual([
    'DELETE',
    '/api/conversations/c1/messages/m1/reactions/%F0%9F%91%8D',
  ]);
});

it('takes back what was refused, and says so', async () => {
  let refuse = (_: Error) => {};
  const { draw, say } = stage(() => new Promise((_, no) => (refuse = no)));
  await draw(message());
  button('React').click();
  await turn();
  button('Heart').click();
  await turn();
  expect(shown()).toEqual(['❤️ 1 by You']);
  refuse(new Error('no line'));
  await turn();
  expect(shown()).toEqual([]);
  expect(say.mock.calls).toEqual([['The reaction was not saved.']]);
});

it('reads out whose reaction came, and not those that were there', async () => {
  const { draw, say } = stage(vi.fn());
  await draw(message([{ emoji: '🎉', count: 1, by: ['a1'] }]));
  expect(say).not.toHaveBeenCalled();
  await draw(
    message([
      { emoji: '🎉', count: 1, by: ['a1'] },
      { emoji: '👍', count: 1, by: ['a1'] },
    ]),
  );
  expect(say.mock.calls).toEqual([['Ana reacted with 👍']]);
});

it('closes the quick ones with Escape and gives the focus back', async () => {
  const { draw, more } = stage(vi.fn());
  await draw(message());
  button('React').click();
  await turn();
  button('Thumbs up').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await turn();
  expect(button('Thumbs up')).toBeNull();
  expect(document.activeElement).toBe(button('React'));
  button('React').click();
  await turn();
  button('More emoji').click();
  expect(more).toHaveBeenCalledOnce();
});

it('counts what is wanted into what is there', () => {
  const there = [{ emoji: '👍', count: 2, by: ['a', 'me'] }];
  expect(withWanted(there, new Map([['👍', true]]), 'me')).toEqual([
    { emoji: '👍', count: 2, by: ['a', 'me'] },
  ]);
  expect(withWanted(there, new Map([['👍', false]]), 'me')).toEqual([
    { emoji: '👍', count: 1, by: ['a'] },
  ]);
  const alone = [{ emoji: '👍', count: 1, by: ['me'] }];
  expect(withWanted(alone, new Map([['👍', false]]), 'me')).toEqual([]);
});

it('finds an emoji by its name and puts it at the caret', async () => {
  const field = document.createElement('textarea');
  field.value = 'ab';
  field.setSelectionRange(1, 1);
  document.body.append(field);
  const onDraft = vi.fn();
  const onClose = vi.fn();
  const place = document.body.appendChild(document.createElement('div'));
  render(
    <Insert
      words={en}
      touch={false}
      field={{ current: field }}
      draft="ab"
      onDraft={onDraft}
      onClose={onClose}
    />,
    place,
  );
  await vi.waitFor(() => expect(button('grinning face')).not.toBeNull());
  const search = document.querySelector('input')!;
  expect(document.activeElement).toBe(search);
  search.value = 'thumbs up';
  search.dispatchEvent(new Event('input', { bubbles: true }));
  await turn();
  expect(document.querySelector('[role=status]')!.textContent).toBe('1 emoji found');
  search.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  expect((document.activeElement as HTMLElement).textContent).toBe('👍');
  (document.activeElement as HTMLElement).click();
  expect(onDraft.mock.calls).toEqual([['a👍b']]);
  expect(onClose).toHaveBeenCalledOnce();
  expect(JSON.parse(localStorage.getItem('antiphon.emoji')!)).toEqual(['👍']);
  render(null, place);
  place.remove();
  field.remove();
});
