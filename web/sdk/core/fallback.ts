// The ways of a network that lets no WebSocket through: one stream of server-sent events per
// followed log, read with fetch so that it carries the header; and where something holds streams
// back, long polls. Loaded on first need. Sends are the outbox's business.
import type { Api } from './api.ts';
import type { Follow, LinkHooks, Way } from './link.ts';
import { createSseParser } from './sse.ts';
import type { Timers } from './timers.ts';
import type { Environment } from './types.ts';
import type { EntryPage, FeedPage, Frame } from './wire.ts';

const SILENT_STREAM = 40_000;
const HEADERS_LIMIT = 15_000;
const POLL_WAIT_S = 25;
const MUTE_STREAMS = 3;

export type Fallback = ReturnType<typeof createFallback>;

interface Run {
  live: boolean;
  attempt: number;
  streams: Map<string, Stream>;
}

interface Stream {
  gone: boolean;
  /** Anything came over it. */
  heard: boolean;
  abort(): void;
}

const brokeOff = () => Object.assign(new Error('broke off'), { status: 0 });

export function createFallback({
  isTransient,
  backoff,
  api,
  env,
  timers,
  hooks,
  hear,
  enter,
  way,
  connect,
}: {
  isTransient: (error: unknown) => boolean;
  backoff: (env: Environment, attempt: number) => number;
  api: Api;
  env: Environment;
  timers: Timers;
  hooks: LinkHooks;
  /** null: it was not what it should be. */
  hear(value: unknown): Frame | null;
  /** This way is open now; null: none is. */
  enter(way: Way | null): void;
  way(): Way | null;
  /** Tries the socket, unless that is being done. */
  connect(): void;
}) {
  let run: Run | null = null;
  /** Something between here and the server holds streams back. */
  let noStreams = false;
  /** Streams in a row that broke off before they said anything, though the server was there. */
  let mute = 0;

  /** First a plain request: it tells "no sockets here" from "no server". */
  async function probe(mine: Run) {
    try {
      const { id } = await api.get<{ id: string }>('/api/me');
      hooks.frame({ type: 'welcome', principal_id: id } as Frame);
    } catch (error) {
      if (mine.live && isTransient(error)) again(mine);
      return;
    }
    if (!mine.live) return;
    // It was away and is back: the socket deserves a new chance soon.
    if (mine.attempt) timers.after('retry', 500, connect);
    mine.attempt = 0;
    enter(noStreams ? 'poll' : 'sse');
    sync();
  }

  function again(mine: Run) {
    timers.after('probe', backoff(env, mine.attempt++), () => void probe(mine));
  }

  /** Follows what should be followed, leaves what no longer should. */
  function sync() {
    if (!run || !way()) return;
    const wanted = new Set(hooks.follows().map(pathOf));
    for (const [path, stream] of run.streams) if (!wanted.has(path)) stop(run, path, stream);
    for (const path of wanted) if (!run.streams.has(path)) void follow(run, path);
  }

  function stop(from: Run, path: string, stream: Stream) {
    from.streams.delete(path);
    stream.gone = true;
    stream.abort();
  }

  async function follow(mine: Run, path: string) {
    const stream: Stream = { gone: false, heard: false, abort() {} };
    mine.streams.set(path, stream);
    while (!stream.gone) {
      const one = hooks.follows().find((candidate) => pathOf(candidate) === path);
      if (!one) return stop(mine, path, stream);
      try {
        await (noStreams ? poll(one, stream) : listen(one, stream));
      } catch (error) {
        if (stream.gone) return;
        stop(mine, path, stream);
        if (!isTransient(error)) {
          const { conversation_id } = one;
          return void hear({ type: 'error', conversation_id, error });
        }
        if (!stream.heard && ++mute >= MUTE_STREAMS) noStreams = true;
        // The server went away: back to the probe, which waits and begins again.
        for (const [other, its] of mine.streams) stop(mine, other, its);
        enter(null);
        again(mine);
      }
    }
  }

  async function poll(one: Follow, stream: Stream) {
    const limit = (POLL_WAIT_S + 15) * 1_000;
    const path = `${query(one)}&wait=${POLL_WAIT_S}`;
    const page = await api.get<EntryPage | FeedPage>(path, undefined, limit);
    const what =
      one.conversation_id === null
        ? { type: 'feed' }
        : { type: 'entries', conversation_id: one.conversation_id };
    if (!stream.gone && !hear({ ...page, ...what })) throw brokeOff();
  }

  async function listen(one: Follow, stream: Stream) {
    const call = env.abort();
    stream.abort = () => call.abort();
    const silence = `silence ${pathOf(one)}`;
    const rearm = () =>
      timers.after(silence, SILENT_STREAM, () => {
        if (!stream.heard) giveUpStreams();
        call.abort();
      });
    // An answer that does not come says nothing about streams yet.
    timers.after(silence, HEADERS_LIMIT, stream.abort);
    try {
      const token = await api.bearer(false);
      const type = 'text/event-stream';
      const response = await api.send('GET', query(one), undefined, token, call.signal, type);
      if (stream.gone) return;
      // A refused token is renewed by the probe.
      if (response.status >= 500 || response.status === 401) throw brokeOff();
      const reader = response.body?.getReader();
      const isStream = response.headers.get('content-type')?.startsWith(type);
      if (response.status >= 400 || !reader || !isStream) {
        call.abort();
        return giveUpStreams();
      }
      const decoder = env.decoder();
      const parse = createSseParser(({ event, data }) => {
        if (!stream.gone) pass(one, event, data);
      });
      for (;;) {
        rearm();
        const { done, value } = await reader.read();
        if (done) break;
        stream.heard = true;
        mute = 0;
        if (value) parse(decoder.decode(value, { stream: true }));
      }
    } catch {
      if (!stream.gone && !noStreams) throw brokeOff();
    } finally {
      timers.cancel(silence);
    }
    // An orderly end: take up again from the position reached, but never in a tight loop.
    if (!stream.gone)
      await new Promise<void>((resolve) => timers.after(`again ${pathOf(one)}`, 500, resolve));
  }

  function giveUpStreams() {
    noStreams = true;
    enter('poll');
  }

  /** An event is a frame of the socket with its type and conversation told apart. */
  function pass({ conversation_id }: Follow, event: string, data: string) {
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(data);
    } catch {
      return void hear(null);
    }
    hear({
      ...(event === 'entry'
        ? { entry: body }
        : event === 'head'
          ? { heads: { [conversation_id!]: body.head ?? body.seq } }
          : body),
      type: event === 'head' ? 'heads' : event,
      conversation_id,
    });
  }

  return {
    start() {
      run = { live: true, attempt: 0, streams: new Map() };
      void probe(run);
    },
    stop() {
      timers.cancel('probe');
      if (!run) return;
      run.live = false;
      for (const [path, stream] of run.streams) stop(run, path, stream);
      run = null;
    },
    now() {
      timers.cancel('probe');
      if (run && !way()) {
        run.attempt = 0;
        void probe(run);
      }
    },
    sync,
  };
}

const pathOf = ({ conversation_id: id }: Follow) =>
  id === null ? '/api/feed' : `/api/conversations/${id}/events`;

const query = (one: Follow) =>
  one.conversation_id === null
    ? `${pathOf(one)}?after=${encodeURIComponent(one.after)}`
    : `${pathOf(one)}?after_seq=${one.after_seq}&epoch=${one.epoch}`;
