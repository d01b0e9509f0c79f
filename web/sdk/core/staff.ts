// What people who answer need beyond a customer's client: the list of conversations, the feed that
// keeps it true, and the log's other events (joined, assigned, resolved) inside a thread. Kept
// apart so that the widget does not carry it.
import { createCore } from './client.ts';
import type { ClientOptions, ListQuery, StaffClient } from './types.ts';
import { isConversation, isEntryPage, isText, listOf, shape } from './validate.ts';
import type { Conversation, ConversationPage, Entry, FeedPage } from './wire.ts';

const CACHED = 20;

export function createStaffClient(options: ClientOptions): StaffClient {
  let cursor: string | null = null;
  let left: string[] = [];

  const [client, { store, link, api, threads, emit, bad }] = createCore(options, {
    up: follow,
    follows: () => (cursor === null ? [] : [{ conversation_id: null, after: cursor }]),
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
      for (const { id, last_seq } of rows) threads.get(id)?.hint(last_seq);
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
    async paged(id, after, before) {
      const path = `/api/conversations/${id}/entries?after_seq=${after}&limit=100`;
      const { entries } = await api.get(path, isEntryPage);
      const shown = store.get().threads[id];
      if (!shown) return;
      const known = before === undefined ? [] : shown.events;
      const first = known[0]?.seq ?? before ?? Number.POSITIVE_INFINITY;
      const older = eventsAmong(entries).filter(({ seq }) => seq < first);
      store.thread(id, { events: [...older, ...known] });
    },
    applied(id, entries) {
      const events = eventsAmong(entries);
      if (events.length)
        store.thread(id, { events: [...store.get().threads[id]!.events, ...events] });
    },
  });

  function forget(id: string) {
    if (threads.get(id)?.used()) return;
    threads.delete(id);
    const { [id]: _, ...rest } = store.get().threads;
    store.set({ threads: rest });
  }

  function follow() {
    if (cursor !== null) link.put({ type: 'follow_feed', after: cursor });
  }

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
      const page = await api.get(path, isConversationPage);
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

const isConversationPage = shape<ConversationPage>({ conversations: listOf(isConversation) });

const isGone = shape({ conversation_id: isText });

const isFeedPage = shape<FeedPage>({
  items: listOf((item) =>
    item?.type === 'conversation' ? isConversation(item.conversation) : isGone(item),
  ),
  cursor: isText,
});

const eventsAmong = (entries: readonly Entry[]) => entries.filter((entry) => !entry.message);
