// From an address and a token to a client that talks to the bot. Who is asking is found out before
// anything that is stored is shown or sent: a browser may have had another person before.
import { isTransient } from '../core/api.ts';
import { createClient } from '../core/client.ts';
import { backoff } from '../core/timers.ts';
import type { ApiError, Auth, Client, ClientOptions, Environment } from '../core/types.ts';
import type { WireError } from '../core/wire.ts';
import { beginWithBot } from './bot.ts';

/**
 * An access token, an API key, or a function that gives one: called before each connection, with
 * `renew` after one was refused; null means signed out. Without any, the page's own cookie.
 */
export type Token = string | ((renew: boolean) => string | null | Promise<string | null>);

export const authBy = (token: Token | undefined): Auth =>
  token === undefined
    ? { mode: 'cookie' }
    : {
        mode: 'bearer',
        token: typeof token === 'string' ? (renew) => (renew ? null : token) : token,
      };

/** Tells the client once it is known who is asking, or why nobody is; returns what stops it. */
export function connect(
  options: Pick<ClientOptions, 'url' | 'auth' | 'env'>,
  told: (result: { client: Client; me: string } | { problem: WireError }) => void,
): () => void {
  const { env } = options;
  const asking = createClient({ ...options, scope: 'asking', env: quiet(env) });
  let over = false;
  let timer: unknown;

  async function ask(attempt = 0) {
    try {
      const { id } = await asking.request<{ id: string }>('GET', '/api/me');
      if (over) return;
      const begin = beginWithBot;
      told({ client: createClient({ ...options, scope: `bot.${id}`, begin }), me: id });
    } catch (caught) {
      if (over) return;
      const error = caught as ApiError;
      const { code, message } = error;
      told({ problem: { code, message } });
      if (isTransient(error) && error.status !== 401)
        timer = env.setTimeout(
          () => void ask(attempt + 1),
          error.retry_after_ms ?? backoff(env, attempt),
        );
    }
  }
  void ask();
  const deaf = env.onOnline?.(() => {
    if (timer === undefined) return;
    env.clearTimeout(timer);
    timer = undefined;
    void ask();
  });

  return () => {
    over = true;
    deaf?.();
    env.clearTimeout(timer);
  };
}

/** It only asks: nothing of an outbox, nothing of a socket. */
const quiet = (env: Environment): Environment => ({ ...env, socket: null, storage: null });

/** Where the conversation of this person lies between two visits. */
const place = (client: Client) => `antiphon.talk.${client.options.url}.${client.options.scope}`;

export function lastTalk(client: Client): string | null {
  try {
    return client.options.env.storage?.getItem(place(client)) ?? null;
  } catch {
    return null;
  }
}

export function keepTalk(client: Client, id: string | null): void {
  try {
    if (id) client.options.env.storage?.setItem(place(client), id);
    else client.options.env.storage?.removeItem(place(client));
  } catch {
    // Blocked or full: the next visit begins anew.
  }
}
