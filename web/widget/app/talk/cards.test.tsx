// Cards of linked pages as a visitor meets them: words of strangers as text, where each leads, and one's
// own taken away with a press.
import type { Client, Message } from '@antiphon/sdk/core';
import { h, render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';
import { en } from '../../locales/en.ts';
import { Cards } from './cards.tsx';

afterEach(() => render(null, document.body));

const previews = [
  { url: 'https://a.test/x?y=1&z', title: '<img src=x>', site_name: 'Your Bank' },
  { url: 'http://b.test/', title: 'Lamps', description: 'Light' },
  { url: 'javascript:alert(1)', title: 'No page' },
];
const message = { id: 'm1', conversation_id: 'c1', previews } as unknown as Message;

function draw(own: boolean, request = vi.fn(async () => ({}))) {
  const client = { request } as unknown as Client;
  render(
    <div class="log" tabIndex={-1}>
      <Cards message={message} own={own} client={client} words={en} />
    </div>,
    document.body,
  );
  return request;
}

it('shows what the pages say as text, and where they lead', () => {
  draw(false);
  const links = [...document.querySelectorAll('a')];
  expect(links.map((one) => [...one.children].map((part) => part.textContent))).toEqual([
    ['Your Bank · a.test', '<img src=x>'],
    ['b.test', 'Lamps', 'Light'],
  ]);
  expect(links.map((one) => `${one.target} ${one.rel}`)).toEqual(
    Array(2).fill('_blank noopener noreferrer nofollow ugc'),
  );
  expect(document.querySelectorAll('img, button')).toHaveLength(0);
});

it('takes one of an own message away, and keeps the focus in the log', () => {
  const request = draw(true);
  document.querySelector<HTMLElement>('[aria-label="Remove preview"]')!.click();
  expect(request.mock.calls).toEqual([
    [
      'DELETE',
      '/api/conversations/c1/messages/m1/previews?url=https%3A%2F%2Fa.test%2Fx%3Fy%3D1%26z',
    ],
  ]);
  expect(document.activeElement!.className).toBe('log');
});
