// Counts for the rail and the title, from the rows the live client keeps. The first page of the
// two lists that matter is asked for at the start; the feed keeps the rows true from then on.
import type { Conversation } from '@antiphon/sdk/core';
import { useClientState } from '@antiphon/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useSession } from './session.tsx';

export interface Counts {
  /** My conversations with something unread. */
  mine: number;
  /** Waiting without anybody assigned. */
  unassigned: number;
  /** Unread messages, for the title. */
  unread: number;
}

export const active = 'queued,open,pending,snoozed';

export function useCounts(): Counts {
  const { me, client } = useSession();
  const conversations = useClientState((state) => state.conversations);

  const mine = useQuery({
    queryKey: ['counts', 'me'],
    queryFn: () => client.listConversations({ status: active, assignee: 'me', limit: 100 }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const unassigned = useQuery({
    queryKey: ['counts', 'none'],
    queryFn: () =>
      client.listConversations({ status: 'queued,open', assignee: 'none', limit: 100 }),
    staleTime: Number.POSITIVE_INFINITY,
  });

  // The older of the two cursors: the feed then repeats a little rather than miss anything.
  const cursor = mine.data && unassigned.data ? mine.data.feed_cursor : null;
  useEffect(() => {
    if (!cursor) return;
    client.followFeed(cursor);
  }, [client, cursor]);
  const { refetch: again } = mine;
  useEffect(() => client.on('feed_expired', () => void again()), [client, again]);

  return useMemo(() => count(Object.values(conversations), me.id), [conversations, me.id]);
}

export function count(rows: Conversation[], me: string): Counts {
  const counts: Counts = { mine: 0, unassigned: 0, unread: 0 };
  for (const row of rows) {
    if (row.status === 'resolved') continue;
    if (row.unread > 0) {
      counts.unread += row.unread;
      if (row.assignee?.id === me || row.kind === 'direct') counts.mine += 1;
    }
    if (
      !row.assignee &&
      row.kind === 'support' &&
      (row.status === 'queued' || row.status === 'open')
    )
      counts.unassigned += 1;
  }
  return counts;
}
