// Files on their way to the server, in pieces (tus 1.0), so that a cut line loses little and how far
// each one is can be shown. Goes on by itself for as long as the page lives; what the server refuses
// for good fails with its words. Knows nothing of messages: whoever sends one takes what is done.
import { withoutTurns } from '@antiphon/markdown/turns';
import { isTransient } from '../core/api.ts';
import { backoff } from '../core/timers.ts';
import type { ApiError, Client, ResponseLike, TimerId } from '../core/types.ts';
import type { Attachment, WireError } from '../core/wire.ts';
import { type Call, createExchange, refusal } from './exchange.ts';

/** What a browser's File is, as far as it matters here. */
export interface FileLike {
  readonly name: string;
  readonly size: number;
  readonly type: string;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface Upload {
  key: string;
  name: string;
  size: number;
  /** As the device calls it: the server decides by the content. */
  mime: string;
  /** `waiting` for its turn, or for the line to come back. */
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** 0 to 1, by what the server is known to have. */
  progress: number;
  /** Why it failed. The server's words, or the codes `too_many` and `unreadable`. */
  error: WireError | null;
  /** Another try may end otherwise: it did not fail by what it is. */
  can_retry: boolean;
  /** Once it is done: what a message carries. */
  attachment: Attachment | null;
}

export interface Uploads {
  /** In the order they were added; the same list until something changed. */
  get(): readonly Upload[];
  subscribe(listener: () => void): () => void;
  /** Returns the keys of what was added. */
  add(files: Iterable<FileLike>): string[];
  /** Ends it, wherever it stands, and takes back what the server has of it. */
  cancel(key: string): void;
  retry(key: string): void;
  /** The done ones, which leave the list: a message carries them now. */
  take(): Attachment[];
  /** Ends all that is on its way. */
  close(): void;
}

/** Of an upload that is not done. */
interface Job {
  file: FileLike;
  /** Where the server keeps it, once it was announced. */
  path: string;
  /** Bytes that the server is known to have; null: to be asked. */
  offset: number | null;
  attempt: number;
  running: boolean;
  call?: Call;
  timer?: TimerId;
}

/** What one message takes along. */
const MOST = 10;
const AT_ONCE = 2;
const PIECE = 512 * 1024;

/** Refusals that are about the file itself: type, size, name. */
const FINAL = [413, 415, 422];

export function createUploads(client: Pick<Client, 'options'>): Uploads {
  const { env } = client.options;
  const exchange = createExchange(client.options);
  const listeners = new Set<() => void>();
  const jobs = new Map<string, Job>();
  let list: readonly Upload[] = [];
  let running = 0;
  let closed = false;

  function set(next: readonly Upload[]) {
    list = next;
    for (const listener of [...listeners]) listener();
  }

  function show(key: string, patch: Partial<Upload>) {
    set(list.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  }

  function fail(key: string, error: WireError & { status?: number }) {
    const { code, message, status } = error;
    const can_retry = status !== undefined && !FINAL.includes(status);
    show(key, { state: 'failed', error: { code, message }, can_retry });
  }

  // ---- one file

  /** Tells the server that it comes. */
  async function announce(job: Job, begun: (call: Call) => void): Promise<void> {
    const response = await exchange(
      'POST',
      '/api/files',
      {
        'upload-length': String(job.file.size),
        'upload-metadata': `filename ${base64(job.file.name)}`,
      },
      undefined,
      begun,
    );
    const id = response.headers.get('location')?.split('/').at(-1);
    if (!id) throw unclear();
    job.path = `/api/files/${id}`;
    job.offset = 0;
  }

  /** How much the server says it has. */
  function offsetIn({ headers }: ResponseLike, { size }: FileLike): number {
    const offset = Number(headers.get('upload-offset') ?? Number.NaN);
    if (!Number.isInteger(offset) || offset < 0 || offset > size) throw unclear();
    return offset;
  }

  async function send(key: string, job: Job): Promise<void> {
    const { file } = job;
    const begun = (call: Call) => {
      job.call = call;
      // Given up while the token was on its way.
      if (!jobs.has(key)) call.abort();
    };
    const reached = () => show(key, { progress: file.size ? job.offset! / file.size : 0 });
    if (!job.path) await announce(job, begun);
    if (job.offset === null) {
      const { path } = job;
      job.offset = offsetIn(await exchange('HEAD', path, {}, undefined, begun), file);
      reached();
    }
    // Also when all is there: the server looks at a file when its last part comes, and an answer
    // that was lost leaves open whether it did.
    do {
      const from: number = job.offset;
      const to = Math.min(file.size, from + PIECE);
      const bytes = await file
        .slice(from, to)
        .arrayBuffer()
        .catch(() => null);
      // Moved or changed on the device since it was chosen.
      if (bytes?.byteLength !== to - from) throw unreadable();
      const headers = {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(from),
      };
      const response = await exchange('PATCH', job.path, headers, bytes, begun);
      job.offset = offsetIn(response, file);
      if (job.offset <= from && to > from) throw unclear();
      job.attempt = 0;
      reached();
    } while (job.offset < file.size);
  }

  async function run(key: string, job: Job) {
    const { file } = job;
    running += 1;
    job.running = true;
    show(key, { state: 'sending' });
    try {
      await send(key, job);
      if (!jobs.delete(key)) return;
      const id = job.path.split('/').at(-1)!;
      const attachment = { id, name: withoutTurns(file.name), mime: file.type, size: file.size };
      show(key, { state: 'done', progress: 1, attachment });
    } catch (caught) {
      if (jobs.has(key) && !closed) goOnLater(key, job, caught as ApiError);
    } finally {
      running -= 1;
      job.running = false;
      pump();
    }
  }

  function goOnLater(key: string, job: Job, error: ApiError) {
    const { status, code, retry_after_ms } = error;
    const isGone = status === 404 && job.path !== '';
    // Signed out is nothing that time mends.
    const mayPass = isTransient(error) && status !== 401;
    if (!mayPass && !isGone && code !== 'wrong_offset') return fail(key, error);
    job.offset = null;
    // Cleared away meanwhile, or refused by an answer that was lost: from the beginning, then.
    if (isGone) job.path = '';
    show(key, { state: 'waiting', ...(isGone && { progress: 0 }) });
    job.timer = env.setTimeout(
      () => {
        job.timer = undefined;
        pump();
      },
      retry_after_ms ?? backoff(env, job.attempt++),
    );
  }

  /** Begins what can begin, in order. */
  function pump() {
    if (closed || env.isOnline?.() === false) return;
    for (const { key, state } of list) {
      const job = jobs.get(key);
      if (running >= AT_ONCE) return;
      if (job && state === 'waiting' && !job.running && job.timer === undefined) void run(key, job);
    }
  }

  /** What waits for a better time need not wait any more. */
  function now() {
    for (const job of jobs.values()) {
      env.clearTimeout(job.timer);
      job.timer = undefined;
      job.attempt = 0;
    }
    pump();
  }
  const deaf = env.onOnline?.(now);

  return {
    get: () => list,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    add(files) {
      const added = [...files].map((file): Upload => {
        const key = env.uuid();
        jobs.set(key, { file, path: '', offset: null, attempt: 0, running: false });
        const { name, size, type: mime } = file;
        return {
          key,
          name: withoutTurns(name),
          size,
          mime,
          state: 'waiting',
          progress: 0,
          error: null,
          can_retry: false,
          attachment: null,
        };
      });
      const room = MOST - list.filter((one) => one.state !== 'failed').length;
      set([...list, ...added]);
      for (const { key } of added.slice(Math.max(0, room))) fail(key, { ...tooMany, status: 0 });
      pump();
      return added.map((one) => one.key);
    },
    cancel(key) {
      const one = list.find((upload) => upload.key === key);
      const job = jobs.get(key);
      jobs.delete(key);
      set(list.filter((upload) => upload.key !== key));
      job?.call?.abort();
      env.clearTimeout(job?.timer);
      const path = job?.path || (one?.attachment && `/api/files/${one.attachment.id}`);
      // What does not arrive the server finds by itself: files that no message carries are cleaned up.
      if (path && one?.error === null) exchange('DELETE', path).catch(() => {});
      pump();
    },
    retry(key) {
      const job = jobs.get(key);
      const one = list.find((upload) => upload.key === key);
      if (!job || one?.state !== 'failed') return;
      const others = list.filter((upload) => upload.state !== 'failed');
      if (others.length >= MOST) return;
      job.attempt = 0;
      job.offset = job.path ? null : job.offset;
      show(key, { state: 'waiting', error: null });
      pump();
    },
    take() {
      const done = list.flatMap((one) => one.attachment ?? []);
      set(list.filter((one) => !one.attachment));
      return done;
    },
    close() {
      closed = true;
      deaf?.();
      for (const job of jobs.values()) env.clearTimeout(job.timer);
      exchange.close();
      listeners.clear();
    },
  };
}

const tooMany: WireError = {
  code: 'too_many',
  message: 'A message takes at most 10 files. Send this one with the next.',
};

const unreadable = () =>
  refusal(422, { code: 'unreadable', message: 'This file cannot be read. Choose it again.' });

/** An answer that is none: as if none had come. */
const unclear = () => refusal(502, { code: 'unknown', message: 'The answer cannot be read.' });

/** Of its UTF-8, as the header wants it. */
const base64 = (text: string) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
