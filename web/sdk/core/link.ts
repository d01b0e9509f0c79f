// Keeps one way to the server open: the WebSocket, and while that will not come up the fallbacks
// (loaded only then), from which it returns as soon as the socket works. Knows credentials,
// heartbeats and waiting times; what the frames mean is the client's business.
import { type Api, isTransient } from './api.ts';
import { backoff } from './backoff.ts';
import type { Fallback } from './fallback.ts';
import type { ApiError, ClientOptions, ConnectionState, SocketLike, TimerId } from './types.ts';
import { isEntryPage, parseFrame } from './validate.ts';
import type { EntryPage, FeedPage, Frame } from './wire.ts';

export type Way = 'socket' | 'sse' | 'poll';

export interface LinkHooks {
  /** A frame that was read and checked. */
  frame(frame: Frame): void;
  bad(): void;
  /** A way is open. For 'socket' the welcome was already given to `frame`. */
  up(way: Way): void;
  down(): void;
  show(patch: Partial<ConnectionState>): void;
  signedOut(): void;
  /** What the fallbacks should follow now. */
  follows(): Follow[];
  page(conversation_id: string, page: EntryPage, after: number): void;
  feedPage(page: FeedPage): void;
  /** A followed log or feed refused for good. */
  refused(follow: Follow, error: ApiError): void;
}

export interface Follow {
  /** null: the feed. */
  conversation_id: string | null;
  path: string;
  after: string;
  epoch: string | null;
}

const HELLO_LIMIT = 6_000;
const FAILURES_BEFORE_FALLBACK = 3;
const PONG_LIMIT = 5_000;
const STABLE = 5_000;

