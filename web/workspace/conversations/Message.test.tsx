// How single messages look and speak: whose, note, deleted, failed, and never as markup.
import type { Outgoing, Message as WireMessage } from '@antiphon/sdk/core';
import type { Line } from '@antiphon/sdk/timeline';
import { expect, it, vi } from 'vitest';
import { allByRole, byRole, draw, press, problems, signedIn, type } from '../testing.tsx';
import { Message, type MessageLine } from './Message.tsx';

const vera = { id: 'v1', name: 'Vera', kind: 'contact' as const };
const ana = { id: 'a1', name: 'Ana', kind: 'person' as const };

function message(change: Partial<WireMessage> = {}): WireMessage {
  return {
    id: 'm1',
    conversation_id: 't1',
    seq: 1,
    client_msg_id: null,
    kind: 'message',
    audience: 'public',
    role: 'user',
    sender: vera,
    text: 'Hello',
    created_at: '2026-11-20T10:00:00Z',
    edited_at: null,
    deleted_at: null,
    reply_to: null,
    ...change,
  };
}

function line(change: Partial<MessageLine>): MessageLine {
  const plain: Line = {
    type: 'message',
    key: 'k1',
    message: null,
    outgoing: null,
    own: false,
    at: Date.parse('2026-11-20T10:00:00Z'),
    new_day: false,
    first: true,
    last: true,
    state: null,
  };
  return { ...plain, ...change };
}

const deeds = {
  onEditing: vi.fn(),
  onEdit: vi.fn(async () => {}),
  onRemove: vi.fn(async () => {}),
  onLeave: vi.fn(),
  onRetry: vi.fn(),
  onDiscard: vi.fn(),
  onPicture: vi.fn(),
  onReply: vi.fn(),
  onReact: vi.fn(),
  onPin: vi.fn(),
  onWho: vi.fn(),
  onUnlink: vi.fn(),
  onJump: vi.fn(),
  me: 'a1',
  answers: 0,
  names: new Map([['v1', 'Vera']]),
};

const show = (
  one: MessageLine,
  isEditing = false,
  sides: 'staff and customer' | 'me and others' = 'staff and customer',
) =>
  draw(
    <ol>
      <Message line={one} sides={sides} isLastOwn isEditing={isEditing} {...deeds} />
    </ol>,
  );

it("stands on the customer's side for whoever asks, also with an account", async () => {
  const wren = { ...ana, id: 'w1', name: 'Wren' };
  await show(line({ message: message({ sender: wren }) }));
  expect(document.querySelector('[data-side]')?.getAttribute('data-side')).toBe('start');
});

it('stands on our side for a colleague', async () => {
  await show(line({ message: message({ sender: ana, role: 'assistant' }) }));
  expect(document.querySelector('[data-side]')?.getAttribute('data-side')).toBe('end');
});

it('shows markup as text and Markdown as elements', async () => {
  await show(line({ message: message({ text: '<img src=x onerror=alert(1)> **bold**' }) }));
  expect(document.querySelector('img')).toBeNull();
  expect(document.querySelector('strong')?.textContent).toBe('bold');
  expect(document.body.textContent).toContain('<img src=x onerror=alert(1)>');
});

it('says that a note is for staff only', async () => {
  await show(line({ message: message({ kind: 'note', audience: 'staff', sender: ana }) }));
  expect(document.body.textContent).toContain('note, seen by staff only');
  expect(await problems()).toEqual([]);
});

it('shows nothing of what was deleted, and nothing to do about it', async () => {
  await show(
    line({
      own: true,
      message: message({ sender: ana, text: null, deleted_at: '2026-11-20T10:01:00Z' }),
    }),
  );
  expect(document.body.textContent).toContain('Message deleted');
  expect(allByRole('button')).toEqual([]);
});

it('shows the files of a message in place of words, and none of a deleted one', async () => {
  const files = [{ id: 'f1', name: 'notes.txt', mime: 'text/plain', size: 10 }];
  const { inside } = signedIn();
  const show = (one: Partial<WireMessage>) =>
    draw(
      inside(
        <ol>
          <Message
            line={line({ message: message(one) })}
            sides="staff and customer"
            isLastOwn
            isEditing={false}
            {...deeds}
          />
        </ol>,
      ),
    );
  await show({ text: '', attachments: files });
  byRole('button', /^Download\W*notes.txt/);
  expect(document.querySelector('[class*=bubble]')).toBeNull();
  await show({ text: null, deleted_at: '2026-11-20T10:01:00Z', attachments: files });
  const downloads = allByRole('button').filter((one) => /^Download/.test(one.textContent ?? ''));
  expect(downloads).toHaveLength(1);
});

it('gives a face to a colleague who talks to me, and none to one who answers a customer', async () => {
  const sender = { ...ana, id: 'b1', name: 'Ben Okafor' };
  const one = line({ message: message({ sender, role: 'assistant' }) });
  const again = () => document.querySelector('[class*=avatar]')?.textContent;
  await show(one);
  expect(again()).toBeUndefined();
  await show(one, false, 'me and others');
  expect(again()).toBe('BO');
});

