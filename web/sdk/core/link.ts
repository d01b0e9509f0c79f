// Keeps one way to the server open: the WebSocket, and while that will not come up, SSE, then long
// poll, over the same cursors; it returns to the socket as soon as that works. Knows credentials,
// heartbeats and waiting times; what the frames mean is the client's business.
import { type Api, isTransient } from './api.ts';
import { backoff } from './backoff.ts';
import { createSseParser } from './sse.ts';
import type { ApiError, ClientOptions, ConnectionState, SocketLike, TimerId } from './types.ts';
import { isEntryPage, isFeedPage, parseFrame } from './validate.ts';
import type { EntryPage, FeedPage, Frame } from './wire.ts';

export interface LinkHooks {
  frame(frame: Frame): void;
  bad(): void;
  /** A way is open. For 'socket' the welcome was already given to `frame`. */
  up(way: 'socket' | 'sse' | 'poll'): void;
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

export type Link = ReturnType<typeof createLink>;

const HELLO_LIMIT = 8_000;
const HANGS = 4_000;
const FAILURES_BEFORE_FALLBACK = 3;
const PONG_LIMIT = 5_000;
const STABLE = 5_000;
const SILENT_STREAM = 40_000;
const POLL_WAIT_S = 25;

export function createLink({ url, auth, env }: ClientOptions, api: Api, hooks: LinkHooks) {
  let running = false;
  let way: 'socket' | 'sse' | 'poll' | null = null;
  let everUp = false;
  let socket: SocketLike | null = null;
  let failures = 0;
  let refusals = 0;
  let renew = false;
  /** What the server asked to wait, for the next attempt only. */
  let asked = 0;
  const timers: Record<string, TimerId | undefined> = {};
  const undo: (() => void)[] = [];

  function after(name: string, ms: number, run: () => void) {
    cancel(name);
    timers[name] = env.setTimeout(() => {
      timers[name] = undefined;
      run();
    }, ms);
  }

  function cancel(name: string) {
    if (timers[name] !== undefined) env.clearTimeout(timers[name]);
    timers[name] = undefined;
  }

  const waitingPhase = () =>
    env.isOnline?.() === false ? 'offline' : everUp ? 'reconnecting' : 'connecting';

  function opened(next: 'socket' | 'sse' | 'poll') {
    if (way === next) return;
    way = next;
    everUp = true;
    hooks.show({ phase: 'online', transport: next, retry_at: null });
    hooks.up(next);
  }

  function lost() {
    if (way === null) return;
    way = null;
    hooks.show({ phase: waitingPhase(), transport: null });
    hooks.down();
  }

  // ---- the socket

  async function credential(): Promise<Record<string, string> | null> {
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
    if (!running || socket || timers.hello !== undefined) return;
    if (!env.socket) return startFallback();
    if (way === null) hooks.show({ phase: waitingPhase(), retry_at: null });
    // The attempt is over when this timer is: a ticket, a handshake or a welcome may hang.
    const attempt = {};
    current = attempt;
    after('hello', HELLO_LIMIT, () => failed(attempt, 0));
    after('hang', HANGS, () => way === null && startFallback());
    let proof: Record<string, string> | null;
    try {
      proof = await credential();
    } catch (error) {
      if (current === attempt) failed(attempt, (error as ApiError).status === 401 ? 4401 : 0);
      return;
    }
    if (current !== attempt || !running) return;
    if (!proof) return signOut();
    let mine: SocketLike;
    try {
      mine = env.socket(`${url.replace(/^http/, 'ws')}/api/live`);
    } catch {
      return failed(attempt, 0);
    }
    socket = mine;
    mine.onopen = () => mine.send(JSON.stringify({ type: 'hello', ...proof, protocol: 1 }));
    mine.onmessage = ({ data }) => socket === mine && receive(attempt, data);
    mine.onclose = ({ code }) => socket === mine && failed(attempt, code);
    mine.onerror = () => {};
  }
  let current: object | null = null;

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
        cancel('hang');
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
        asked = frame.retry_after_ms || 1_000;
        break;
      default:
        hooks.frame(frame);
    }
    if (socket) after('quiet', quietFor, () => check(attempt));
  }
  let quietFor = 60_000;

  /** Asks the other side for a sign of life; without one the socket is given up. */
  function check(attempt: object | null = current) {
    if (way !== 'socket' || !attempt) return;
    put({ type: 'ping' });
    if (timers.pong === undefined) after('pong', PONG_LIMIT, () => failed(attempt, 0));
  }

  function planRefresh(expires_in: number | null) {
    cancel('refresh');
    if (expires_in) after('refresh', Math.max(5, expires_in - 60) * 1_000, refresh);
  }

  async function refresh() {
    const attempt = current;
    renew = true;
    const proof = await credential().catch(() => null);
    if (proof && current === attempt && way === 'socket') put({ type: 'refresh', ...proof });
  }

  function failed(attempt: object, code: number) {
    if (current !== attempt) return;
    current = null;
    const dead = socket;
    socket = null;
    for (const name of ['hello', 'hang', 'quiet', 'pong', 'stable', 'refresh']) cancel(name);
    if (dead) {
      dead.onopen = dead.onmessage = dead.onclose = dead.onerror = null;
      try {
        dead.close();
      } catch {
        // Already closed.
      }
    }
    if (way === 'socket') lost();
    if (!running) return;
    if (code === 4401) {
      renew = true;
      refusals += 1;
      if (refusals > 1) return signOut();
    }
    failures += 1;
    // A frame that the server calls malformed will be so again: do not hammer it.
    const delay = asked || backoff(code === 4400 ? 9 : failures - 1, env.random());
    asked = 0;
    after('retry', delay, connect);
    if (way === null) hooks.show({ phase: waitingPhase(), retry_at: env.now() + delay });
    if (failures >= FAILURES_BEFORE_FALLBACK && way === null) startFallback();
  }

  function put(frame: object): boolean {
    if (way !== 'socket' || !socket) return false;
    try {
      socket.send(JSON.stringify(frame));
      return true;
    } catch {
      return false;
    }
  }

  // ---- the fallbacks: a probe first, then one stream or poll per followed log

  interface Run {
    streams: Map<string, { stop(): void }>;
    attempt: number;
    live: boolean;
  }
  let fallback: Run | null = null;

  function startFallback() {
    if (fallback || !running) return;
    fallback = { streams: new Map(), attempt: 0, live: true };
    void probe(fallback);
  }

  function stopFallback() {
    cancel('probe');
    if (!fallback) return;
    fallback.live = false;
    for (const stream of fallback.streams.values()) stream.stop();
    fallback = null;
    if (way !== null && way !== 'socket') way = null;
  }

  async function probe(run: Run) {
    try {
      await api.request('GET', '/api/me');
    } catch (error) {
      if (run.live && isTransient(error))
        after('probe', backoff(run.attempt++, env.random()), () => void probe(run));
      return;
    }
    if (!run.live) return;
    // The server was away and is back: the socket deserves a new chance soon.
    if (run.attempt > 0 && !socket) after('retry', 500, connect);
    run.attempt = 0;
    opened(sseFails ? 'poll' : 'sse');
    sync();
  }
  let sseFails = false;

  /** Follows what should be followed, leaves what no longer should. */
  function sync() {
    const run = fallback;
    if (!run || way === null || way === 'socket') return;
    const wanted = new Map(hooks.follows().map((follow) => [follow.path, follow]));
    for (const [path, stream] of run.streams)
      if (!wanted.has(path)) {
        run.streams.delete(path);
        stream.stop();
      }
    for (const path of wanted.keys()) if (!run.streams.has(path)) void followOne(run, path);
  }

  async function followOne(run: Run, path: string) {
    const me = { gone: false, abort: () => {}, stop: () => {} };
    me.stop = () => {
      me.gone = true;
      me.abort();
    };
    run.streams.set(path, me);
    while (run.live && !me.gone) {
      const follow = hooks.follows().find((one) => one.path === path);
      if (!follow) break;
      try {
        if (sseFails) await poll(follow, me);
        else await stream(follow, me);
      } catch (error) {
        if (!run.live || me.gone) return;
        if (!isTransient(error)) {
          me.gone = true;
          run.streams.delete(path);
          hooks.refused(follow, error as ApiError);
          return;
        }
        // The server went away: back to the probe, which waits and begins again.
        run.streams.delete(path);
        for (const other of run.streams.values()) other.stop();
        run.streams.clear();
        if (way !== 'socket') {
          lost();
          hooks.show({ phase: waitingPhase(), retry_at: null });
        }
        after('probe', backoff(run.attempt++, env.random()), () => void probe(run));
        return;
      }
    }
    if (run.streams.get(path) === me) run.streams.delete(path);
  }

  const query = ({ conversation_id, path, after: position, epoch }: Follow) =>
    `${path}?${conversation_id === null ? 'after' : 'after_seq'}=${encodeURIComponent(position)}${epoch ? `&epoch=${epoch}` : ''}`;

  async function poll(follow: Follow, me: { gone: boolean }) {
    const path = `${query(follow)}&wait=${POLL_WAIT_S}`;
    const limit = (POLL_WAIT_S + 15) * 1_000;
    if (follow.conversation_id === null) {
      const page = await api.get(path, isFeedPage, limit);
      if (!me.gone) hooks.feedPage(page);
    } else {
      const page = await api.get(path, isEntryPage, limit);
      if (!me.gone) hooks.page(follow.conversation_id, page, Number(follow.after));
    }
  }

  async function stream(follow: Follow, me: { gone: boolean; abort(): void }) {
    const { response, abort, done } = await api.open(
      'GET',
      query(follow),
      undefined,
      'text/event-stream',
    );
    me.abort = abort.abort;
    if (me.gone) abort.abort();
    const reader = response.body?.getReader();
    const type = response.headers.get('content-type') ?? '';
    if (response.status >= 400 || !reader || !type.startsWith('text/event-stream')) {
      done();
      abort.abort();
      if (response.status >= 500) throw Object.assign(new Error(), { status: response.status });
      return giveUpStreams();
    }
    let heard = false;
    let silence: TimerId | null = null;
    const listen = () => {
      if (silence !== null) env.clearTimeout(silence);
      silence = env.setTimeout(() => {
        // Something between us and the server holds the stream back.
        if (!heard) giveUpStreams();
        abort.abort();
      }, SILENT_STREAM);
    };
    const decoder = env.decoder();
    const parse = createSseParser(({ event, data }) => {
      if (!me.gone) hear(follow, event, data);
    });
    listen();
    try {
      for (;;) {
        const { done: over, value } = await reader.read();
        if (over) break;
        heard = true;
        listen();
        if (value) parse(decoder.decode(value));
      }
    } catch {
      if (!me.gone && !sseFails) throw Object.assign(new Error(), { status: 0 });
    } finally {
      if (silence !== null) env.clearTimeout(silence);
      done();
    }
    // An orderly end: take up again from the position reached, but never in a tight loop.
    if (!me.gone) await new Promise<void>((resolve) => after(`again ${follow.path}`, 500, resolve));
  }

  function giveUpStreams() {
    sseFails = true;
    if (way === 'sse') {
      way = 'poll';
      hooks.show({ transport: 'poll' });
    }
  }

  function hear(follow: Follow, event: string, data: string) {
    let body: unknown;
    try {
      body = JSON.parse(data);
    } catch {
      return hooks.bad();
    }
    const { conversation_id } = follow;
    if (event === 'feed') {
      const page = { has_more: false, ...(body as object) };
      return isFeedPage(page) ? hooks.feedPage(page) : hooks.bad();
    }
    const fields =
      event === 'entry'
        ? { entry: body }
        : event === 'head'
          ? {
              heads: {
                [conversation_id!]:
                  (body as { head?: number; seq?: number }).head ?? (body as { seq?: number }).seq,
              },
            }
          : (body as object);
    const frame = parseFrame({
      ...fields,
      type: event === 'head' ? 'heads' : event,
      conversation_id,
    });
    if (frame) hooks.frame(frame);
    else hooks.bad();
  }

  // ---- life

  function signOut() {
    if (running) hooks.signedOut();
  }

  function now() {
    if (!running) return;
    failures = Math.min(failures, FAILURES_BEFORE_FALLBACK - 1);
    if (fallback) {
      fallback.attempt = 0;
      if (timers.probe !== undefined) {
        cancel('probe');
        void probe(fallback);
      }
    }
    if (way === 'socket') check();
    else if (!current) void connect();
  }

  function close() {
    running = false;
    current = null;
    stopFallback();
    for (const name in timers) cancel(name);
    for (const one of undo.splice(0)) one();
    const dead = socket;
    socket = null;
    if (dead) {
      dead.onopen = dead.onmessage = dead.onclose = dead.onerror = null;
      dead.close(1000);
    }
    way = null;
    everUp = false;
    failures = refusals = asked = 0;
    api.abortAll();
  }

  return {
    start() {
      if (running) return;
      running = true;
      undo.push(
        env.onOnline?.(now) ?? (() => {}),
        env.onVisible?.(now) ?? (() => {}),
        env.onOffline?.(() => {
          if (way === null) hooks.show({ phase: waitingPhase() });
          else check();
        }) ?? (() => {}),
      );
      void connect();
    },
    close,
    now,
    put,
    sync,
    signOut,
    way: () => way,
  };
}
