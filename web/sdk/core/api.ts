// JSON over HTTP with the right credential: bearer header or same-origin cookie, a time limit, one
// renewal of a refused token. Turns refusals into ApiError. Does not retry and does not know what
// the calls mean.
import type { ApiError, ClientOptions, ResponseLike } from './types.ts';
import { parseJson, toWireError } from './validate.ts';
import type { WireError } from './wire.ts';

export type Api = ReturnType<typeof createApi>;

const TIME_LIMIT = 20_000;

export function createApi({ url, auth, env }: ClientOptions, signedOut: () => void) {
  const calls = new Set<{ abort(): void }>();

  /** The token to show; undefined where the browser shows the cookie by itself. */
  async function bearer(renew: boolean): Promise<string | undefined> {
    if (auth.mode === 'cookie') return;
    const token = await auth.token(renew);
    if (token !== null) return token;
    signedOut();
    throw apiError(401, { code: 'signed_out', message: 'Sign in again.' });
  }

  /** One exchange up to its headers. */
  function send(
    method: string,
    path: string,
    body: unknown,
    token: string | undefined,
    signal: unknown,
    accept = 'application/json',
  ): Promise<ResponseLike> {
    const cookie = token === undefined;
    const headers: Record<string, string> = {
      accept,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(cookie ? { 'x-antiphon': '1' } : { authorization: `Bearer ${token}` }),
    };
    const credentials = cookie ? 'same-origin' : 'omit';
    const init = { method, headers, body: JSON.stringify(body), credentials, signal } as const;
    return env.fetch(url + path, init).catch(unreachable);
  }

  /** With `check`, an answer of the wrong shape is an error too. */
  async function request<T>(
    method: string,
    path: string,
    body?: unknown,
    check?: (value: unknown) => value is T,
    limit = TIME_LIMIT,
  ): Promise<T> {
    for (let renew = false; ; renew = true) {
      const token = await bearer(renew);
      const call = env.abort();
      calls.add(call);
      const timer = env.setTimeout(() => call.abort(), limit);
      try {
        const response = await send(method, path, body, token, call.signal);
        const { status } = response;
        if (status === 401 && token !== undefined && !renew) continue;
        const value = parseJson(await response.text().catch(unreachable));
        if (status === 401) signedOut();
        if (status >= 400) throw refusal(response, value);
        if (check && !check(value)) throw apiError(502, toWireError(null));
        return value as T;
      } finally {
        env.clearTimeout(timer);
        calls.delete(call);
      }
    }
  }

  return {
    bearer,
    send,
    request,
    get: <T>(path: string, check?: (value: unknown) => value is T, limit?: number) =>
      request('GET', path, undefined, check, limit),
    close() {
      for (const call of calls) call.abort();
    },
  };
}

function unreachable(): never {
  throw apiError(0, { code: 'network', message: 'The server cannot be reached. Try again.' });
}

/** No answer, or one that says "not now" or "not as who you are": it may succeed later. */
export const isTransient = (error: unknown): boolean => {
  const { status } = error as ApiError;
  return !status || status === 401 || status === 408 || status === 429 || status >= 500;
};

const apiError = (status: number, error: WireError): ApiError =>
  Object.assign(new Error(error.message), error, { status });

export const wireError = ({ code, message, field }: WireError): WireError => ({
  code,
  message,
  field,
});

function refusal({ status, headers }: ResponseLike, body: unknown): ApiError {
  const error = toWireError((body as { error?: unknown } | undefined)?.error);
  const after = Number(headers.get('retry-after'));
  if (after > 0) error.retry_after_ms = after * 1000;
  return apiError(status, error);
}
