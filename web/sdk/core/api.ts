// JSON over HTTP with the right credential: bearer header or same-origin cookie, a time limit, one
// renewal of a refused token. Turns refusals into ApiError. Does not retry and does not know what
// the calls mean.
import type { ApiError, ClientOptions, ResponseLike } from './types.ts';
import { parseJson, toWireError } from './validate.ts';
import type { WireError } from './wire.ts';

export type Api = ReturnType<typeof createApi>;

const TIME_LIMIT = 15_000;
const JSON_TYPE = 'application/json';

export function createApi({ url, auth, env }: ClientOptions, signedOut: () => void) {
  const exchanges = new Set<{ abort(): void }>();

  /**
   * One HTTP exchange up to its headers; the body is read by `use`, and when that ends the
   * exchange does. The time limit holds for headers and body each, or (stream) headers only.
   */
  async function exchange<T>(
    method: string,
    path: string,
    body: unknown,
    accept: string,
    limit: number,
    use: (response: ResponseLike, abort: () => void) => Promise<T>,
  ): Promise<T> {
    for (let renew = false; ; renew = true) {
      const headers: Record<string, string> = { accept };
      if (body !== undefined) headers['content-type'] = JSON_TYPE;
      const token = await bearer(renew);
      const cookie = token === undefined;
      if (cookie) headers['x-antiphon'] = '1';
      else headers.authorization = `Bearer ${token}`;
      const exchange = env.abort();
      const abort = () => exchange.abort();
      exchanges.add(exchange);
      let timer = env.setTimeout(abort, limit);
      try {
        const response = await env
          .fetch(url + path, {
            method,
            headers,
            body: JSON.stringify(body),
            credentials: cookie ? 'same-origin' : 'omit',
            signal: exchange.signal,
          })
          .catch(unreachable);
        env.clearTimeout(timer);
        if (response.status === 401) {
          if (!cookie && !renew) continue;
          signedOut();
        }
        if (accept === JSON_TYPE) timer = env.setTimeout(abort, TIME_LIMIT);
        return await use(response, abort);
      } finally {
        env.clearTimeout(timer);
        exchanges.delete(exchange);
      }
    }
  }

  /** The token to show; undefined where the browser shows the cookie by itself. */
  async function bearer(renew: boolean): Promise<string | undefined> {
    if (auth.mode === 'cookie') return;
    const token = await auth.token(renew);
    if (token !== null) return token;
    signedOut();
    throw apiError(401, { code: 'signed_out', message: 'Signed out. Sign in again.' });
  }

  /** With `check`, an answer of the wrong shape is an error too. */
  const request = <T>(
    method: string,
    path: string,
    body?: unknown,
    check?: (value: unknown) => value is T,
    limit = TIME_LIMIT,
  ): Promise<T> =>
    exchange(method, path, body, JSON_TYPE, limit, async (response) => {
      if (response.status >= 400) throw await refusal(response);
      const value = parseJson(await response.text().catch(unreachable));
      if (check && !check(value)) throw apiError(502, toWireError(null));
      return value as T;
    });

  return {
    exchange,
    request,
    get: <T>(path: string, check?: (value: unknown) => value is T, limit?: number) =>
      request('GET', path, undefined, check, limit),
    /** What proves on a socket who we are: the token, or a ticket got by the cookie. */
    async credential(renew: boolean): Promise<object> {
      const token = await bearer(renew);
      if (token !== undefined) return { token };
      const { ticket } = await request<{ ticket: string }>('POST', '/api/live/ticket');
      return { ticket };
    },
    abortAll() {
      for (const exchange of exchanges) exchange.abort();
    },
  };
}

function unreachable(): never {
  throw apiError(0, {
    code: 'network',
    message: 'The server cannot be reached. Try again soon.',
  });
}

/** No answer, or one that says "not now": the same request may succeed later. */
export const isTransient = (error: unknown): boolean => {
  const { status } = error as ApiError;
  return !status || status === 408 || status === 429 || status >= 500;
};

const apiError = (status: number, error: WireError): ApiError =>
  Object.assign(new Error(error.message), error, { status });

export const wireError = ({ code, message, field }: WireError): WireError => ({
  code,
  message,
  field,
});

async function refusal(response: ResponseLike): Promise<ApiError> {
  const body = parseJson(await response.text().catch(() => '')) as { error?: unknown } | undefined;
  const error = toWireError(body?.error);
  const after = Number(response.headers.get('retry-after'));
  if (after > 0) error.retry_after_ms ??= after * 1000;
  return apiError(response.status, error);
}
