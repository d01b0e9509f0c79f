// The counts of the rail over a server whose answers are noted: what makes them be asked for again.
import type { Conversation, FeedItem } from '@antiphon/sdk/core';
import { act } from 'react';
import { expect, it, vi } from 'vitest';
import { draw, row, settle, signedIn } from '../testing.tsx';
import { useCounts } from './unread.ts';

function Mentions() {
  return <b>{useCounts().mentions}</b>;
}

/** Counts over a feed that this test tells; `unread` are the mentions the server counts. */
async function open(unread: number) {
  const { client, inside } = signedIn();
  const kept = { unread, asked: [] as string[] };
  vi.spyOn(client, 'request').mockImplementation((async (_: string, path: string) => {
    kept.asked.push(path);
    return { unread: kept.unread };
  }) as never);
  vi.spyOn(client, 'listConversations').mockImplementation(async (query) => {
    kept.asked.push(query?.pinned ? 'pinned' : (query?.assignee ?? query?.kind ?? 'all'));
    return { conversations: [], next_cursor: null, feed_cursor: 'f' } as never;
  });
  const heard = new Map<string, (items: FeedItem[]) => void>();
  vi.spyOn(client, 'on').mockImplementation(((name: string, hear: () => void) => {
    const before = heard.get(name);
    heard.set(name, (items) => {
      before?.(items);
      (hear as (items: FeedItem[]) => void)(items);
    });
    return () => {};
  }) as never);
  const tell = async (name: string, ...items: FeedItem[]) => {
    kept.asked = [];
    await act(async () => heard.get(name)?.(items));
    await settle();
    return kept.asked;
  };
  await draw(inside(<Mentions />));
  await settle();
  const shown = () => Number(document.querySelector('b')?.textContent);
  return { kept, tell, shown };
}

const told = (change: Partial<Conversation>): FeedItem => ({
  type: 'conversation',
  conversation: row(change),
});

it('lets a mention go that was counted before its conversation was told', async () => {
  const { kept, tell, shown } = await open(1);
  expect(shown()).toBe(1);
  kept.unread = 0;
  expect(await tell('feed', told({ id: 't1' }))).toEqual(['/api/mentions']);
  expect(shown()).toBe(0);
  expect(await tell('feed', told({ id: 't1' }), told({ id: 't2' }))).toEqual([]);
});

it('counts anew when a row is mentioned in, and when it goes', async () => {
  const { kept, tell, shown } = await open(0);
  expect(await tell('feed', told({ id: 't1' }))).toEqual([]);
  kept.unread = 1;
  await tell('feed', told({ id: 't1', mentions: 1 }));
  expect(shown()).toBe(1);
  kept.unread = 0;
  await tell('feed', { type: 'gone', conversation_id: 't1' });
  expect(shown()).toBe(0);
});

it('asks for all of it again when the feed cannot tell what happened', async () => {
  const { kept, tell, shown } = await open(0);
  kept.unread = 1;
  await tell('feed', told({ id: 't1', mentions: 1 }));
  kept.unread = 0;
  const asked = await tell('feed_expired');
  expect(asked.sort()).toEqual(['/api/mentions', 'direct', 'me', 'none', 'pinned']);
  expect(shown()).toBe(0);
  // As many as before, and yet new ones.
  kept.unread = 1;
  await tell('feed', told({ id: 't1', mentions: 1 }));
  expect(shown()).toBe(1);
});
