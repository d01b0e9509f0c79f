// The ways of a network that lets no WebSocket through: one stream of server-sent events per
// followed log, read with fetch so that it carries the header; and where something holds streams
// back, long polls. Loaded on first need. Sends are the outbox's business.
import type { Api, isTransient } from './api.ts';
import type { backoff } from './backoff.ts';
import type { Follow, LinkHooks, Way } from './link.ts';
import { createSseParser } from './sse.ts';
import type { ApiError, Environment, TimerId } from './types.ts';
import type { isEntryPage, parseFrame } from './validate.ts';
import type { FeedPage } from './wire.ts';

const SILENT_STREAM = 40_000;
const POLL_WAIT_S = 25;

export type Fallback = ReturnType<typeof createFallback>;

interface Run {
  live: boolean;
  attempt: number;
  streams: Map<string, Stream>;
}

interface Stream {
  gone: boolean;
  abort(): void;
}

const brokeOff = () => Object.assign(new Error('broke off'), { status: 0 });

/** Handed over instead of imported, so that the main chunk stays one file without a shared third. */
export interface Tools {
  isTransient: typeof isTransient;
  backoff: typeof backoff;
  isEntryPage: typeof isEntryPage;
  parseFrame: typeof parseFrame;
}

export function createFallback(
  { isTransient, backoff, isEntryPage, parseFrame }: Tools,
  api: Api,
  env: Environment,
  hooks: LinkHooks,
  link: {
    after(name: string, ms: number, run: () => void): void;
    cancel(name: string): void;
    opened(way: Way): void;
    lost(): void;
    way(): Way | null;
    serverIsBack(): void;
  },
) {
  let run: Run | null = null;
  /** Something between here and the server holds streams back. */
  let noStreams = false;

  /** First a plain request: it tells "no sockets here" from "no server". */
  async function probe(mine: Run) {
    try {
      await api.request('GET', '/api/me');
    } catch (error) {
      if (mine.live && isTransient(error)) again(mine);
      return;
    }
    if (!mine.live) return;
    // It was away and is back: the socket deserves a new chance soon.
    if (mine.attempt) link.serverIsBack();
    mine.attempt = 0;
    link.opened(noStreams ? 'poll' : 'sse');
    sync();
  }

  function again(mine: Run) {
    link.after('probe', backoff(mine.attempt++, env.random()), () => void probe(mine));
  }

  /** Follows what should be followed, leaves what no longer should. */
  function sync() {
    if (!run || !link.way()) return;
    const wanted = new Set(hooks.follows().map(({ path }) => path));
    for (const [path, stream] of run.streams) if (!wanted.has(path)) stop(run, path, stream);
    for (const path of wanted) if (!run.streams.has(path)) void follow(run, path);
  }

  function stop(from: Run, path: string, stream: Stream) {
    from.streams.delete(path);
    stream.gone = true;
    stream.abort();
  }

  async function follow(mine: Run, path: string) {
    const stream: Stream = { gone: false, abort() {} };
    mine.streams.set(path, stream);
    while (!stream.gone) {
      const one = hooks.follows().find((candidate) => candidate.path === path);
      if (!one) return stop(mine, path, stream);
      try {
        await (noStreams ? poll(one, stream) : listen(one, stream));
      } catch (error) {
        if (stream.gone) return;
        stop(mine, path, stream);
        if (!isTransient(error)) return hooks.refused(one, error as ApiError);
        // The server went away: back to the probe, which waits and begins again.
        for (const [other, its] of mine.streams) stop(mine, other, its);
        link.lost();
        again(mine);
      }
    }
  }

  const query = ({ conversation_id, path, after, epoch }: Follow) =>
    `${path}?${conversation_id === null ? 'after' : 'after_seq'}=${encodeURIComponent(after)}${epoch ? `&epoch=${epoch}` : ''}`;

  async function poll(one: Follow, stream: Stream) {
    const path = `${query(one)}&wait=${POLL_WAIT_S}`;
    const limit = (POLL_WAIT_S + 15) * 1_000;
    if (one.conversation_id === null) {
      const page = await api.request<FeedPage>('GET', path, undefined, undefined, limit);
      if (!stream.gone) hooks.feedPage(page);
    } else {
      const page = await api.request('GET', path, undefined, isEntryPage, limit);
      if (!stream.gone) hooks.page(one.conversation_id, page, Number(one.after));
    }
  }

  async function listen(one: Follow, stream: Stream) {
    let heard = false;
    await api.exchange(
      'GET',
      query(one),
      undefined,
      'text/event-stream',
      15_000,
      async (response, abort) => {
        const reader = response.body?.getReader();
        const type = response.headers.get('content-type') ?? '';
        if (response.status >= 500) throw brokeOff();
        if (response.status >= 400 || !reader || !type.startsWith('text/event-stream')) {
          abort();
          return giveUpStreams();
        }
        stream.abort = abort;
        if (stream.gone) return abort();
        let silence: TimerId;
        const rearm = () => {
          silence = env.setTimeout(() => {
            if (!heard) giveUpStreams();
            abort();
          }, SILENT_STREAM);
        };
        const decoder = env.decoder();
        const parse = createSseParser(({ event, data }) => {
          if (!stream.gone) hear(one, event, data);
        });
        rearm();
        try {
          for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            heard = true;
            env.clearTimeout(silence!);
            rearm();
            if (value) parse(decoder.decode(value, { stream: true }));
          }
        } catch {
          if (!stream.gone && !noStreams) throw brokeOff();
        } finally {
          env.clearTimeout(silence!);
        }
      },
    );
    // An orderly end: take up again from the position reached, but never in a tight loop.
    if (!stream.gone)
      await new Promise<void>((resolve) => link.after(`again ${one.path}`, 500, resolve));
  }

  function giveUpStreams() {
    noStreams = true;
    hooks.show({ transport: 'poll' });
    link.opened('poll');
  }

  function hear({ conversation_id }: Follow, event: string, data: string) {
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(data);
    } catch {
      return hooks.bad();
    }
    const frame = parseFrame({
      ...(event === 'entry'
        ? { entry: body }
        : event === 'head'
          ? { heads: { [conversation_id!]: body.head ?? body.seq } }
          : { has_more: false, ...body }),
      type: event === 'head' ? 'heads' : event,
      conversation_id,
    });
    if (frame) hooks.frame(frame);
    else hooks.bad();
  }

  return {
    start() {
      run = { live: true, attempt: 0, streams: new Map() };
      void probe(run);
    },
    stop() {
      link.cancel('probe');
      if (!run) return;
      run.live = false;
      for (const [path, stream] of run.streams) stop(run, path, stream);
      run = null;
    },
    now() {
      link.cancel('probe');
      if (run && !link.way()) {
        run.attempt = 0;
        void probe(run);
      }
    },
    sync,
  };
}
