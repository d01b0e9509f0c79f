// Counts for the rail and the title, from the rows the live client keeps. The first page of the
// lists that matter is asked for at the start; the feed keeps the rows true from then on.
import type { Conversation, ConversationPage, ListQuery, StaffClient } from '@antiphon/sdk/core';
import { useClientState } from '@antiphon/sdk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useSession } from './session.tsx';

export interface Counts {
  /** My conversations with something unread. */
  mine: number;
  /** Waiting without anybody assigned. */
  unassigned: number;
  /** Direct conversations with something unread; null where there are none at all. */
  team: number | null;
  /** Unread messages, for the title. */
  unread: number;
  /** Messages that mention me and that I have not read. */
  mentions: number;
}

export const active = 'queued,open,pending,snoozed';

/**
 * A page of the list. Its cursor was read before its rows, so following the feed from there
 * repeats what happened meanwhile: an answer that was overtaken by the feed cannot leave old rows.
 */
export async function loadList(client: StaffClient, query: ListQuery): Promise<ConversationPage> {
  const page = await client.listConversations(query);
  client.followFeed(page.feed_cursor);
  return page;
}

export function useCounts(): Counts {
  const { me, client } = useSession();
  const queries = useQueryClient();
  const conversations = useClientState((state) => state.conversations);

  useRows(client, 'me', { status: active, assignee: 'me' });
  useRows(client, 'none', { status: 'queued,open', assignee: 'none' });
  useRows(client, 'team', { kind: 'direct' });
  // At the top of the list however long ago something was said there.
  useRows(client, 'pinned', { status: active, pinned: true });
  const mentions = useMentions(client);
  useEffect(
    () => client.on('feed_expired', () => void queries.invalidateQueries({ queryKey: ['counts'] })),
    [client, queries],
  );

  return useMemo(
    () => ({ ...count(Object.values(conversations), me.id), mentions }),
    [conversations, me.id, mentions],
  );
}

/** The live client keeps the rows; here they are only asked for. */
function useRows(client: StaffClient, name: string, query: ListQuery): void {
  useQuery({
    queryKey: ['counts', name],
    queryFn: () => loadList(client, { ...query, limit: 100 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Asked again whenever the feed tells a row whose mentions are others than before. */
function useMentions(client: StaffClient): number {
  const { data, refetch } = useQuery({
    queryKey: ['counts', 'mentions'],
    queryFn: () => client.request<{ unread: number }>('GET', '/api/mentions'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const unread = useRef<number>(undefined);
  unread.current = data?.unread;
  useEffect(() => {
    const known = new Map<string, number>();
    const off = [
      client.on('feed', (items) => {
        let changed = false;
        for (const item of items) {
          const [id, mentions] =
            item.type === 'gone'
              ? [item.conversation_id, 0]
              : [item.conversation.id, item.conversation.mentions ?? 0];
          // What is told for the first time may be among those that count.
          changed ||= mentions !== (known.get(id) ?? (unread.current === 0 ? 0 : undefined));
          known.set(id, mentions);
        }
        if (changed) void refetch();
      }),
      client.on('feed_expired', () => known.clear()),
    ];
    return () => {
      for (const end of off) end();
    };
  }, [client, refetch]);
  return data?.unread ?? 0;
}

export function count(rows: Conversation[], me: string): Omit<Counts, 'mentions'> {
  const counts: Omit<Counts, 'mentions'> = { mine: 0, unassigned: 0, team: null, unread: 0 };
  for (const row of rows) {
    if (row.kind === 'direct') counts.team ??= 0;
    if (row.muted) continue;
    if (row.kind === 'direct') {
      if (row.unread > 0) counts.team = (counts.team ?? 0) + 1;
    } else if (row.kind !== 'support' || row.status === 'resolved') continue;
    else if (row.unread > 0 && row.assignee?.id === me) counts.mine += 1;
    counts.unread += row.unread;
    if (
      !row.assignee &&
      row.kind === 'support' &&
      (row.status === 'queued' || row.status === 'open')
    )
      counts.unassigned += 1;
  }
  return counts;
}
