// The Environment of a React Native app for the core: its clock, fetch, WebSocket and foreground. Nothing
// of it is kept unless the app gives a storage that answers at once.
import { AppState } from 'react-native';
import type { Environment, SocketLike, StorageLike } from '../core/index.ts';

export function nativeEnvironment(storage: StorageLike | null = null): Environment {
  return {
    fetch: (url, init) => fetch(url, init as RequestInit),
    socket: (url) => new WebSocket(url) as SocketLike,
    abort: () => new AbortController(),
    // Only streams need one, and there fetch has none: the client falls back to long polls by itself.
    decoder: () => new TextDecoder(),
    now: () => Date.now(),
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (id) => clearTimeout(id as ReturnType<typeof setTimeout>),
    random: Math.random,
    uuid,
    storage,
    onVisible: (run) => {
      const ear = AppState.addEventListener('change', (state) => {
        if (state === 'active') run();
      });
      return () => ear.remove();
    },
  };
}

/** Names a message apart from others, which is not a secret: fit for engines without crypto. */
const uuid = (): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    Math.floor(Math.random() * 16).toString(16),
  );