it('says how far an own message got', async () => {
  await show(line({ own: true, state: 'read', message: message({ sender: ana }) }));
  expect(document.body.textContent).toContain('Read');
});

it('offers another try and a way out when it was not sent', async () => {
  const outgoing: Outgoing = {
    client_msg_id: 'c1',
    conversation_id: 't1',
    text: 'Hello',
    kind: 'message',
    reply_to: null,
    created_at: 0,
    state: 'failed',
    error: { code: 'invalid', message: 'It is too long.' },
  };
  await show(line({ own: true, outgoing, state: 'failed' }));
  expect(byRole('alert').textContent).toContain('Not sent. It is too long.');
  byRole('button', 'Try again').focus();
  await press('Enter');
  expect(deeds.onRetry).toHaveBeenCalledWith('c1');
  byRole('button', 'Discard').focus();
  await press('Enter');
  expect(deeds.onDiscard).toHaveBeenCalledWith('c1');
});

it('is edited in place: Enter saves, Escape leaves it as it was', async () => {
  await show(line({ own: true, message: message({ sender: ana, text: 'Helo' }) }), true);
  const field = byRole('textbox', 'Edit your message') as HTMLTextAreaElement;
  expect(document.activeElement).toBe(field);
  expect(field.value).toBe('Helo');
  await press('Escape');
  expect(deeds.onEditing).toHaveBeenCalledWith(null);
  expect(deeds.onEdit).not.toHaveBeenCalled();
});

it('counts characters as the server does when it is edited', async () => {
  deeds.onEdit.mockClear();
  const one = message({ sender: ana, text: '🙂'.repeat(6_000) });
  await show(line({ own: true, message: one }), true);
  await type('🙂'.repeat(10_002));
  await press('Enter');
  expect(byRole('alert').textContent).toBe('Too long by 2 characters.');
  expect(deeds.onEdit).not.toHaveBeenCalled();
  await type('🙂'.repeat(10_000));
  await press('Enter');
  expect(deeds.onEdit).toHaveBeenCalledOnce();
});

it('quotes what it answers, marks whom it calls, and shows who reacted', async () => {
  const one = message({
    text: '@Ana Berg and @Ana: mail a@Ana',
    quote: { id: 'm0', seq: 1, sender: vera, text: 'Is it **here**?' },
    mentions: [
      { id: 'a1', name: 'Ana' },
      { id: 'b1', name: 'Ana Berg' },
    ],
    reactions: [{ emoji: '👍', count: 2, by: ['a1', 'v1'] }],
  });
  await show(line({ message: one }));
  expect(
    [...document.querySelectorAll('[class*=mention]')].map((mark) => mark.textContent),
  ).toEqual(['@Ana Berg', '@Ana', '@Ana']);
  byRole('button', /In reply to Vera/).click();
  expect(deeds.onJump).toHaveBeenCalledWith('m0');
  const thumb = byRole('button', /👍 2\s+by You and Vera/);
  expect(thumb.getAttribute('aria-pressed')).toBe('true');
  thumb.click();
  expect(deeds.onReact).toHaveBeenCalledWith(one, '👍');
  byRole('button', 'Reply to this').focus();
  await press('Enter');
  expect(deeds.onReply).toHaveBeenCalledWith(one);
  expect(await problems()).toEqual([]);
});

it('shows what linked pages say as text, where they lead, and takes a card away', async () => {
  const previews = [
    {
      url: 'https://a.test/x',
      title: '<b>Lamps</b>',
      site_name: 'Your Bank',
      description: 'Light',
    },
    { url: 'javascript:alert(1)', title: 'Not a page' },
  ];
  const one = message({ text: 'See https://a.test/x', previews });
  await show(line({ message: one }));
  const list = document.querySelector('ul[aria-label=Links]')!;
  const card = list.querySelector('a')!;
  expect(list.querySelectorAll('li')).toHaveLength(1);
  expect([card.target, card.rel]).toEqual(['_blank', 'noopener noreferrer nofollow ugc']);
  expect(card.textContent).toBe('Your Bank · a.test<b>Lamps</b>Light');
  expect(list.querySelector('b')).toBeNull();
  byRole('button', 'Remove preview').click();
  expect(deeds.onUnlink).toHaveBeenCalledWith(one, 'https://a.test/x');
  expect(await problems()).toEqual([]);
});

it('lets nobody take a card of another away where people talk among themselves', async () => {
  const previews = [{ url: 'https://a.test/', title: 'Lamps' }];
  await show(line({ message: message({ previews }) }), false, 'me and others');
  expect(byRole('link', /Lamps/)).not.toBeNull();
  expect(document.body.textContent).not.toContain('Remove preview');
});
