// Counts for the rail and the title, from the rows the live client keeps. The first page of the
// lists that matter is asked for at the start; the feed keeps the rows true from then on.
import type { Conversation, ConversationPage, ListQuery, StaffClient } from '@antiphon/sdk/core';
import { useClientState } from '@antiphon/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
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
  const conversations = useClientState((state) => state.conversations);

  const mine = useQuery({
    queryKey: ['counts', 'me'],
    queryFn: () => loadList(client, { status: active, assignee: 'me', limit: 100 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const unassigned = useQuery({
    queryKey: ['counts', 'none'],
    queryFn: () => loadList(client, { status: 'queued,open', assignee: 'none', limit: 100 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const team = useQuery({
    queryKey: ['counts', 'team'],
    queryFn: () => loadList(client, { kind: 'direct', limit: 100 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { refetch: mineAgain } = mine;
  const { refetch: unassignedAgain } = unassigned;
  const { refetch: teamAgain } = team;
  useEffect(
    () =>
      client.on('feed_expired', () => {
        void mineAgain();
        void unassignedAgain();
        void teamAgain();
      }),
    [client, mineAgain, unassignedAgain, teamAgain],
  );

  return useMemo(() => count(Object.values(conversations), me.id), [conversations, me.id]);
}

export function count(rows: Conversation[], me: string): Counts {
  const counts: Counts = { mine: 0, unassigned: 0, team: null, unread: 0 };
  for (const row of rows) {
    if (row.kind === 'direct') {
      counts.team ??= 0;
      if (row.unread > 0) counts.team += 1;
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
