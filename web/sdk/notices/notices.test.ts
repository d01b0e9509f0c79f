// Notices over the fake server: by the socket, by asking again and again, and what is marked in between.
import { expect, it, vi } from 'vitest';
import { type Stage, stage } from '../core/testing/index.ts';
import type { Client } from '../core/types.ts';
import { type Notice, noticesOf } from './index.ts';

const asked = ({ server }: Stage, path = 'GET /api/notices') =>
  server.calls.filter((call) => call === path).length;

/** Ana's page, with a list of all of them. */
async function opened(all: Stage, client: Client = all.staff()) {
  client.start();
  const notices = noticesOf(client);
  const close = notices.open({});
  await all.clock.advance(500);
  const texts = () => notices.list({}).notices.map(({ content }) => content);
  return { client, notices, close, texts };
}

it('shows what was told before, and what comes, at once and once', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells();
  server.tells({ read_at: '2026-11-22T10:00:00Z' });
  const { notices, texts } = await opened(all);
  expect(texts()).toEqual(['Notice 2', 'Notice 1']);
  expect(notices.getState().unread).toBe(1);
  const heard = vi.fn<(notice: Notice) => void>();
  notices.onNotice(heard);
  const before = asked(all);
  server.tells({ content: 'Booked' });
  await clock.advance(100);
  expect(texts()[0]).toBe('Booked');
  expect(notices.getState().unread).toBe(2);
  expect(heard.mock.calls.map(([one]) => one.content)).toEqual(['Booked']);
  await clock.advance(60_000);
  expect(asked(all), 'the socket tells: nobody asks').toBe(before);
});

it('catches up after the socket was away, in as many frames as it takes', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells();
  const { notices, texts } = await opened(all);
  server.cutAll();
  for (let n = 0; n < 5; n += 1) server.tells();
  await clock.advance(3_000);
  expect(texts()).toEqual([6, 5, 4, 3, 2, 1].map((n) => `Notice ${n}`));
  expect(notices.getState().unread).toBe(6);
});

it('asks every five seconds where no socket can be had, and less often of a server that is away', async () => {
  const all = stage();
  const { clock, server } = all;
  server.faults.noSocket = true;
  const { notices, texts } = await opened(all);
  const heard = vi.fn<(notice: Notice) => void>();
  notices.onNotice(heard);
  server.tells();
  await clock.advance(5_500);
  expect(texts()).toEqual(['Notice 1']);
  expect(heard).toHaveBeenCalledTimes(1);
  server.readsNotices(() => true);
  await clock.advance(5_500);
  expect(notices.getState().unread).toBe(0);
  expect(notices.list({}).notices[0]?.read_at).toBeTruthy();

  server.faults.down = true;
  await clock.advance(300_000);
  expect(notices.list({}).status, 'what was shown stays').toBe('ready');
  server.faults.down = false;
  server.tells();
  await clock.advance(61_000);
  expect(texts()[0]).toBe('Notice 2');
  expect(heard).toHaveBeenCalledTimes(2);
});

it('stops asking when the socket is back, and when nobody looks', async () => {
  const all = stage();
  const { clock, server } = all;
  server.faults.noSocket = true;
  const { close, client } = await opened(all);
  await clock.advance(11_000);
  expect(asked(all)).toBeGreaterThan(2);
  server.faults.noSocket = false;
  client.retryNow();
  await clock.advance(2_000);
  const before = asked(all);
  await clock.advance(30_000);
  expect(asked(all)).toBe(before);
  server.faults.noSocket = true;
  server.cutAll();
  close();
  await clock.advance(60_000);
  expect(asked(all)).toBe(before);
  client.close();
  await clock.advance(60_000);
  expect(clock.pending).toBe(0);
});

it('shows what was read elsewhere, in all that is shown', async () => {
  const all = stage();
  const { clock, server } = all;
  for (let n = 0; n < 120; n += 1) server.tells();
  const { notices } = await opened(all);
  expect(notices.list({})).toMatchObject({ has_older: true });
  const more = notices.loadOlder({});
  await clock.advance(200);
  expect(await more).toBe(50);
  server.readsNotices(({ seq }) => seq < 90);
  await clock.advance(500);
  expect(notices.getState().unread).toBe(31);
  const shown = notices.list({}).notices;
  expect(shown).toHaveLength(120);
  expect(shown.filter(({ read_at }) => !read_at)).toHaveLength(31);
});

