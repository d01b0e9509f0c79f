// Files over all conversations: day by day, pictures apart, narrowed by the address, and led back to what was said.
import type { Attachment } from '@antiphon/sdk/core';
import { act } from 'react';
import { beforeEach, expect, it, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { byRole, draw, press, problems, settle, signedIn } from '../testing.tsx';
import Gallery, { daysOf } from './Gallery.tsx';

beforeEach(() => {
  vi.stubGlobal('IntersectionObserver', undefined);
});

const sent = (id: string, created_at: string, more: Partial<Attachment> = {}) => ({
  file: { id, name: `${id}.txt`, mime: 'text/plain', size: 2048, ...more },
  conversation_id: 't1',
  conversation_title: null,
  contact_name: 'Vera Holm',
  message_id: `m-${id}`,
  message_kind: 'message' as const,
  sender: { id: 'v1', name: 'Vera', kind: 'contact' as const },
  created_at,
});
const lamp = { name: 'lamp.png', mime: 'image/png', width: 4, height: 3, has_thumbnail: true };

async function open(files: object[], refuse?: unknown) {
  const calls: string[] = [];
  const { client, inside } = signedIn();
  const answer = async (method: string, path: string) => {
    calls.push(`${method} ${path}`);
    if (refuse) throw refuse;
    if (path.startsWith('/api/gallery')) return { files, next_cursor: null };
    return { url: 'https://x.test/whole', thumbnail_url: 'https://x.test/small', expires_in: 3600 };
  };
  vi.spyOn(client, 'request').mockImplementation(answer as never);
  const { hook, searchHook } = memoryLocation({ path: '/files' });
  await draw(
    inside(
      <Router hook={hook} searchHook={searchHook}>
        <Gallery />
      </Router>,
    ),
  );
  await settle();
  return calls;
}

it('puts files of one day together, as they follow each other', () => {
  const days = daysOf([
    sent('c', '2026-11-20T12:00:00'),
    sent('b', '2026-11-20T09:00:00'),
    sent('a', '2026-11-18T09:00:00'),
  ]);
  expect(days.map(({ files }) => files.map(({ file }) => file.id))).toEqual([['c', 'b'], ['a']]);
});

it('shows pictures small and opens them, and leads to the message of each file', async () => {
  await open([sent('a', '2026-11-20T09:00:00Z', lamp), sent('b', '2026-11-20T08:00:00Z')]);
  expect(byRole('link', 'b.txt').getAttribute('href')).toContain('/conversations/t1?message=m-b');
  expect(await problems()).toEqual([]);
  await act(async () => byRole('button', 'Open picture lamp.png').focus());
  await press('Enter');
  await settle();
  expect(byRole('dialog').textContent).toContain('lamp.png');
});

it('narrows by a tab and by what a file says of itself', async () => {
  const calls = await open([sent('b', '2026-11-20T08:00:00Z')]);
  await act(async () => byRole('tab', 'All').focus());
  await press('ArrowRight');
  await settle();
  expect(calls.at(-1)).toBe('GET /api/gallery?kind=picture&limit=60');
  await act(async () => byRole('button', 'What to do with b.txt').focus());
  await press('Enter');
  await settle();
  await act(async () => byRole('menuitem', 'Only from this conversation').focus());
  await press('Enter');
  await settle();
  expect(calls.at(-1)).toBe('GET /api/gallery?kind=picture&conversation_id=t1&limit=60');
  expect(document.body.textContent).toContain('Only from this conversation: Vera Holm');
});

it('says when there is nothing, and when it cannot be had', async () => {
  await open([]);
  expect(document.body.textContent).toContain('No files yet');
});

it('says why the files cannot be had', async () => {
  const away = Object.assign(new Error('x'), { status: 0, code: 'network' });
  await open([], away);
  expect(document.body.textContent).toContain('The files could not be loaded');
  expect(await problems()).toEqual([]);
});
