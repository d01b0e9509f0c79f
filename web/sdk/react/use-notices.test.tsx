// useNotices and useUnreadNotices over the fake server: what an inbox and a bell see.
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, expectTypeOf, it } from 'vitest';
import { type Stage, stage } from '../core/testing/index.ts';
import type { NoticeFilter } from '../notices/index.ts';
import { ClientProvider, type NoticeInbox, useNotices, useUnreadNotices } from './index.ts';

(globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
let inbox: NoticeInbox;
let bell = 0;
let came: string[] = [];

function Probe({ filter }: { filter: NoticeFilter | undefined }) {
  inbox = useNotices(filter);
  return null;
}

function Bell() {
  bell = useUnreadNotices(({ content }) => came.push(content));
  return null;
}

async function mount({ staff, clock }: Stage, filter?: NoticeFilter) {
  came = [];
  const client = staff();
  root = createRoot(document.createElement('div'));
  const draw = (now?: NoticeFilter) =>
    act(async () => {
      root.render(
        <ClientProvider client={client}>
          <Bell />
          <Probe filter={now} />
        </ClientProvider>,
      );
    });
  await draw(filter);
  expect(inbox.isLoading).toBe(true);
  await act(() => clock.advance(500));
  return draw;
}

afterEach(() => act(() => root.unmount()));

it('shows, counts and marks what comes', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells();
  await mount(all);
  expect(inbox).toMatchObject({ isLoading: false, error: null, unread: 1, hasOlder: false });
  server.tells({ content: 'Booked' });
  server.works('task-9');
  await act(() => clock.advance(100));
  expect(inbox.notices.map(({ content }) => content)).toEqual(['Booked', 'Notice 1']);
  expect(inbox.working.map(({ task_id }) => task_id)).toEqual(['task-9']);
  expect([bell, came]).toEqual([2, ['Booked']]);
  await act(async () => {
    const marked = inbox.markRead('n2');
    await clock.advance(200);
    await marked;
  });
  expect([inbox.unread, bell]).toEqual([1, 1]);
  await act(async () => {
    const marked = inbox.markAllRead();
    await clock.advance(500);
    await marked;
  });
  expect([inbox.unread, bell]).toEqual([0, 0]);
  await act(() => clock.advance(7_000));
  expect(inbox.working).toEqual([]);
});

it('turns to another filter', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells({ type: 'ERROR' });
  server.tells({ type: 'INFO' });
  const draw = await mount(all);
  expect(inbox.notices).toHaveLength(2);
  await draw({ type: 'ERROR' });
  expect(inbox.isLoading).toBe(true);
  await act(() => clock.advance(500));
  expect(inbox.notices.map(({ type }) => type)).toEqual(['ERROR']);
  expect(inbox.unread).toBe(2);
});

it('says why nothing can be had', async () => {
  const all = stage();
  all.server.faults.down = true;
  await mount(all);
  expect(inbox).toMatchObject({ isLoading: false, error: { code: 'network' } });
});

it('gives what was promised', () => {
  expectTypeOf<keyof NoticeInbox>().toEqualTypeOf<
    | 'notices'
    | 'unread'
    | 'markRead'
    | 'markUnread'
    | 'markAllRead'
    | 'isLoading'
    | 'error'
    | 'working'
    | 'hasOlder'
    | 'loadOlder'
    | 'retry'
  >();
  expectTypeOf(useNotices).toBeCallableWith();
  expectTypeOf(useNotices).toBeCallableWith({ type: 'ERROR', task_id: 'a', unread: true });
  root = createRoot(document.createElement('div'));
});