it('marks at once, one or many, and takes a mark back', async () => {
  const all = stage();
  const { clock, server } = all;
  for (let n = 0; n < 3; n += 1) server.tells();
  const { notices } = await opened(all);
  const read = () => notices.list({}).notices.map(({ read_at }) => Boolean(read_at));
  const marked = notices.markRead('n3');
  expect(read()).toEqual([true, false, false]);
  expect(notices.getState().unread).toBe(2);
  await clock.advance(200);
  await marked;
  void notices.markRead(['n1', 'n2']);
  await clock.advance(200);
  expect(server.notices.every(({ read_at }) => read_at)).toBe(true);
  void notices.markUnread('n2');
  expect(notices.getState().unread).toBe(1);
  await clock.advance(200);
  expect(read()).toEqual([true, false, true]);
  expect(server.notices[1]?.read_at).toBe(null);
});

it('marks all up to what is known here: what comes meanwhile stays unread', async () => {
  const all = stage();
  const { clock, server } = all;
  for (let n = 0; n < 60; n += 1) server.tells({ type: n % 2 ? 'INFO' : 'ERROR' });
  const { notices } = await opened(all);
  const ofType = notices.markAllRead({ type: 'INFO' });
  await clock.advance(500);
  await ofType;
  expect(notices.getState().unread).toBe(30);
  const marking = notices.markAllRead();
  server.tells({ content: 'Just now' });
  await clock.advance(500);
  await marking;
  expect(server.notices.filter(({ read_at }) => !read_at).map(({ content }) => content)).toEqual([
    'Just now',
  ]);
  expect(notices.getState().unread).toBe(1);
});

it('takes a mark back that was refused, and says why', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells();
  const { notices } = await opened(all);
  server.refuse = [{ code: 'forbidden', status: 403 }];
  const marked = notices.markRead('n1').catch((error) => error);
  expect(notices.getState().unread).toBe(0);
  await clock.advance(500);
  expect(await marked).toMatchObject({ code: 'forbidden' });
  expect(notices.getState().unread).toBe(1);
  expect(notices.list({}).notices[0]?.read_at).toBe(null);
});

it('keeps narrowed lists as they are narrowed', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells({ type: 'INFO' });
  server.tells({ task_id: 'b&c=d' });
  const { client, notices } = await opened(all);
  const filters = [{ type: 'INFO' as const }, { task_id: 'b&c=d' }, { unread: true }];
  const closes = filters.map((filter) => notices.open(filter));
  await clock.advance(500);
  const sizes = () => filters.map((filter) => notices.list(filter).notices.length);
  expect(sizes()).toEqual([1, 1, 2]);
  server.tells({ type: 'INFO', task_id: 'b&c=d' });
  await clock.advance(200);
  expect(sizes()).toEqual([2, 2, 3]);
  void notices.markRead('n1');
  expect(sizes()).toEqual([2, 2, 2]);
  for (const close of closes) close();
  expect(noticesOf(client)).toBe(notices);
});

it('shows who works on what for six seconds, or until they say that they do not', async () => {
  const all = stage();
  const { clock, server } = all;
  const { notices } = await opened(all);
  const working = () => notices.getState().working.map(({ task_id }) => task_id);
  server.works('a');
  server.works('b');
  await clock.advance(100);
  expect(working()).toEqual(['a', 'b']);
  server.works('b', false);
  await clock.advance(3_000);
  expect(working()).toEqual(['a']);
  server.works('a');
  await clock.advance(4_000);
  expect(working()).toEqual(['a']);
  await clock.advance(2_500);
  expect(working()).toEqual([]);
});

it('says why nothing can be shown, and asks no more where it may not', async () => {
  const all = stage();
  const { clock, server } = all;
  server.refuse = Array.from({ length: 9 }, () => ({ code: 'forbidden', status: 403 }));
  server.faults.noSocket = true;
  const { notices } = await opened(all);
  expect(notices.list({})).toMatchObject({ status: 'failed', error: { code: 'forbidden' } });
  const before = asked(all);
  await clock.advance(60_000);
  expect(asked(all)).toBe(before);
  server.refuse = [];
  void notices.refresh();
  await clock.advance(500);
  expect(notices.list({}).status).toBe('ready');
});

it('begins anew with a server that does not know the place any more', async () => {
  const all = stage();
  const { clock, server } = all;
  server.tells();
  const { texts } = await opened(all);
  server.tells();
  await clock.advance(200);
  // As after a restore: fewer notices than were told, and another way to name places.
  server.notices = [];
  const follow = server.frames.filter(({ type }) => type === 'follow_notices').length;
  expect(follow).toBe(1);
  for (const peer of server.peers)
    peer.push({
      type: 'error',
      conversation_id: null,
      error: { code: 'invalid', field: 'cursor', message: 'Not a cursor.' },
    });
  await clock.advance(1_000);
  expect(texts()).toEqual([]);
  expect(server.frames.filter(({ type }) => type === 'follow_notices')).toHaveLength(2);
  server.tells({ content: 'Anew' });
  await clock.advance(200);
  expect(texts()).toEqual(['Anew']);
});
