// A row of the list: the sign of a note, for eyes and for ears.
import type { Conversation, LastMessage } from '@antiphon/sdk/core';
import { expect, it } from 'vitest';
import { allByRole, byRole, draw, problems, row, signedIn } from '../testing.tsx';
import { Row } from './Row.tsx';

const last: LastMessage = {
  seq: 3,
  text: 'Batch 44 is the loose one.',
  kind: 'message',
  sender: { id: 'b1', name: 'Jonas Weber', kind: 'person' },
  created_at: '2026-11-20T10:00:00Z',
};

const now = Date.parse('2026-11-20T10:05:00Z');
const show = (last_message: LastMessage, more: Partial<Conversation> = {}) =>
  draw(signedIn().inside(<Row conversation={row({ last_message, ...more })} me="a1" now={now} />));

it('says when the last word was a note', async () => {
  await show({ ...last, kind: 'note' });
  const sign = byRole('img', 'Note');
  expect(sign.parentElement?.textContent).toContain('Jonas: Batch 44 is the loose one.');
  expect(await problems()).toEqual([]);
});

it('has no such sign on what the customer sees too', async () => {
  await show(last);
  expect(allByRole('img').map((one) => one.getAttribute('aria-label'))).not.toContain('Note');
});

it('of a direct conversation bears the name of the other, and no status', async () => {
  await show(last, {
    kind: 'direct',
    contact: null,
    status: 'pending',
    waiting_since: last.created_at,
  });
  expect(document.body.textContent).toContain('Jonas Weber');
  expect(document.body.textContent).not.toMatch(/Pending|waiting/);
});

it('bears a title first and the names second', async () => {
  await show(last, { title: 'Loose lamp' });
  const [first, second] = document.querySelectorAll('bdi');
  expect([first?.textContent, second?.textContent]).toEqual(['Loose lamp', 'Vera Holm']);
});
