// What an answer quotes, as a visitor meets it in the log: whose words, without marks; a press leads to
// them where they are loaded.
import { type Client, emptyThread, type Message, type Thread } from '@antiphon/sdk/core';
import { h, render } from 'preact';
import { afterEach, expect, it, vi } from 'vitest';
import { en } from '../../locales/en.ts';
import { Log } from './log.tsx';

afterEach(() => render(null, document.body));

const vera = { id: 'v1', name: 'Vera', kind: 'contact' } as const;
const ana = { id: 'a1', name: 'Ana', kind: 'person' } as const;
const bot = { id: 'b1', name: 'Assistant', kind: 'bot' } as const;

const said = (seq: number, sender: Message['sender'], text: string | null): Message =>
  ({
    id: `m${seq}`,
    conversation_id: 'c1',
    seq,
    client_msg_id: null,
    kind: 'message',
    sender,
    text,
    created_at: '2026-01-05T09:00:00Z',
  }) as Message;

const answering = (seq: number, to: Message, by: Message['sender'] = ana): Message => {
  const { id, sender, text } = to;
  const answer = said(seq, by, 'Within a week.');
  return { ...answer, reply_to: id, quote: { id, seq: to.seq, sender, text } };
};

function draw(...messages: Message[]) {
  const client = { markRead: vi.fn() } as unknown as Client;
  const thread: Thread = { ...emptyThread('c1'), status: 'ready', messages };
  render(
    <Log thread={thread} me="v1" client={client} words={en} touch={false} say={() => {}} />,
    document.body,
  );
}

const quotes = () => [...document.querySelectorAll<HTMLElement>('.quote')];

it('shows whose words are answered, without their marks, and leads to them', async () => {
  const asked = said(1, vera, 'Do you **ship** to Tromsø?');
  draw(asked, answering(2, asked));
  await vi.waitFor(() =>
    expect(quotes().map((one) => one.textContent)).toEqual([
      'In reply to You Do you ship to Tromsø?',
    ]),
  );
  quotes()[0]!.click();
  const [first] = document.querySelectorAll('article');
  expect(document.activeElement).toBe(first);
  // Only while it has the focus: a click on a message takes none.
  first!.blur();
  expect(first!.hasAttribute('tabindex')).toBe(false);
});

it('leads nowhere where they are not loaded', () => {
  draw(answering(2, said(1, ana, 'The lamp is blue.')));
  expect(quotes().map((one) => [one.tagName, one.textContent])).toEqual([
    ['P', 'In reply to Ana The lamp is blue.'],
  ]);
});

it('shows no word of what was deleted, before or since', () => {
  const asked = said(1, vera, 'My number is 4711');
  draw(answering(2, said(1, vera, null)));
  expect(quotes()[0]!.textContent).toBe('In reply to You Message deleted');
  draw(asked, answering(2, asked));
  expect(quotes()[0]!.textContent).toContain('4711');
  draw(said(1, vera, null), answering(2, asked));
  expect(quotes()[0]!.textContent).toBe('In reply to You Message deleted');
  draw(asked, { ...answering(2, asked), text: null });
  expect(quotes()).toEqual([]);
});

it('quotes nothing over a bot, whose answer stands under its question', () => {
  const asked = said(1, vera, 'Hello');
  draw(asked, answering(2, asked, bot));
  expect(quotes()).toEqual([]);
});
