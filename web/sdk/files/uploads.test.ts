// Uploads over a line that is cut, lost and comes back: what arrives is whole, what is refused says
// why, and never more than two are on their way.
import { expect, it } from 'vitest';
import { FakeClock } from '../core/testing/index.ts';
import { FakeFiles, file } from './testing.ts';
import { createUploads } from './uploads.ts';

const PIECE = 512 * 1024;

function begin(auth?: 'cookie' | 'bearer') {
  const clock = new FakeClock();
  const server = new FakeFiles(clock);
  const uploads = createUploads(server.client(auth));
  const states = () => uploads.get().map((one) => one.state);
  const whole = (name: string) => {
    const kept = [...server.kept.values()].find((one) => one.name === name);
    return kept?.ready === true && kept.bytes.every((byte, i) => byte === i % 251);
  };
  return { clock, server, uploads, states, whole };
}

it('sends a file in pieces and says how far it is after each', async () => {
  const { clock, server, uploads, whole } = begin();
  const seen: number[] = [];
  uploads.subscribe(() => seen.push(uploads.get()[0]?.progress ?? 1));
  uploads.add([file('Grüße 文.txt', PIECE * 2 + 100)]);
  expect(uploads.get()[0]).toMatchObject({ state: 'sending', progress: 0, size: PIECE * 2 + 100 });
  await clock.advance(1_000);
  const [one] = uploads.get();
  expect(one).toMatchObject({ state: 'done', progress: 1, error: null });
  expect(one!.attachment).toMatchObject({ name: 'Grüße 文.txt', size: PIECE * 2 + 100 });
  expect(whole('Grüße 文.txt')).toBe(true);
  expect([...new Set(seen)].map((part) => part.toFixed(2))).toEqual([
    '0.00',
    '0.50',
    '1.00',
    '1.00',
  ]);
  expect(server.calls.filter((call) => call.startsWith('PATCH'))).toHaveLength(3);
  expect(server.headers['x-antiphon']).toBe('1');
  expect(server.credentials).toBe('same-origin');
  expect(uploads.take().map((done) => done.id)).toEqual([one!.attachment!.id]);
  expect(uploads.get()).toEqual([]);
  expect(clock.pending).toBe(0);
});

it('shows no sign in a name that turns its ending around', async () => {
  const { clock, uploads } = begin();
  uploads.add([file('\u202egpj.exe.txt', 10)]);
  expect(uploads.get()[0]!.name).toBe('gpj.exe.txt');
  await clock.advance(1_000);
  expect(uploads.get()[0]!.attachment?.name).toBe('gpj.exe.txt');
});

it('goes on from where the line was cut, without being asked', async () => {
  const { clock, server, uploads, whole } = begin();
  server.next = [{ method: 'PATCH', fault: 'cut' }];
  uploads.add([file('a.txt', PIECE * 2)]);
  await clock.advance(100);
  expect(uploads.get()[0]).toMatchObject({ state: 'waiting', error: null });
  await clock.advance(5_000);
  expect(uploads.get()[0]!.state).toBe('done');
  expect(whole('a.txt')).toBe(true);
  const id = [...server.kept.keys()][0];
  expect(server.calls).toEqual([
    'POST',
    `PATCH ${id} 0`,
    `HEAD ${id}`,
    `PATCH ${id} ${PIECE / 2}`,
    `PATCH ${id} ${PIECE / 2 + PIECE}`,
  ]);
});

it('asks how much is there when an answer was lost, and settles what the server made of it', async () => {
  const { clock, server, uploads, whole } = begin();
  server.next = [{ method: 'PATCH', fault: 'lose the answer' }];
  uploads.add([file('a.txt', 300)]);
  await clock.advance(5_000);
  expect(uploads.get()[0]!.state).toBe('done');
  expect(whole('a.txt')).toBe(true);
  const id = [...server.kept.keys()][0];
  expect(server.calls).toEqual(['POST', `PATCH ${id} 0`, `HEAD ${id}`, `PATCH ${id} 300`]);
});

it('asks again when another part came first', async () => {
  const { clock, server, uploads, whole } = begin();
  const refusal = { status: 409, code: 'wrong_offset', message: 'Another part has come.' };
  server.next = [{ method: 'PATCH', fault: refusal }];
  uploads.add([file('a.txt', 300)]);
  await clock.advance(5_000);
  expect(uploads.get()[0]!.state).toBe('done');
  expect(whole('a.txt')).toBe(true);
  expect(server.calls.map((call) => call.split(' ')[0])).toEqual([
    'POST',
    'PATCH',
    'HEAD',
    'PATCH',
  ]);
});

