// One client for the components below it, and subscriptions to parts of its state. No chat logic:
// that is the core's.
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { Token } from '../bot/connect.ts';
import { type Client, emptyThread, type State, type Thread } from '../core/index.ts';

const Context = createContext<Client | null>(null);

export interface Connection {
  /** Origin of the server; without it the page's own. */
  url?: string;
  /** A token, or a function that renews it; without it the page's own cookie. */
  token?: Token;
}

export const ConnectionContext = createContext<Connection | null>(null);

/** Address and token for every EnhancedChatBot below it that has none of its own. */
export function ConnectionProvider({ url, token, children }: Connection & { children: ReactNode }) {
  const value = useMemo(() => ({ url, token }), [url, token]);
  return <ConnectionContext.Provider value={value}>{children}</ConnectionContext.Provider>;
}

/** Starts the client while mounted. */
export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  useEffect(() => {
    client.start();
    return () => client.close();
  }, [client]);
  return <Context.Provider value={client}>{children}</Context.Provider>;
}

export function useClient(): Client {
  const client = useContext(Context);
  if (!client) throw new Error('useClient needs a <ClientProvider client={…}> above it.');
  return client;
}

/**
 * Re-renders when the selected part changes. Select parts of the state, or compose new objects
 * with `same` telling when two of them are equal.
 */
export function useClientState<T>(
  select: (state: State) => T,
  same: (a: T, b: T) => boolean = Object.is,
): T {
  const client = useClient();
  const last = useRef<{ value: T } | null>(null);
  const read = () => {
    const value = select(client.getState());
    if (!last.current || !same(last.current.value, value)) last.current = { value };
    return last.current.value;
  };
  return useSyncExternalStore(client.subscribe, read, read);
}

/**
 * Follows one conversation while mounted; a loading thread until its first page is there. Not `open`
 * where the server has nothing of it yet.
 */
export function useThread(conversation_id: string, open = true): Thread {
  const client = useClient();
  useEffect(
    () => (open ? client.open(conversation_id) : undefined),
    [client, conversation_id, open],
  );
  const thread = useClientState((state) => state.threads[conversation_id]);
  const empty = useRef<Thread | null>(null);
  if (thread) return thread;
  if (empty.current?.id !== conversation_id) empty.current = emptyThread(conversation_id);
  return empty.current;
}
