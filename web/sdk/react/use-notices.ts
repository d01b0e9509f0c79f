// useNotices(filter): what machines told this person, live, as an inbox shows it; useUnreadNotices(): the number
// at a bell. Both look at the one store of the client's notices.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { WireError } from '../core/index.ts';
import {
  type Notice,
  type NoticeFilter,
  type Notices,
  nameOf,
  noticesOf,
  type Working,
} from '../notices/index.ts';
import { useClient } from './context.tsx';

export interface NoticeInbox {
  /** Newest first; as narrowed. */
  notices: readonly Notice[];
  /** How many are unread in all. */
  unread: number;
  markRead(ids: string | readonly string[]): Promise<void>;
  markUnread(id: string): Promise<void>;
  /** All that fit the filter and are known here; what comes meanwhile stays unread. */
  markAllRead(): Promise<void>;
  isLoading: boolean;
  /** Why the list could not be had; it is tried again by itself. */
  error: WireError | null;
  /** Tasks that are being worked on now. */
  working: readonly Working[];
  hasOlder: boolean;
  /** Puts an older page behind the notices; how many came. */
  loadOlder(): Promise<number>;
  /** Asks anew now. */
  retry(): Promise<void>;
}

/** Follows one's notices while mounted: by the socket, or else by asking every five seconds. */
export function useNotices(filter: NoticeFilter = {}): NoticeInbox {
  const notices = noticesOf(useClient());
  const name = nameOf(filter);
  const latest = useRef(filter);
  latest.current = filter;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a filter is what it is called, not the object.
  useEffect(() => notices.open(latest.current), [notices, name]);
  const state = useSyncExternalStore(notices.subscribe, notices.getState, notices.getState);
  const list = notices.list(filter);
  const markAllRead = useCallback(() => notices.markAllRead(latest.current), [notices]);
  const loadOlder = useCallback(() => notices.loadOlder(latest.current), [notices]);
  return useMemo(
    () => ({
      notices: list.notices,
      unread: state.unread,
      markRead: notices.markRead,
      markUnread: notices.markUnread,
      markAllRead,
      isLoading: list.status === 'loading',
      error: list.error,
      working: state.working,
      hasOlder: list.has_older,
      loadOlder,
      retry: notices.refresh,
    }),
    [list, state.unread, state.working, notices, markAllRead, loadOlder],
  );
}

/** How many are unread: without a list, so that a bell costs next to nothing. */
export function useUnreadNotices(onNotice?: (notice: Notice) => void): number {
  const notices: Notices = noticesOf(useClient());
  const latest = useRef(onNotice);
  latest.current = onNotice;
  useEffect(() => notices.open(null), [notices]);
  useEffect(() => notices.onNotice((notice) => latest.current?.(notice)), [notices]);
  const read = () => notices.getState().unread;
  return useSyncExternalStore(notices.subscribe, read, read);
}