it('begins anew when the server has cleared it away', async () => {
  const { clock, server, uploads, whole } = begin();
  server.next = [{ method: 'PATCH', fault: 'cut' }];
  uploads.add([file('a.txt', 300)]);
  await clock.advance(100);
  server.kept.clear();
  await clock.advance(10_000);
  expect(uploads.get()[0]!.state).toBe('done');
  expect(whole('a.txt')).toBe(true);
});

it('waits while there is no network, and goes on the moment it is back', async () => {
  const { clock, server, uploads, states, whole } = begin();
  server.isOnline = false;
  uploads.add([file('a.txt', 300)]);
  await clock.advance(120_000);
  expect(states()).toEqual(['waiting']);
  expect(server.calls).toEqual([]);
  server.goOnline();
  await clock.advance(100);
  expect(states()).toEqual(['done']);
  expect(whole('a.txt')).toBe(true);
});

it('does not wait out its patience when the network comes back in between', async () => {
  const { clock, server, uploads, states } = begin();
  uploads.add([file('a.txt', PIECE * 3)]);
  await clock.advance(7);
  server.isOnline = false;
  await clock.advance(60_000);
  expect(states()).toEqual(['waiting']);
  server.goOnline();
  await clock.advance(100);
  expect(states()).toEqual(['done']);
});

it('keeps trying while the server is busy, and as long as that says', async () => {
  const { clock, server, uploads, states } = begin();
  const busy = { status: 429, code: 'too_many', message: 'Wait.', after: 20 };
  server.next = [{ method: 'POST', fault: busy }];
  uploads.add([file('a.txt', 300)]);
  await clock.advance(19_000);
  expect(states()).toEqual(['waiting']);
  await clock.advance(2_000);
  expect(states()).toEqual(['done']);
});

it.each([
  ['POST', 413, 'A file may have at most 10 MB; this one has 12 MB.'],
  ['PATCH', 415, 'Files of the type application/x-msdownload are not taken here.'],
])('fails with the words of the server: %s %s', async (method, status, message) => {
  const { clock, server, uploads, states } = begin();
  server.next = [{ method, fault: { status, code: 'no', message } }];
  uploads.add([file('a.exe', 300), file('b.txt', 300)]);
  await clock.advance(1_000);
  expect(states()).toEqual(['failed', 'done']);
  expect(uploads.get()[0]).toMatchObject({ error: { code: 'no', message }, can_retry: false });
  expect(uploads.take().map((one) => one.name)).toEqual(['b.txt']);
  expect(states()).toEqual(['failed']);
});

it('can be tried again where the reason may be gone', async () => {
  const { clock, server, uploads, states } = begin();
  const forbidden = { status: 403, code: 'forbidden', message: 'You may not send files.' };
  server.next = [{ method: 'POST', fault: forbidden }];
  const [key] = uploads.add([file('a.txt', 300)]);
  await clock.advance(1_000);
  expect(uploads.get()[0]).toMatchObject({ state: 'failed', can_retry: true });
  uploads.retry(key!);
  await clock.advance(1_000);
  expect(states()).toEqual(['done']);
});

it('ends at once when it is cancelled, and takes back what the server has', async () => {
  const { clock, server, uploads } = begin();
  const [key] = uploads.add([file('a.txt', PIECE * 4)]);
  await clock.advance(12);
  expect(server.kept.size).toBe(1);
  uploads.cancel(key!);
  expect(uploads.get()).toEqual([]);
  await clock.advance(10_000);
  expect(server.kept.size).toBe(0);
  expect(server.calls.at(-1)).toMatch(/^DELETE /);
  expect(clock.pending).toBe(0);
});

it('takes back what was done but not sent', async () => {
  const { clock, server, uploads } = begin();
  const [key] = uploads.add([file('a.txt', 10)]);
  await clock.advance(100);
  uploads.cancel(key!);
  await clock.advance(100);
  expect(server.kept.size).toBe(0);
});

