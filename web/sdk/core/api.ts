// JSON over HTTP with the right credential: bearer header or same-origin cookie, a time limit, one
// renewal of a refused token. Turns refusals into ApiError. Does not retry and does not know what
// the calls mean.
import type { ApiError, ClientOptions, RequestLike, ResponseLike } from './types.ts';
import { toWireError } from './validate.ts';
import type { WireError } from './wire.ts';

export type Api = ReturnType<typeof createApi>;

const TIME_LIMIT = 15_000;

export function createApi({ url, auth, env }: ClientOptions, signedOut: () => void) {
  const running = new Set<{ abort(): void }>();

  /** One HTTP exchange; the answer may be streamed, so the time limit is only for its headers. */
  async function open(
    method: string,
    path: string,
    body?: unknown,
    accept = 'application/json',
    limit = TIME_LIMIT,
  ) {
    for (let renew = false; ; renew = true) {
      const headers: Record<string, string> = { accept };
      if (body !== undefined) headers['content-type'] = 'application/json';
      if (auth.mode === 'cookie') headers['x-antiphon'] = '1';
      else {
        const token = await auth.token(renew);
        if (token === null) {
          signedOut();
          throw apiError(401, {
            code: 'signed_out',
            message: 'You are signed out. Sign in again.',
          });
        }
        headers.authorization = `Bearer ${token}`;
      }
      const abort = env.abort();
      running.add(abort);
      const timer = env.setTimeout(abort.abort, limit);
      const done = () => {
        env.clearTimeout(timer);
        running.delete(abort);
      };
      let response: ResponseLike;
      try {
        const init: RequestLike = {
          method,
          headers,
          credentials: auth.mode === 'cookie' ? 'same-origin' : 'omit',
          signal: abort.signal,
        };
        if (body !== undefined) init.body = JSON.stringify(body);
        response = await env.fetch(url + path, init);
      } catch {
        done();
        throw apiError(0, {
          code: 'network',
          message: 'The server cannot be reached. Check the connection and try again.',
        });
      }
      env.clearTimeout(timer);
      if (response.status !== 401) return { response, abort, done };
      done();
      if (auth.mode === 'cookie' || renew) {
        signedOut();
        throw await refusal(response);
      }
    }
  }

  async function request<T>(
    method: string,
    path: string,
    body?: unknown,
    limit?: number,
  ): Promise<T> {
    const { response, abort, done } = await open(method, path, body, undefined, limit);
    // The body has a time limit of its own: headers may come and the rest never.
    const timer = env.setTimeout(abort.abort, TIME_LIMIT);
    try {
      if (response.status >= 400) throw await refusal(response);
      const text = await response.text().catch(() => {
        throw apiError(0, { code: 'network', message: 'The answer broke off. Try again.' });
      });
      return (text ? parse(text) : undefined) as T;
    } finally {
      env.clearTimeout(timer);
      done();
    }
  }

  return {
    open,
    request,
    /** As request, but an answer of the wrong shape is an error too. */
    async get<T>(path: string, check: (value: unknown) => value is T, limit?: number): Promise<T> {
      const value = await request<unknown>('GET', path, undefined, limit);
      if (!check(value)) throw apiError(502, toWireError(null));
      return value;
    },
    abortAll() {
      for (const abort of running) abort.abort();
      running.clear();
    },
  };
}

/** No answer, or one that says "not now": the same request may succeed later. */
export const isTransient = (error: unknown): boolean => {
  const { status } = error as ApiError;
  return !status || status === 408 || status === 425 || status === 429 || status >= 500;
};

export function apiError(status: number, { message, ...rest }: WireError): ApiError {
  return Object.assign(new Error(message), { status }, rest) as ApiError;
}

export const wireError = (error: unknown): WireError => {
  const { code = 'unknown', message, field } = error as ApiError;
  return { code, message, field };
};

async function refusal(response: ResponseLike): Promise<ApiError> {
  const body = parse(await response.text().catch(() => '')) as { error?: unknown } | undefined;
  const error = toWireError(body?.error);
  const after = Number(response.headers.get('retry-after'));
  if (after > 0) error.retry_after_ms ??= after * 1000;
  return apiError(response.status, error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
