// For tests of whatever stands on the core: a fake clock, a fake server, a ready client.
import { createClient } from '../client.ts';
import { createStaffClient } from '../staff.ts';
import type { Client, ClientOptions, Environment, StaffClient, StorageLike } from '../types.ts';
import { FakeClock, seeded } from './clock.ts';
import { FakeServer } from './server.ts';

export { FakeClock, seeded } from './clock.ts';
export { agent, bot, FakeServer, FakeStorage, visitor } from './server.ts';

type Setup = [
  more?: Partial<ClientOptions>,
  storage?: StorageLike | null,
  env?: Partial<Environment>,
];

export interface Stage {
  clock: FakeClock;
  server: FakeServer;
  /** Vera's: a visitor with a token. */
  client(...setup: Setup): Client;
  /** Ana's: staff with a cookie. */
  staff(...setup: Setup): StaffClient;
}

/** A server and a clock; conversation t1 between Vera (visitor) and Ana (agent) exists. */
export function stage(seed = 1): Stage {
  const clock = new FakeClock();
  const server = new FakeServer(clock, seeded(seed));
  server.talk('t1');
  const options = (
    auth: ClientOptions['auth'],
    scope: string,
    [more, storage, env]: Setup,
  ): ClientOptions => ({
    url: 'https://chat.test',
    auth,
    env: server.environment(storage, env),
    scope,
    ...more,
  });
  return {
    clock,
    server,
    client: (...setup) =>
      createClient(options({ mode: 'bearer', token: () => 'vt_vera' }, 'vera', setup)),
    staff: (...setup) => createStaffClient(options({ mode: 'cookie' }, 'ana', setup)),
  };
}
