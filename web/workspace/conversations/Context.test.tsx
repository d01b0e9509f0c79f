// What is known around a conversation, over a server that fails in between.
import type { Thread } from '@antiphon/sdk/core';
import { expect, it, vi } from 'vitest';
import { draw, row, settle, signedIn } from '../testing.tsx';
import { Context } from './Context.tsx';

it('keeps the card of a contact whose news could not be had', async () => {
  const { client, inside } = signedIn();
  const contact = { ...row().contact, attributes: {}, first_seen_at: '2026-11-20T09:00:00Z' };
  const asked = vi.spyOn(client, 'request').mockImplementation((async (_: string, path: string) => {
    if (path !== '/api/contacts/v1') return {};
    if (asked.mock.calls.filter(([, one]) => one === path).length > 1) throw new Error('away');
    return contact;
  }) as never);
  const thread = {
    id: 't1',
    status: 'ready',
    messages: [],
    participants: [],
    present: [],
  } as unknown as Thread;
  const shown = (name: string) =>
    inside(
      <Context
        conversation={row({
          contact: { id: 'v1', name, email: 'vera@example.org', verified: true },
        })}
        thread={thread}
        onPicture={() => {}}
        onWho={() => {}}
      />,
    );
  const again = await draw(shown('Vera Holm'));
  await settle();
  expect(document.querySelector('h3')?.textContent).toBe('Vera Holm');
  // The row knows of another name; asking for it fails.
  await again(shown('Vera Holm-Berg'));
  await settle();
  expect(document.querySelector('h3')?.textContent).toBe('Vera Holm');
  expect(document.body.textContent).not.toContain('could not be loaded');
});
