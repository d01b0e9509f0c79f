// Who is signed in, and the live client that goes with it. Ends when this tab signs out or when
// the server says that the session is over (another tab signed out, an admin revoked it).
import type { StaffClient } from '@antiphon/sdk/core';
import { ClientProvider } from '@antiphon/sdk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { closeTrays } from '../files/trays.ts';
import { door, isSignedOut, makeClient, mustEnrol } from './server.ts';

export interface Me {
  id: string;
  workspace_id: string;
  kind: 'person' | 'contact' | 'key';
  name: string;
  avatar_id?: string | null;
  email?: string;
  role?: 'customer' | 'agent' | 'admin';
  permissions: string[];
  workspace: { id: string; name: string };
}

export interface Session {
  me: Me;
  client: StaffClient;
  signOut: () => Promise<void>;
}

/** Exported for tests, which bring a client of their own. */
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is for parts drawn inside a session');
  return session;
}

export function useMay(permission: string): boolean {
  return useSession().me.permissions.includes(permission);
}

/**
 * The question "who am I": its answer decides between the workspace and the sign-in page. Where
 * nobody has signed in it is null without asking: browsers log each refusal as an error.
 */
export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: () => (hasSession() ? door.request<Me>('GET', '/api/me') : null),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: (count, error) => !isSignedOut(error) && !mustEnrol(error) && count < 2,
  });
}

/** The server sets and ends this cookie together with the session's own, which no script sees. */
function hasSession(): boolean {
  return document.cookie.split('; ').some((one) => one.startsWith('antiphon-session='));
}

export interface SessionProviderProps {
  me: Me;
  onEnd: (reason: 'here' | 'elsewhere') => void;
  children: ReactNode;
}

export function SessionProvider({ me, onEnd, children }: SessionProviderProps) {
  const queries = useQueryClient();
  const [client] = useState(() => makeClient(me.id));

  useEffect(() => client.on('signed_out', () => onEnd('elsewhere')), [client, onEnd]);

  useEffect(() => () => closeTrays(client), [client]);

  // A refused request is the earlier sign of an ended session when the socket is away.
  useEffect(
    () =>
      queries.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error') return;
        if (event.query.queryKey[0] !== 'me' && isSignedOut(event.action.error)) onEnd('elsewhere');
      }),
    [queries, onEnd],
  );

  const session = useMemo<Session>(
    () => ({
      me,
      client,
      signOut: async () => {
        await client.request('POST', '/api/auth/logout');
        onEnd('here');
      },
    }),
    [me, client, onEnd],
  );

  return (
    <SessionContext.Provider value={session}>
      <ClientProvider client={client}>{children}</ClientProvider>
    </SessionContext.Provider>
  );
}
