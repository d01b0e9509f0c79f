// Stock clients of the Pusher protocol, by host and port alone: npm `pusher` as a server, `pusher-js` in Node and in a
// browser. What they exchange with each other, and what Antiphon tells them of its own.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PusherServer from 'pusher';
import PusherClient from 'pusher-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser, type Server, startServer, tearDown, until } from './harness.ts';

const locate = createRequire(import.meta.url).resolve;

let server: Server;
let app: { app_id: string; key: string; secret: string };
let publisher: PusherServer;
const clients: PusherClient[] = [];

const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.api_key}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

beforeAll(async () => {
  server = await startServer();
  app = await ask('GET', '/api/pusher/app');
  publisher = new PusherServer({
    appId: app.app_id,
    key: app.key,
    secret: app.secret,
    host: '127.0.0.1',
    port: String(server.port),
    useTLS: false,
    encryptionMasterKeyBase64: Buffer.from('k'.repeat(32)).toString('base64'),
  });
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await tearDown();
});

/** What the server side of such a program does: it signs for whoever it knows. */
const signedFor = (user: string) => ({
  channelAuthorization: {
    customHandler: (
      { socketId, channelName }: { socketId: string; channelName: string },
      done: (error: Error | null, auth: never) => void,
    ) =>
      done(
        null,
        publisher.authorizeChannel(socketId, channelName, {
          user_id: user,
          user_info: { name: user },
        }) as never,
      ),
  },
  userAuthentication: {
    customHandler: (
      { socketId }: { socketId: string },
      done: (error: Error | null, auth: never) => void,
    ) => done(null, publisher.authenticateUser(socketId, { id: user }) as never),
  },
});

function connect(user = 'ana'): PusherClient {
  const client = new PusherClient(app.key, {
    wsHost: '127.0.0.1',
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    cluster: 'any',
    ...signedFor(user),
  } as ConstructorParameters<typeof PusherClient>[1]);
  clients.push(client);
  return client;
}

/** Joins a channel and waits until it has. */
const joined = (client: PusherClient, name: string) =>
  new Promise<{ channel: ReturnType<PusherClient['subscribe']>; found: unknown }>((done, fail) => {
    const channel = client.subscribe(name);
    channel.bind('pusher:subscription_succeeded', (found: unknown) => done({ channel, found }));
    channel.bind('pusher:subscription_error', (error: unknown) => fail(error));
  });

const heard = (
  of: { bind: (name: string, then: (data: never, more: never) => void) => unknown },
  name: string,
) => new Promise<unknown>((done) => of.bind(name, (data) => done(data)));

it('lets a server and clients exchange events on every kind of channel', async () => {
  const [ana, ben] = [connect('ana'), connect('ben')];
  for (const name of ['news', 'private-room', 'private-encrypted-room', 'cache-weather']) {
    const { channel } = await joined(ana, name);
    const comes = heard(channel, 'said');
    const answer = await publisher.trigger(name, 'said', { text: 'Grüße 👋', n: 1 });
    expect(answer.status).toBe(200);
    expect(await comes).toEqual({ text: 'Grüße 👋', n: 1 });
  }
  const here = await joined(ana, 'presence-room');
  expect((here.found as { count: number }).count).toBe(1);
  const comes = heard(here.channel, 'pusher:member_added');
  const there = await joined(ben, 'presence-room');
  expect(await comes).toEqual({ id: 'ben', info: { name: 'ben' } });
  const hello = heard(there.channel, 'client-hello');
  here.channel.trigger('client-hello', { from: 'ana' });
  expect(await hello).toEqual({ from: 'ana' });
  const leaves = heard(here.channel, 'pusher:member_removed');
  ben.disconnect();
  expect(await leaves).toEqual({ id: 'ben', info: { name: 'ben' } });

  const batch = await publisher.triggerBatch([
    { channel: 'news', name: 'one', data: 'x' },
    { channel: 'presence-room', name: 'two', data: { y: 1 } },
  ]);
  expect(batch.status).toBe(200);
  const asked = await publisher.get({
    path: '/channels',
    params: { filter_by_prefix: 'presence-' },
  });
  expect(Object.keys((await asked.json()).channels)).toEqual(['presence-room']);
  const users = await publisher.get({ path: '/channels/presence-room/users' });
  expect(await users.json()).toEqual({ users: [{ id: 'ana' }] });
});

