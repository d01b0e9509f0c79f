// Keeps one way to the server open: the WebSocket, and while that will not come up the fallbacks
// (loaded only then), from which it returns as soon as the socket works. Knows credentials,
// heartbeats and waiting times; what the frames mean is the client's business.
import { type Api, isTransient } from './api.ts';
import type { Fallback } from './fallback.ts';
import { backoff, type Timers } from './timers.ts';
import type { ClientOptions, ConnectionState, SocketLike } from './types.ts';
import { parseFrame, parseJson } from './validate.ts';
import type { Frame } from './wire.ts';

export type Way = 'socket' | 'sse' | 'poll';

export interface LinkHooks {
  /** A frame that was read and checked; null for one that was not what it should be. */
  frame(frame: Frame | null): void;
  /** A way is open. For 'socket' the welcome was already given to `frame`. */
  up(): void;
  down(): void;
  show(patch: Partial<ConnectionState>): void;
  signedOut(): void;
  /** What the fallbacks should follow now. */
  follows(): Follow[];
}

/** A place in a conversation's log, or in the feed. */
export type Follow =
  | { conversation_id: string; after_seq: number; epoch: string }
  | { conversation_id: null; after: string };

const HELLO_LIMIT = 6_000;
const FAILURES_BEFORE_FALLBACK = 3;
const PONG_LIMIT = 5_000;
const STABLE = 5_000;

export type Link = ReturnType<typeof createLink>;

export function createLink(
  { url, env }: ClientOptions,
  api: Api,
  timers: Timers,
  hooks: LinkHooks,
) {
  let way: Way | null = null;
  let everUp = false;
  let socket: SocketLike | null = null;
  /** The attempt or connection that counts; whatever belongs to another one is ignored. */
  let current: object | null = null;
  let failures = 0;
  /** The credential was refused: the next attempt shows a new one. */
  let refused = false;
  /** What the server asked to wait, for the next attempt only. */
  let asked = 0;
  let welcomed_at = 0;
  let quietFor = 0;
  let fallback: Fallback | null = null;
  let fallbackWanted = false;
  let undo: ((() => void) | undefined)[] = [];

  function enter(next: Way | null) {
    if (way === next) return;
    way = next;
    if (way) everUp = true;
    tell();
    if (way) hooks.up();
    else hooks.down();
  }

  function tell(retry_at: number | null = null) {
    const away = env.isOnline?.() === false ? 'offline' : everUp ? 'reconnecting' : 'connecting';
    hooks.show({ phase: way ? 'online' : away, transport: way, retry_at: way ? null : retry_at });
  }

  /** What proves on a socket who we are: the token, or a ticket got by the cookie. */
  async function credential(renew: boolean): Promise<object> {
    const token = await api.bearer(renew);
    if (token !== undefined) return { token };
    const { ticket } = await api.request<{ ticket: string }>('POST', '/api/live/ticket');
    return { ticket };
  }

  async function connect() {
    if (current) return;
    if (!env.socket) return startFallback();
    tell();
    const attempt = {};
    current = attempt;
    // The attempt is over when this timer is: a ticket, a handshake or a welcome may hang.
    timers.after('alive', HELLO_LIMIT, () => {
      // Whatever swallows handshakes in silence will do so again: no need to wait for three.
      failures = FAILURES_BEFORE_FALLBACK;
      failed(attempt);
    });
    try {
      const proof = await credential(refused);
      if (current !== attempt) return;
      const mine = env.socket(`${url.replace(/^http/, 'ws')}/api/live`);
      socket = mine;
      mine.onopen = () => mine.send(JSON.stringify({ type: 'hello', ...proof, protocol: 1 }));
      mine.onmessage = ({ data }) => current === attempt && receive(data);
      mine.onclose = ({ code }) => failed(attempt, code);
    } catch {
      // A refused credential has signed us out already; anything else is tried again.
      failed(attempt);
    }
  }

  function receive(data: unknown) {
    const frame = hear(parseJson(data));
    // Whoever heard of it may have closed us.
    if (!current) return;
    switch (frame?.type) {
      case 'welcome':
        refused = false;
        welcomed_at = env.now();
        quietFor = (frame.heartbeat_s || 25) * 2_000 + 10_000;
        stopFallback();
        enter('socket');
        break;
      case 'expiring':
        // Whether it went well shows in what follows: nothing, or a close that says why not.
        credential(true).then(
          (proof) => put({ type: 'refresh', ...proof }),
          () => {},
        );
        break;
      case 'bye':
        asked = frame.retry_after_ms;
    }
    if (way === 'socket') timers.after('alive', quietFor, check);
  }

  function hear(value: unknown): Frame | null {
    const frame = parseFrame(value);
    hooks.frame(frame);
    return frame;
  }

  /** Asks the other side for a sign of life; without one the socket is given up. */
  function check() {
    const attempt = current!;
    if (put({ type: 'ping' })) timers.after('alive', PONG_LIMIT, () => failed(attempt));
  }

  function dropSocket() {
    const dead = socket;
    socket = current = null;
    dead?.close();
  }

  function failed(attempt: object, code?: number) {
    if (current !== attempt) return;
    dropSocket();
    timers.cancel('alive');
    if (way === 'socket') {
      if (env.now() - welcomed_at >= STABLE) failures = 0;
      enter(null);
    }
    if (code === 4401) {
      if (refused) return hooks.signedOut();
      refused = true;
    }
    // A frame that the server calls malformed will be so again: do not hammer it.
    const delay = asked || backoff(env, code === 4400 ? 9 : failures);
    failures += 1;
    asked = 0;
    timers.after('retry', delay, connect);
    tell(env.now() + delay);
    if (failures >= FAILURES_BEFORE_FALLBACK) void startFallback();
  }

  function put(frame: object): boolean {
    if (way !== 'socket') return false;
    socket!.send(JSON.stringify(frame));
    return true;
  }

  async function startFallback() {
    if (fallbackWanted || way) return;
    fallbackWanted = true;
    try {
      fallback ??= (await import('./fallback.ts')).createFallback({
        // Handed over instead of imported, so that the main chunk stays one file without a third.
        isTransient,
        backoff,
        api,
        env,
        timers,
        hooks,
        hear,
        enter,
        way: () => way,
        connect,
      });
      if (fallbackWanted) fallback.start();
    } catch {
      // Not even its code could be loaded: the next failed socket asks again.
      fallbackWanted = false;
    }
  }

  function stopFallback() {
    fallbackWanted = false;
    fallback?.stop();
  }

  function now() {
    failures = Math.min(failures, FAILURES_BEFORE_FALLBACK - 1);
    fallback?.now();
    if (way === 'socket') check();
    else void connect();
  }

  return {
    start() {
      undo = [
        env.onOnline?.(now),
        env.onVisible?.(now),
        env.onOffline?.(() => {
          tell();
          check();
        }),
      ];
      void connect();
    },
    close() {
      stopFallback();
      for (const one of undo) one?.();
      dropSocket();
      way = null;
      everUp = refused = false;
      failures = asked = 0;
    },
    now,
    put,
    sync: () => fallback?.sync(),
    way: () => way,
  };
}
