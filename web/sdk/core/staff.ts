// What people who answer need beyond a customer's client: the list of conversations, the feed that
// keeps it true, and the log's other events (joined, assigned, resolved) inside a thread. Kept
// apart so that the widget does not carry it.
import { createCore } from './client.ts';
import type { ClientOptions, ListQuery, StaffClient } from './types.ts';
import { isConversationPage, isEntryPage, isFeedPage } from './validate.ts';
import type { Conversation } from './wire.ts';

const CACHED = 20;

export function createStaffClient(options: ClientOptions): StaffClient {
  let cursor: string | null = null;
  let left: string[] = [];

  const { client, store, link, api, emit, hint, forget, bad } = createCore(options, {
    up(way) {
      if (way === 'socket') follow();
    },
    follows: () =>
      cursor === null
        ? []
        : [{ conversation_id: null, path: '/api/feed', after: cursor, epoch: null }],
    feedPage(page) {
      if (cursor === null) return;
      if (!isFeedPage(page)) return bad();
      cursor = page.cursor;
      const rows: Conversation[] = [];
      const gone: string[] = [];
      for (const item of page.items) {
        if (item.type === 'gone') gone.push(item.conversation_id);
        else rows.push(item.conversation);
      }
      if (!page.items.length) return;
      store.conversations(rows, gone);
      for (const { id, last_seq } of rows) hint(id, last_seq);
      emit('feed', page.items);
    },
    feedError(code) {
      if (code !== 'cursor_expired') return;
      cursor = null;
      emit('feed_expired');
    },
    // The last ones left are kept for a fast return.
    released(id) {
      left = [...left.filter((one) => one !== id), id];
      if (left.length > CACHED) forget(left.shift()!);
    },
    async events(id, after) {
      const path = `/api/conversations/${id}/entries?after_seq=${after}&limit=100`;
      const { entries } = await api.request('GET', path, undefined, isEntryPage);
      return entries.filter((entry) => !entry.message);
    },
  });

  const follow = () => {
    if (cursor !== null) link.put({ type: 'follow_feed', after: cursor });
  };

  return {
    ...client,
    async listConversations(query: ListQuery = {}) {
      const pairs = Object.entries(query).filter(
        ([, value]) => value !== undefined && value !== '',
      );
      const text = pairs
        .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
        .join('&');
      const path = `/api/conversations${text && `?${text}`}`;
      const page = await api.request('GET', path, undefined, isConversationPage);
      store.conversations(page.conversations);
      return page;
    },
    followFeed(from) {
      cursor = from;
      follow();
      link.sync();
    },
  };
}
