// For tests of whatever stands on the core: a fake clock, a fake server, a ready client.
import { createClient } from '../client.ts';
import type { Client, ClientOptions, Environment, StorageLike } from '../types.ts';
import { FakeClock, seeded } from './clock.ts';
import { FakeServer } from './server.ts';

export { FakeClock, seeded } from './clock.ts';
export { agent, FakeServer, FakeStorage, visitor } from './server.ts';

export interface Stage {
  clock: FakeClock;
  server: FakeServer;
  client(
    who?: 'vera' | 'ana',
    more?: Partial<ClientOptions>,
    storage?: StorageLike | null,
    env?: Partial<Environment>,
  ): Client;
}

/** A server and a clock; conversation t1 between Vera (visitor) and Ana (agent) exists. */
export function stage(seed = 1): Stage {
  const clock = new FakeClock();
  const random = seeded(seed);
  const server = new FakeServer(clock, random);
  server.talk('t1');
  return {
    clock,
    server,
    client: (who = 'vera', more = {}, storage, env) =>
      createClient({
        url: 'https://chat.test',
        auth: who === 'vera' ? { mode: 'bearer', token: () => 'vt_vera' } : { mode: 'cookie' },
        env: server.environment(storage, env),
        scope: who,
        ...more,
      }),
  };
}