it('has two on their way at a time, in the order they were chosen', async () => {
  const { clock, server, uploads, states } = begin();
  server.held = [];
  uploads.add(['a', 'b', 'c', 'd'].map((name) => file(name, 10)));
  await clock.advance(100);
  expect(states()).toEqual(['sending', 'sending', 'waiting', 'waiting']);
  expect([...server.kept.values()].map((one) => one.name)).toEqual(['a', 'b']);
  server.go();
  await clock.advance(1_000);
  expect(states()).toEqual(['done', 'done', 'done', 'done']);
  expect(uploads.take().map((one) => one.name)).toEqual(['a', 'b', 'c', 'd']);
});

it('one that waits for a better time holds up no other', async () => {
  const { clock, server, uploads, states } = begin();
  const busy = { status: 503, code: 'unavailable', message: 'Later.', after: 60 };
  server.next = [
    { method: 'POST', fault: busy },
    { method: 'POST', fault: busy },
  ];
  uploads.add(['a', 'b', 'c'].map((name) => file(name, 10)));
  await clock.advance(1_000);
  expect(states()).toEqual(['waiting', 'waiting', 'done']);
});

it('takes no more than ten for one message, and the rest when there is room', async () => {
  const { clock, uploads, states } = begin();
  uploads.add(Array.from({ length: 11 }, (_, i) => file(`${i}`, 10)));
  await clock.advance(1_000);
  expect(states().filter((one) => one === 'done')).toHaveLength(10);
  const last = uploads.get().at(-1)!;
  expect(last).toMatchObject({ state: 'failed', can_retry: true, error: { code: 'too_many' } });
  uploads.retry(last.key);
  expect(states().at(-1)).toBe('failed');
  uploads.take();
  uploads.retry(last.key);
  await clock.advance(1_000);
  expect(states()).toEqual(['done']);
});

it('says when a file has gone from the device meanwhile', async () => {
  const { clock, uploads } = begin();
  const gone = { ...file('a.txt', 10), name: 'a.txt', size: 10, type: '' };
  const slice = () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) });
  uploads.add([{ ...gone, slice }]);
  await clock.advance(1_000);
  expect(uploads.get()[0]).toMatchObject({
    state: 'failed',
    can_retry: false,
    error: { code: 'unreadable' },
  });
});

it('brings a bearer token and no cookie, and renews one that is refused once', async () => {
  const { clock, server, uploads, states } = begin('bearer');
  server.tokens = ['old', 'new'];
  uploads.add([file('a.txt', 10)]);
  await clock.advance(1_000);
  expect(states()).toEqual(['done']);
  expect(server.headers.authorization).toMatch(/^Bearer /);
  expect(server.headers['x-antiphon']).toBeUndefined();
  expect(server.credentials).toBe('omit');
});

it('asks for a new sign-in when the token is refused for good', async () => {
  const { clock, server, uploads } = begin('bearer');
  server.tokens = ['old', 'older', 'unknown'];
  uploads.add([file('a.txt', 10)]);
  await clock.advance(1_000);
  expect(uploads.get()[0]).toMatchObject({ state: 'failed', can_retry: true });
  expect(uploads.get()[0]!.error!.message).toBe('Sign in.');
});

it('leaves nothing behind when it is closed', async () => {
  const { clock, server, uploads } = begin();
  server.next = [{ method: 'PATCH', fault: 'cut' }];
  uploads.add([file('a.txt', PIECE * 2), file('b.txt', PIECE * 2)]);
  await clock.advance(20);
  uploads.close();
  await clock.advance(0);
  const { length } = server.calls;
  await clock.advance(60_000);
  expect(server.calls).toHaveLength(length);
  expect(clock.pending).toBe(0);
});

it('sends the same bytes whatever the line does', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const { clock, server, uploads, states } = begin();
    const faults = ['cut', 'lose the answer'] as const;
    server.next = Array.from({ length: 6 }, (_, i) => ({
      method: ['POST', 'PATCH', 'HEAD', 'PATCH'][(seed * 7 + i * 3) % 4]!,
      fault: faults[(seed + i) % 2]!,
    }));
    uploads.add([file('a', PIECE * 2 + seed), file('b', PIECE - 1), file('c', 1)]);
    await clock.advance(200_000);
    expect(states(), `seed ${seed}`).toEqual(['done', 'done', 'done']);
    for (const one of uploads.get()) {
      const kept = server.kept.get(one.attachment!.id)!;
      expect(kept.ready && kept.bytes.every((byte, i) => byte === i % 251)).toBe(true);
    }
  }
}, 30_000);
