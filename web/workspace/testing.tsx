// What the workspace's own tests share: a session over the SDK's fake server, and rows to show.
// The kit's helpers (draw, press, axe) come from there.
// Windows and menus come when they are first opened; a test does not wait for their code.
import '@antiphon/ui/MenuList.tsx';
import '@antiphon/ui/Window.tsx';
import type { Conversation, StaffClient } from '@antiphon/sdk/core';
import { ClientProvider } from '@antiphon/sdk/react';
import { stage } from '@antiphon/sdk/testing';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Me, SessionContext } from './shell/session.tsx';

export * from '@antiphon/ui/testing.tsx';

export const ana: Me = {
  id: 'a1',
  workspace_id: 'w1',
  kind: 'person',
  name: 'Ana',
  role: 'admin',
  permissions: ['conversations:read', 'contacts:read', 'contacts:write', 'contacts:manage'],
  workspace: { id: 'w1', name: 'Northwind' },
};

/** `more`: what Ana may do besides. */
export function signedIn(more: string[] = []) {
  const set = stage();
  const me = { ...ana, permissions: [...ana.permissions, ...more] };
  const client = set.staff();
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return { ...set, client, inside: (children: ReactNode) => inside(me, client, queries, children) };
}

function inside(me: Me, client: StaffClient, queries: QueryClient, children: ReactNode) {
  return (
    <QueryClientProvider client={queries}>
      <SessionContext.Provider value={{ me, client, signOut: async () => {} }}>
        <ClientProvider client={client}>{children}</ClientProvider>
      </SessionContext.Provider>
    </QueryClientProvider>
  );
}

export function row(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 't1',
    kind: 'support',
    status: 'open',
    title: null,
    inbox_id: 'i1',
    contact: { id: 'v1', name: 'Vera Holm', email: 'vera@example.org', verified: true },
    assignee: null,
    created_at: '2026-11-20T09:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
    last_activity_at: '2026-11-20T10:00:00Z',
    last_seq: 3,
    head_ord: 3,
    unread: 0,
    last_message: null,
    waiting_since: null,
    last_read_seq: 0,
    ...change,
  };
}
