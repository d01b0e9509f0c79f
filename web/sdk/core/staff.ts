// What people who answer need beyond a customer's client: the list of conversations, the feed that
// keeps it true, and the log's other events (joined, assigned, resolved) inside a thread. Kept
// apart so that the widget does not carry it.
import { createCore, FEED } from './client.ts';
import type { ClientOptions, ListQuery, StaffClient } from './types.ts';
import { isConversation, isEntryPage, isText, listOf, shape } from './validate.ts';
import type { Conversation, ConversationPage, Entry, FeedPage } from './wire.ts';

const CACHED = 20;

export function createStaffClient(options: ClientOptions): StaffClient {
  let cursor: string | null = null;
  const uses = new Map<string, number>();
  let left: string[] = [];

  const [client, { store, link, api, logs, emit, frame }] = createCore(options, {
    async paged(id, after, before = Number.POSITIVE_INFINITY) {
      const events: Entry[] = [];
      // A few messages may have many entries between them: corrections, changes of hands.
      while (after < before) {
        const path = `/api/conversations/${id}/entries?after_seq=${after}&limit=100`;
        const { entries, has_more } = await api.get(path, isEntryPage);
        events.push(...eventsAmong(entries));
        after = (has_more && entries.at(-1)?.seq) || before;
      }
      const shown = store.get().threads[id];
      if (!shown) return;
      const known = before < Number.POSITIVE_INFINITY ? shown.events : [];
      const first = known[0]?.seq ?? before;
      store.thread(id, { events: [...events.filter(({ seq }) => seq < first), ...known] });
    },
    applied(id, entries) {
      store.thread(id, {
        events: [...store.get().threads[id]!.events, ...eventsAmong(entries)],
      });
    },
  });

  logs.set(FEED, {
    follow() {
      if (cursor !== null) link.put({ type: 'follow_feed', after: cursor });
    },
    follows: () => (cursor === null ? [] : [{ conversation_id: null, after: cursor }]),
    frame(f) {
      if (cursor === null) return;
      if (f.type === 'error' && f.error.code === 'cursor_expired') {
        cursor = null;
        emit('feed_expired');
      }
      if (f.type === 'feed') page(f);
    },
    hint() {},
    down() {},
  });

  function page({ items, cursor: reached }: FeedPage) {
    if (!areFeedItems(items)) return frame(null);
    cursor = reached;
    if (!items.length) return;
    const rows: Conversation[] = [];
    const kept = { ...store.get().conversations };
    for (const item of items) {
      if (item.type === 'gone') delete kept[item.conversation_id];
      else rows.push(item.conversation);
    }
    store.conversations(rows, kept);
    for (const { id, last_seq } of rows) logs.get(id)?.hint(last_seq);
    emit('feed', items);
  }

  /** The threads left last are kept for a fast return. */
  function leave(id: string) {
    if (left.push(id) <= CACHED) return;
    const oldest = left.shift()!;
    logs.delete(oldest);
    const { [oldest]: _, ...rest } = store.get().threads;
    store.set({ threads: rest });
  }

  return {
    ...client,
    open(id) {
      const release = client.open(id);
      let released = false;
      uses.set(id, (uses.get(id) ?? 0) + 1);
      left = left.filter((one) => one !== id);
      return () => {
        if (released) return;
        released = true;
        release();
        uses.set(id, uses.get(id)! - 1);
        if (!uses.get(id)) leave(id);
      };
    },
    async listConversations(query: ListQuery = {}) {
      const asked = Object.entries(query)
        .filter(([, value]) => value)
        .map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
      const path = `/api/conversations?${asked.join('&')}`;
      const page = await api.get(path, isConversationPage);
      store.conversations(page.conversations);
      return page;
    },
    followFeed(from) {
      cursor = from;
      logs.get(FEED)!.follow();
      link.sync();
    },
  };
}

const isConversationPage = shape<ConversationPage>({ conversations: listOf(isConversation) });

const isGone = shape({ conversation_id: isText });

const areFeedItems = listOf((item) =>
  item?.type === 'conversation' ? isConversation(item.conversation) : isGone(item),
);

const eventsAmong = (entries: readonly Entry[]) => entries.filter((entry) => !entry.message);