it('signs users in, sends to one, and ends their connections', async () => {
  const ana = connect('ana');
  const isIn = new Promise((done) => ana.bind('pusher:signin_success', done));
  ana.signin();
  await isIn;
  const comes = heard(ana.user, 'to-you');
  await until(async () => {
    await publisher.sendToUser('ana', 'to-you', { a: 1 });
    return Promise.race([comes, new Promise((done) => setTimeout(() => done(undefined), 100))]);
  }, Boolean);
  expect(await comes).toEqual({ a: 1 });
  const ended = heard(ana.connection, 'error');
  await publisher.terminateUserConnections('ana');
  expect(JSON.stringify(await ended)).toContain('4009');
});

it('refuses what is too large or not signed rightly', async () => {
  const large = publisher.trigger('news', 'said', { text: 'x'.repeat(20_000) });
  await expect(large).rejects.toMatchObject({ status: 413 });
  const stranger = new PusherServer({
    appId: app.app_id,
    key: app.key,
    secret: 'wrong',
    host: '127.0.0.1',
    port: String(server.port),
  });
  await expect(stranger.trigger('news', 'said', {})).rejects.toMatchObject({ status: 401 });
});

it('tells a signed-in page of a notice within a second, by the page’s own code', async () => {
  const { email, password } = server.accounts.find((one) => one.role === 'agent')!;
  const browser = await openBrowser();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/healthz`);
  const me = await page.evaluate(
    async ([email, password]) => {
      const signedIn = await fetch('/api/auth/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      return (await signedIn.json()).user.id as string;
    },
    [email, password],
  );
  await page.addScriptTag({
    content: readFileSync(locate('pusher-js/dist/web/pusher.min.js'), 'utf8'),
  });
  await page.evaluate(
    ([key, port, me]) =>
      new Promise<void>((done, fail) => {
        const { Pusher } = window as unknown as { Pusher: typeof PusherClient };
        const pusher = new Pusher(key!, {
          wsHost: location.hostname,
          wsPort: Number(port),
          forceTLS: false,
          enabledTransports: ['ws'],
          cluster: 'any',
          authEndpoint: '/api/pusher/auth',
        } as ConstructorParameters<typeof PusherClient>[1]);
        const channel = pusher.subscribe(`private-user-${me}`);
        channel.bind('chat-message', (message: unknown) =>
          Object.assign(window, { told: message, toldAt: Date.now() }),
        );
        channel.bind('pusher:subscription_succeeded', () => done());
        channel.bind('pusher:subscription_error', (error: unknown) =>
          fail(new Error(JSON.stringify(error))),
        );
      }),
    [app.key, String(server.port), me] as const,
  );
  const at = Date.now();
  const sent = await ask('POST', '/api/chat-messages', {
    type: 'confirmation',
    taskId: 'task_123',
    userId: me,
    content: 'Your meeting is booked.',
  });
  const told = await until(
    () => page.evaluate(() => (window as unknown as { told?: Record<string, unknown> }).told),
    Boolean,
  );
  expect(told).toMatchObject({ messageId: sent.messageId, content: 'Your meeting is booked.' });
  const toldAt = await page.evaluate(() => (window as unknown as { toldAt: number }).toldAt);
  expect(toldAt - at).toBeLessThan(1_000);
  // A page that polls gets it too, and marks it as the description says.
  const polled = await page.evaluate(async () => {
    const { messages } = await (await fetch('/api/chat-messages?limit=50')).json();
    const marked = await fetch('/api/chat-messages/mark-read', {
      method: 'POST',
      body: JSON.stringify({ messageIds: messages.map((one: { id: string }) => one.id) }),
    });
    return { ids: messages.map((one: { id: string }) => one.id), marked: await marked.json() };
  });
  expect(polled.ids).toContain(sent.messageId);
  expect(polled.marked).toEqual({ success: true, markedCount: polled.ids.length });
  await page.context().close();
});
