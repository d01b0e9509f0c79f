// One exchange with the server that carries bytes: the right credential, a time limit, one renewal of
// a refused token. What the core's api.ts does for JSON, for bodies that are none. Does not retry.
import { wireError } from '../core/api.ts';
import type { ApiError, ClientOptions, ResponseLike } from '../core/types.ts';
import { parseJson, toWireError } from '../core/validate.ts';
import type { WireError } from '../core/wire.ts';

export type Exchange = ReturnType<typeof createExchange>;

/** Ends an exchange from outside. */
export interface Call {
  abort(): void;
}

/** For one piece of a file: at the slowest line worth it, a megabyte takes about as long. */
const TIME_LIMIT = 60_000;

export function createExchange({ url, auth, env }: ClientOptions) {
  const calls = new Set<Call>();

  /** `begun` is given what ends it. Throws ApiError; status 0 means that no answer came. */
  async function exchange(
    method: string,
    path: string,
    more: Record<string, string> = {},
    body?: ArrayBuffer,
    begun: (call: Call) => void = () => {},
  ): Promise<ResponseLike> {
    for (let renew = false; ; renew = true) {
      const token = auth.mode === 'bearer' ? await auth.token(renew) : undefined;
      if (token === null) throw refusal(401, { code: 'signed_out', message: 'Sign in again.' });
      const call = env.abort();
      calls.add(call);
      begun(call);
      const timer = env.setTimeout(() => call.abort(), TIME_LIMIT);
      try {
        const response = await env
          .fetch(url + path, {
            method,
            headers: {
              ...more,
              'tus-resumable': '1.0.0',
              ...(token === undefined
                ? { 'x-antiphon': '1' }
                : { authorization: `Bearer ${token}` }),
            },
            body,
            credentials: token === undefined ? 'same-origin' : 'omit',
            signal: call.signal,
          })
          .catch(unreachable);
        const { status, headers } = response;
        if (status < 400) return response;
        if (status === 401 && token !== undefined && !renew) continue;
        const answer = parseJson(await response.text().catch(unreachable));
        const error = toWireError((answer as { error?: unknown } | undefined)?.error);
        const after = Number(headers.get('retry-after'));
        throw refusal(status, {
          ...wireError(error),
          ...(after > 0 && { retry_after_ms: after * 1000 }),
        });
      } finally {
        env.clearTimeout(timer);
        calls.delete(call);
      }
    }
  }

  return Object.assign(exchange, {
    close() {
      for (const call of calls) call.abort();
    },
  });
}

function unreachable(): never {
  throw refusal(0, { code: 'network', message: 'The server cannot be reached. Try again.' });
}

export const refusal = (status: number, error: WireError): ApiError =>
  Object.assign(new Error(error.message), error, { status });