export function createLink({ url, auth, env }: ClientOptions, api: Api, hooks: LinkHooks) {
  let running = false;
  let way: Way | null = null;
  let everUp = false;
  let socket: SocketLike | null = null;
  /** The attempt or connection that counts; whatever belongs to another one is ignored. */
  let current: object | null = null;
  let failures = 0;
  let refusals = 0;
  let renew = false;
  /** What the server asked to wait, for the next attempt only. */
  let asked = 0;
  let quietFor = 60_000;
  let fallback: Fallback | null = null;
  let fallbackWanted = false;
  const timers = new Map<string, TimerId>();
  let undo: (() => void)[] = [];

  function after(name: string, ms: number, run: () => void) {
    cancel(name);
    timers.set(
      name,
      env.setTimeout(() => {
        timers.delete(name);
        run();
      }, ms),
    );
  }

  function cancel(...names: string[]) {
    for (const name of names) {
      env.clearTimeout(timers.get(name));
      timers.delete(name);
    }
  }

  function opened(next: Way) {
    if (way === next) return;
    way = next;
    everUp = true;
    hooks.show({ phase: 'online', transport: next, retry_at: null });
    hooks.up(next);
  }

  function lost() {
    if (!way) return;
    way = null;
    waiting();
    hooks.down();
  }

  function waiting(retry_at: number | null = null) {
    if (!way)
      hooks.show({
        phase: env.isOnline?.() === false ? 'offline' : everUp ? 'reconnecting' : 'connecting',
        transport: null,
        retry_at,
      });
  }

  async function credential(): Promise<object | null> {
    if (auth.mode === 'cookie') {
      const { ticket } = await api.request<{ ticket: string }>('POST', '/api/live/ticket');
      return { ticket };
    }
    const token = await auth.token(renew);
    renew = false;
    return token === null ? null : { token };
  }

  async function connect() {
    cancel('retry');
    if (!running || current) return;
    if (!env.socket) return startFallback();
    waiting();
    const attempt = {};
    current = attempt;
    // The attempt is over when this timer is: a ticket, a handshake or a welcome may hang.
    after('hello', HELLO_LIMIT, () => {
      // Whatever swallows handshakes in silence will do so again: no need to wait for three.
      failures = FAILURES_BEFORE_FALLBACK;
      failed(attempt);
    });
    let proof: object | null;
    try {
      proof = await credential();
      if (current !== attempt) return;
      if (!proof) return hooks.signedOut();
      socket = env.socket(`${url.replace(/^http/, 'ws')}/api/live`);
    } catch {
      // A refused ticket has signed us out already; anything else is tried again.
      return failed(attempt);
    }
    socket.onopen = () => put({ type: 'hello', ...proof, protocol: 1 }, true);
    socket.onmessage = ({ data }) => current === attempt && receive(attempt, data);
    socket.onclose = ({ code }) => failed(attempt, code);
  }

  function receive(attempt: object, data: unknown) {
    let frame: Frame | null = null;
    try {
      frame = parseFrame(JSON.parse(data as string));
    } catch {
      // Counted below.
    }
    if (!frame) return hooks.bad();
    cancel('pong');
    switch (frame.type) {
      case 'welcome':
        cancel('hello');
        refusals = 0;
        after('stable', STABLE, () => {
          failures = 0;
        });
        stopFallback();
        quietFor = (frame.heartbeat_s || 25) * 2_000 + 10_000;
        planRefresh(frame.expires_in);
        hooks.frame(frame);
        opened('socket');
        break;
      case 'refreshed':
        planRefresh(frame.expires_in);
        break;
      case 'expiring':
        void refresh();
        break;
      case 'bye':
        asked = frame.retry_after_ms;
        break;
      default:
        hooks.frame(frame);
    }
    if (current === attempt) after('quiet', quietFor, check);
  }

  /** Asks the other side for a sign of life; without one the socket is given up. */
  function check() {
    const attempt = current!;
    if (put({ type: 'ping' }) && !timers.has('pong'))
      after('pong', PONG_LIMIT, () => failed(attempt));
  }

  function planRefresh(expires_in: number | null) {
    if (expires_in) after('refresh', Math.max(5, expires_in - 60) * 1_000, refresh);
  }

  async function refresh() {
    const attempt = current;
    renew = true;
    const proof = await credential().catch(() => null);
    if (proof && current === attempt) put({ type: 'refresh', ...proof });
  }

  function dropSocket() {
    const dead = socket;
    socket = current = null;
    if (!dead) return;
    dead.onopen = dead.onmessage = dead.onclose = null;
    dead.close();
  }

  function failed(attempt: object, code?: number) {
    if (current !== attempt) return;
    dropSocket();
    cancel('hello', 'quiet', 'pong', 'stable', 'refresh');
    if (way === 'socket') lost();
    if (code === 4401) {
      renew = true;
      refusals += 1;
      if (refusals > 1) return hooks.signedOut();
    }
    // A frame that the server calls malformed will be so again: do not hammer it.
    const delay = asked || backoff(code === 4400 ? 9 : failures, env.random());
    failures += 1;
    asked = 0;
    after('retry', delay, connect);
    waiting(env.now() + delay);
    if (failures >= FAILURES_BEFORE_FALLBACK) void startFallback();
  }

  function put(frame: object, hello = false): boolean {
    if (!socket || (way !== 'socket' && !hello)) return false;
    try {
      socket.send(JSON.stringify(frame));
      return true;
    } catch {
      return false;
    }
  }

  async function startFallback() {
    if (fallbackWanted || !running || way) return;
    fallbackWanted = true;
    try {
      fallback ??= (await import('./fallback.ts')).createFallback(
        { isTransient, backoff, isEntryPage, parseFrame },
        api,
        env,
        hooks,
        {
          after,
          cancel,
          opened,
          lost,
          way: () => way,
          serverIsBack: () => {
            if (!current) after('retry', 500, connect);
          },
        },
      );
      if (fallbackWanted) fallback.start();
    } catch {
      // Not even its code could be loaded: the next failed socket asks again.
      fallbackWanted = false;
    }
  }

  function stopFallback() {
    if (fallbackWanted) fallback?.stop();
    fallbackWanted = false;
  }

  function now() {
    if (!running) return;
    failures = Math.min(failures, FAILURES_BEFORE_FALLBACK - 1);
    if (fallbackWanted) fallback?.now();
    if (way === 'socket') check();
    else void connect();
  }

  return {
    start() {
      if (running) return;
      running = true;
      undo = [
        env.onOnline?.(now),
        env.onVisible?.(now),
        env.onOffline?.(() => {
          waiting();
          check();
        }),
      ].filter((one) => one !== undefined);
      void connect();
    },
    close() {
      running = everUp = false;
      stopFallback();
      cancel(...timers.keys());
      for (const one of undo) one();
      dropSocket();
      way = null;
      failures = refusals = asked = 0;
      api.abortAll();
    },
    now,
    put,
    sync: () => fallback?.sync(),
    way: () => way,
  };
}
