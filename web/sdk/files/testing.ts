// The server's door for files in memory, as far as uploads can see it: announcements, parts at an
// offset, what is there when a line is cut, refusals in words. Not part of the product's bundles.
import type { FakeClock } from '../core/testing/index.ts';
import type { Client, Environment, RequestLike, ResponseLike } from '../core/types.ts';
import type { FileLike } from './uploads.ts';

interface Kept {
  name: string;
  size: number;
  bytes: Buffer;
  ready: boolean;
}

type Refusal = { status: number; code: string; message: string; after?: number };

export class FakeFiles {
  kept = new Map<string, Kept>();
  /** `METHOD id offset` of every call that arrived. */
  calls: string[] = [];
  /** Headers of the last call. */
  headers: Record<string, string> = {};
  credentials = '';
  /** Answers are held back until `go()`. */
  held: (() => void)[] | null = null;
  /** The next calls with these methods meet this. */
  next: { method: string; fault: 'cut' | 'lose the answer' | Refusal }[] = [];
  isOnline = true;
  tokens = ['t1'];
  private ears = new Set<() => void>();
  private ids = 0;

  constructor(readonly clock: FakeClock) {}

  client(auth: 'cookie' | 'bearer' = 'cookie'): Pick<Client, 'options'> {
    const env: Environment = {
      fetch: (url, init) => this.fetch(url, init),
      socket: null,
      abort: () => new AbortController(),
      decoder: () => new TextDecoder(),
      now: this.clock.now,
      setTimeout: this.clock.setTimeout,
      clearTimeout: this.clock.clearTimeout,
      random: () => 0.5,
      uuid: () => `k${++this.ids}`,
      storage: null,
      isOnline: () => this.isOnline,
      onOnline: (run) => {
        this.ears.add(run);
        return () => this.ears.delete(run);
      },
    };
    const token = (renew: boolean) => (renew ? (this.tokens[1] ?? null) : this.tokens[0]!);
    return {
      options: {
        url: 'https://chat.test',
        scope: 'x',
        env,
        auth: auth === 'cookie' ? { mode: 'cookie' } : { mode: 'bearer', token },
      },
    };
  }

  goOnline(): void {
    this.isOnline = true;
    for (const ear of this.ears) ear();
  }

  go(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const answer of held) answer();
  }

  private fetch(url: string, init: RequestLike): Promise<ResponseLike> {
    const { method, headers } = init;
    const signal = init.signal as AbortSignal;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      if (!this.isOnline) return reject(new TypeError('offline'));
      const id = url.slice('https://chat.test/api/files/'.length);
      this.calls.push([method, id, headers['upload-offset']].filter(Boolean).join(' '));
      this.headers = headers;
      this.credentials = init.credentials;
      const at = this.next.findIndex((one) => one.method === method);
      const fault = at < 0 ? undefined : this.next.splice(at, 1)[0]!.fault;
      const answer = this.answer(id, init, fault);
      if (fault === 'cut' || fault === 'lose the answer')
        return void this.clock.setTimeout(() => reject(new TypeError('cut')), 5);
      const give = () => resolve(answer);
      if (this.held) this.held.push(give);
      else this.clock.setTimeout(give, 5);
    });
  }

  private answer(
    id: string,
    { method, headers, body }: RequestLike,
    fault: 'cut' | 'lose the answer' | Refusal | undefined,
  ): ResponseLike {
    if (headers['tus-resumable'] !== '1.0.0') return refused(422, 'invalid', 'Speak tus 1.0.0.');
    const token = headers.authorization?.slice('Bearer '.length);
    if (!headers['x-antiphon'] && token !== this.tokens.at(-1))
      return refused(401, 'unauthenticated', 'Sign in.');
    if (typeof fault === 'object') {
      const { status, code, message, after } = fault;
      if (status === 415) this.kept.delete(id);
      return refused(status, code, message, after);
    }
    if (method === 'POST') {
      if (fault === 'cut') return answered(0, {});
      const name = /^filename (\S+)$/.exec(headers['upload-metadata'] ?? '')?.[1] ?? '';
      const size = Number(headers['upload-length']);
      const made = `f${++this.ids}`;
      const text = Buffer.from(name, 'base64').toString();
      this.kept.set(made, { name: text, size, bytes: Buffer.alloc(0), ready: false });
      return answered(201, { location: `/api/files/${made}` });
    }
    const file = this.kept.get(id);
    if (!file) return refused(404, 'not_found', 'There is no such file.');
    if (method === 'DELETE') {
      this.kept.delete(id);
      return answered(204, {});
    }
    if (method === 'PATCH') {
      if (Number(headers['upload-offset']) !== file.bytes.length)
        return refused(409, 'wrong_offset', 'Another part has come meanwhile.');
      const bytes = new Uint8Array(body as ArrayBuffer);
      // What came before the line was cut is kept.
      const here = fault === 'cut' ? bytes.subarray(0, bytes.length >> 1) : bytes;
      file.bytes = Buffer.concat([file.bytes, here]);
      file.ready = file.bytes.length === file.size && fault !== 'cut';
    }
    return answered(method === 'HEAD' ? 200 : 204, { 'upload-offset': String(file.bytes.length) });
  }
}

const answered = (status: number, headers: Record<string, string>, body = ''): ResponseLike => ({
  status,
  headers: { get: (name) => headers[name] ?? null },
  text: async () => body,
});

const refused = (status: number, code: string, message: string, after?: number) =>
  answered(
    status,
    after ? { 'retry-after': String(after) } : {},
    JSON.stringify({ error: { code, message } }),
  );

/** A file of bytes that tell their place. */
export function file(name: string, size: number, type = 'text/plain'): FileLike & Blob {
  const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
  return Object.assign(new Blob([bytes], { type }), { name });
}
