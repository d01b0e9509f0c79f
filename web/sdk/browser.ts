// The Environment of a browser for the core: real clock, fetch, WebSocket, localStorage and the
// page's signals. The only part of the SDK that touches browser globals.
import type { Environment, SocketLike, StorageLike } from './core/index.ts';

/** `storage`: where unsent messages wait; localStorage unless told, null for memory only. */
export function browserEnvironment(storage: StorageLike | null = local()): Environment {
  const listen = (target: EventTarget, type: string, run: (event: Event) => void) => {
    target.addEventListener(type, run);
    return () => target.removeEventListener(type, run);
  };
  return {
    fetch: (url, init) => fetch(url, { ...init, cache: 'no-store' } as RequestInit),
    socket: typeof WebSocket === 'undefined' ? null : (url) => new WebSocket(url) as SocketLike,
    abort: () => new AbortController(),
    decoder: () => new TextDecoder(),
    now: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout>),
    random: Math.random,
    uuid,
    storage,
    onOnline: (run) => listen(window, 'online', run),
    onOffline: (run) => listen(window, 'offline', run),
    onVisible: (run) =>
      listen(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') run();
      }),
    onStorage: (run) =>
      listen(window, 'storage', (event) => {
        const { key, newValue } = event as StorageEvent;
        if (key) run(key, newValue);
      }),
    isOnline: () => navigator.onLine,
  };
}

/** Even reading the property throws where the site's data is blocked. */
function local(): StorageLike | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Version 4. crypto.randomUUID exists only on secure pages; shops still run on plain http. */
const uuid = (): string =>
  '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (
      Number(digit) ^
      (crypto.getRandomValues(new Uint8Array(1))[0]! & (15 >> (Number(digit) / 4)))
    ).toString(16),
  );
