// A visitor and an agent over a network and a server that misbehave by a seeded chance: entries
// lost, doubled, out of order; sockets cut, refused; the server gone; pages reloaded; notes that
// only staff see. In the end both screens must equal the server's log, and every message written
// must be in it exactly once and in its writer's order. A failing seed replays: put it into SEEDS.
import { expect, it } from 'vitest';
import { agent, FakeStorage, seeded, stage, visitor } from './testing/index.ts';
import type { Client } from './types.ts';
import type { Principal } from './wire.ts';

const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);
const STEPS = 120;

interface Side {
  name: 'vera' | 'ana';
  who: Principal;
  storage: FakeStorage;
  client: Client;
  written: string[];
}

it.each(SEEDS)('whatever happens, both ends have the log in the end (seed %i)', async (seed) => {
  const { clock, server, client, staff } = stage(seed);
  const chance = seeded(seed * 7919);
  const pick = <T>(all: T[]): T => all[Math.floor(chance() * all.length)]!;
  const open = (side: Side) => {
    side.client = (side.name === 'ana' ? staff : client)({}, side.storage);
    side.client.start();
    side.client.open('t1');
  };
  const sides: Side[] = (['vera', 'ana'] as const).map((name) => ({
    name,
    who: name === 'vera' ? visitor : agent,
    storage: new FakeStorage(),
    client: null as never,
    written: [],
  }));
  for (const side of sides) open(side);

  const deeds: [number, () => void][] = [
    [
      30,
      () => {
        const side = pick(sides);
        const text = `${side.name} ${side.written.length}`;
        side.written.push(text);
        side.client.send('t1', text, {
          kind: side.name === 'ana' && chance() < 0.3 ? 'note' : 'message',
        });
      },
    ],
    [
      10,
      () => void server.says(agent, 'from elsewhere', 't1', chance() < 0.4 ? 'note' : 'message'),
    ],
    [
      8,
      () => {
        const all = server.messages(agent, 't1').filter((one) => !one.deleted_at);
        if (all.length) server.edits(pick(all), chance() < 0.4 ? null : `edited ${clock.now()}`);
      },
    ],
    [
      4,
      () => {
        const gone = server.messages(agent, 't1').filter((one) => one.deleted_at);
        if (gone.length) server.restores(pick(gone), `back ${clock.now()}`);
      },
    ],
    [4, () => server.event('conversation.assigned', 't1', chance() < 0.5 ? 'staff' : 'public')],
    [6, () => server.cutAll(pick([1006, 1001, 4503]))],
    [
      5,
      () => {
        server.faults.down = !server.faults.down;
        if (server.faults.down) server.cutAll();
      },
    ],
    [
      3,
      () => {
        server.faults.noSocket = !server.faults.noSocket;
        if (server.faults.noSocket) server.cutAll();
      },
    ],
    [2, () => (server.faults.noStream = !server.faults.noStream)],
    [
      6,
      () => {
        server.faults.lose = pick([0, 0.1, 0.5]);
        server.faults.twice = pick([0, 0.3]);
        server.faults.late = pick([0, 0.3]);
      },
    ],
    [5, () => (server.faults.loseAnswers += 1)],
    [3, () => server.heartbeat()],
    [
      2,
      () =>
        void pick(sides)
          .client.loadOlder('t1')
          .catch(() => 0),
    ],
    [3, () => pick(sides).client.markRead('t1')],
    [
      4,
      () => {
        const side = pick(sides);
        side.client.close();
        open(side);
      },
    ],
  ];
  const total = deeds.reduce((sum, [weight]) => sum + weight, 0);
  for (let step = 0; step < STEPS; step++) {
    let at = chance() * total;
    for (const [weight, deed] of deeds) {
      at -= weight;
      if (at < 0) {
        deed();
        break;
      }
    }
    await clock.advance(pick([0, 5, 40, 300, 2_000, 9_000]));
  }

  Object.assign(server.faults, {
    lose: 0,
    twice: 0,
    late: 0,
    noSocket: false,
    noStream: false,
    down: false,
    loseAnswers: 0,
  });
  for (let i = 0; i < 6; i++) {
    server.heartbeat();
    await clock.advance(25_000);
  }

  for (const { client: one, who, written, name } of sides) {
    expect(one.getState().connection).toMatchObject({
      phase: 'online',
      transport: 'socket',
      waiting: 0,
    });
    while (one.getState().threads.t1!.has_older) {
      const page = one.loadOlder('t1');
      await clock.advance(200);
      await page;
    }
    const thread = one.getState().threads.t1!;
    const shown = thread.messages.map(({ id, seq, text, deleted_at }) => ({
      id,
      seq,
      text,
      deleted_at,
    }));
    const stored = server
      .messages(who, 't1')
      .map(({ id, seq, text, deleted_at }) => ({ id, seq, text, deleted_at }));
    expect(shown).toEqual(stored);
    expect(thread.outgoing).toEqual([]);
    const own = server.talks
      .get('t1')!
      .entries.filter((entry) => entry.type === 'message.sent' && entry.message!.client_msg_id);
    expect(own.filter((entry) => entry.actor.id === who.id)).toHaveLength(written.length);
    expect(one.getState().bad_frames).toBe(0);
    expect(
      name === 'vera' ? thread.messages.filter((message) => message.kind === 'note') : [],
    ).toEqual([]);
    one.close();
  }
  // Time for what the server side still had in the air; the clients must have left nothing.
  await clock.advance(60_000);
  expect(clock.pending).toBe(0);
});

it('each writer finds their messages in the order they wrote them (no edits)', async () => {
  for (const seed of SEEDS.slice(0, 10)) {
    const { clock, server, client } = stage(seed);
    const chance = seeded(seed + 99);
    const storage = new FakeStorage();
    let vera = client({}, storage);
    vera.start();
    vera.open('t1');
    const written: string[] = [];
    for (let i = 0; i < 60; i++) {
      written.push(`m${i}`);
      vera.send('t1', `m${i}`);
      if (chance() < 0.15) server.cutAll();
      if (chance() < 0.1) server.faults.loseAnswers += 1;
      if (chance() < 0.1) server.faults.down = !server.faults.down;
      if (chance() < 0.1) server.refuse.push({ code: 'too_many', status: 429 });
      if (chance() < 0.08) {
        vera.close();
        vera = client({}, storage);
        vera.start();
        vera.open('t1');
      }
      await clock.advance(Math.floor(chance() * 1_500));
    }
    Object.assign(server.faults, { down: false, loseAnswers: 0 });
    server.refuse = [];
    await clock.advance(120_000);
    expect(server.messages(agent, 't1').map((one) => one.text)).toEqual(written);
    vera.close();
  }
});
