// One's notices, live: lists, the number of unread ones, and who works on what, for as many screens as look at
// them. Told by the client's one socket; while there is none the server is asked every few seconds. What is shown
// as read is so at once, and set right by the server's word.
import { isTransient, wireError } from '../core/api.ts';
import type { ApiError, Client, Frame } from '../core/index.ts';
import { isText, listOf, shape } from '../core/validate.ts';
import type {
  Notice,
  NoticeFilter,
  NoticeList,
  NoticePage,
  Notices,
  NoticesState,
  Working,
} from './types.ts';

export * from './types.ts';

const POLL = 5_000;
const LONGEST_POLL = 60_000;
const WORKING = 6_000;
/** A server that was set back to an earlier state stays behind what it has told. */
const TRIES = 3;
const PAGE = 50;
/** Most ids that the server marks at once. */
const AT_ONCE = 500;

const isNotice = shape<Notice>({ id: isText, type: isText, content: isText, created_at: isText });
const isPage = shape<NoticePage>({ notices: listOf(isNotice) });

type NoticesFrame = { items: Notice[]; unread: number; cursor: string; has_more: boolean };
type WorkingFrame = Working & { is_working: boolean };

const loading: NoticeList = { status: 'loading', error: null, notices: [], has_older: false };

const all = new WeakMap<Client, Notices>();

/** The one of this client: whoever looks at notices looks at the same. */
export function noticesOf(client: Client): Notices {
  const known = all.get(client) ?? createNotices(client);
  all.set(client, known);
  return known;
}

/** A list's name: the query that asks for it. */
export const nameOf = ({ type, task_id, unread }: NoticeFilter): string =>
  [
    type && `type=${type}`,
    task_id && `task_id=${encodeURIComponent(task_id)}`,
    unread && 'unread=true',
  ]
    .filter(Boolean)
    .join('&');

const fits = ({ type, task_id, unread }: NoticeFilter, notice: Notice): boolean =>
  (!type || notice.type === type) &&
  (!task_id || notice.task_id === task_id) &&
  (!unread || !notice.read_at);

function createNotices(client: Client): Notices {
  const { env } = client.options;
  let state: NoticesState = { unread: 0, working: [], lists: {} };
  const listeners = new Set<() => void>();
  const hearers = new Set<(notice: Notice) => void>();
  const kept = new Map<string, { filter: NoticeFilter; uses: number; cursor: string | null }>();
  const ends = new Map<string, unknown>();
  let uses = 0;
  let undo: (() => void)[] = [];
  /** Where the socket's word ends; empty until it has said something. */
  let cursor = '';
  /** The highest place that is known; null until anything is. */
  let newest: number | null = null;
  /** The number of unread ones that what was told so far comes to. */
  let counted: number | null = null;
  let live = false;
  let asking: Promise<void> | null = null;
  let again = false;
  /** Marks that are under way or were made while the server was asked: its answer may be older than they are. */
  let marks = 0;
  let failures = 0;
  let poll: unknown;

  function set(patch: Partial<NoticesState>) {
    state = { ...state, ...patch };
    for (const listener of [...listeners]) listener();
  }

  function show(name: string, patch: Partial<NoticeList>) {
    const list = { ...(state.lists[name] ?? loading), ...patch };
    set({ lists: { ...state.lists, [name]: list } });
  }

  // ---- asking

  const ask = (name: string, from: string | null, limit: number) =>
    client
      .request<unknown>(
        'GET',
        `/api/notices?${[name, `limit=${limit}`, from && `cursor=${encodeURIComponent(from)}`].filter(Boolean).join('&')}`,
      )
      .then((page) => {
        if (!isPage(page)) throw Object.assign(new Error('unreadable'), { status: 502 });
        return page;
      });

  /** As far as it is shown, so that what was read elsewhere shows in all of it. */
  async function askList(name: string): Promise<NoticePage> {
    const oldest = state.lists[name]?.notices.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
    const page = await ask(name, null, PAGE);
    while (page.next_cursor && (page.notices.at(-1)?.seq ?? 0) > oldest) {
      const next = await ask(name, page.next_cursor, 2 * PAGE);
      page.notices.push(...next.notices);
      page.next_cursor = next.next_cursor;
    }
    return page;
  }

  function refresh(): Promise<void> {
    again = true;
    asking ??= (async () => {
      let tries = 0;
      try {
        while (again) {
          again = false;
          const before = marks;
          const names = [...kept.keys()];
          // The one that is not narrowed tells what is new to all.
          const first = kept.has('') ? await askList('') : await ask('', null, 20);
          const pages = new Map(kept.has('') ? [['', first]] : []);
          for (const name of names) if (name) pages.set(name, await askList(name));
          if (marks !== before) {
            again = true;
            await settled();
            continue;
          }
          again ||= !apply(first, pages, ++tries === TRIES);
        }
        failures = 0;
      } catch (caught) {
        const error = caught as ApiError;
        failures = isTransient(error) ? failures + 1 : Number.POSITIVE_INFINITY;
        for (const name of kept.keys())
          if (state.lists[name]?.status !== 'ready')
            show(name, { status: 'failed', error: wireError(error) });
      } finally {
        asking = null;
        plan();
      }
    })();
    return asking;
  }

  /** Until no mark is under way. */
  const settled = () => Promise.allSettled([...marking]);
  const marking = new Set<Promise<unknown>>();

  /** False where the socket has told more by now: the number of unread ones is then not what was answered. */
  function apply(first: NoticePage, pages: Map<string, NoticePage>, isLast: boolean): boolean {
    const lists = { ...state.lists };
    for (const [name, page] of pages) {
      const list = kept.get(name);
      if (!list) continue;
      list.cursor = page.next_cursor;
      // What the socket told meanwhile is newer than the answer.
      const shown = newest === null || isLast ? [] : (lists[name]?.notices ?? []);
      const newer = shown.filter(({ seq }) => seq > page.last_seq);
      lists[name] = {
        status: 'ready',
        error: null,
        notices: [...newer, ...page.notices],
        has_older: page.next_cursor !== null && page.next_cursor !== undefined,
      };
    }
    const fresh = newest === null ? [] : first.notices.filter(({ seq }) => seq > newest!);
    const isOld = newest !== null && first.last_seq < newest && !isLast;
    if (!isOld) {
      newest = first.last_seq;
      counted = first.unread;
    }
    set({ lists, ...(!isOld && { unread: first.unread }) });
    tell(fresh);
    return !isOld;
  }

  // ---- being told

  function frame(f: Frame) {
    const { type } = f as { type: string };
    if (type === 'notices') hear(f as unknown as NoticesFrame);
    else if (type === 'working') work(f as unknown as WorkingFrame);
    else if (f.type === 'error' && f.error.field === 'cursor' && cursor) {
      // A place that the server does not know, as after a restore: nothing that was known here holds.
      cursor = '';
      newest = counted = null;
      follow();
      void refresh();
    }
  }

  function hear({ items, unread, cursor: reached, has_more }: NoticesFrame) {
    if (!listOf(isNotice)(items)) return;
    cursor = reached;
    const fresh = items.filter(({ seq }) => newest === null || seq > newest);
    const lists = { ...state.lists };
    for (const [name, { filter }] of kept) {
      const list = lists[name];
      const mine = fresh.filter((notice) => fits(filter, notice));
      if (!list || !mine.length) continue;
      lists[name] = {
        ...list,
        notices: [...[...mine].sort((a, b) => b.seq - a.seq), ...list.notices],
      };
    }
    for (const { seq } of fresh) newest = Math.max(newest ?? 0, seq);
    if (counted !== null) counted += fresh.filter(({ read_at }) => !read_at).length;
    set({ lists, unread });
    tell(fresh);
    if (has_more) return;
    // Other than what came makes it: something was read, or unread again, elsewhere.
    if (counted !== null && counted !== unread && kept.size) void refresh();
    counted = unread;
  }

  function tell(fresh: readonly Notice[]) {
    for (const notice of [...fresh].sort((a, b) => a.seq - b.seq))
      for (const hearer of [...hearers]) hearer(notice);
  }

  function work({ task_id, principal, is_working }: WorkingFrame) {
    const name = `${task_id} ${principal.id}`;
    const others = () =>
      state.working.filter((one) => `${one.task_id} ${one.principal.id}` !== name);
    env.clearTimeout(ends.get(name));
    ends.delete(name);
    set({ working: is_working ? [...others(), { task_id, principal }] : others() });
    if (is_working)
      ends.set(
        name,
        env.setTimeout(() => set({ working: others() }), WORKING),
      );
  }

  // ---- the way it comes

  function follow() {
    live = client.put({ type: 'follow_notices', after: cursor });
  }

  function connection() {
    const isSocket = client.getState().connection.transport === 'socket';
    if (isSocket && !live) follow();
    else if (!isSocket && live) {
      live = false;
      set({ working: [] });
    }
    plan();
  }

  /** Without a socket the server is asked again and again; with one only what has failed. */
  function plan() {
    const { phase } = client.getState().connection;
    const isWanted = uses > 0 && (!live || failures > 0) && failures < Number.POSITIVE_INFINITY;
    if (!isWanted || phase === 'offline' || phase === 'signed_out') {
      env.clearTimeout(poll);
      poll = undefined;
    } else
      poll ??= env.setTimeout(
        () => {
          poll = undefined;
          void refresh();
        },
        Math.min(LONGEST_POLL, POLL * 2 ** Math.max(0, failures - 1)),
      );
  }

  function begin() {
    undo = [client.on('frame', frame), client.subscribe(connection)];
    connection();
    void refresh();
  }

  function end() {
    for (const one of undo) one();
    for (const timer of ends.values()) env.clearTimeout(timer);
    ends.clear();
    env.clearTimeout(poll);
    poll = undefined;
    // The socket goes on telling: what it says is not heard until somebody looks again.
    live = false;
    set({ working: [] });
  }

  // ---- marking

  /** Shown at once; what the server says then is the truth. */
  async function mark(
    which: (notice: Notice) => boolean,
    read_at: string | null,
    send: () => Promise<unknown>,
  ): Promise<void> {
    marks += 1;
    const changed = new Set<string>();
    const lists = { ...state.lists };
    for (const [name, { filter }] of kept) {
      const list = lists[name];
      if (!list?.notices.some((one) => which(one) && !one.read_at !== !read_at)) continue;
      const notices = list.notices.map((one) => {
        if (!which(one) || !one.read_at === !read_at) return one;
        changed.add(one.id);
        return { ...one, read_at };
      });
      lists[name] = { ...list, notices: notices.filter((one) => fits(filter, one)) };
    }
    const by = read_at ? -changed.size : changed.size;
    if (counted !== null) counted = Math.max(0, counted + by);
    set({ lists, unread: Math.max(0, state.unread + by) });
    const sent = send();
    marking.add(sent);
    try {
      await sent;
    } catch (error) {
      void refresh();
      throw error;
    } finally {
      marking.delete(sent);
      marks += 1;
    }
    // Over the socket the server says what it has come to.
    if (!live) void refresh();
  }

  const now = () => new Date(env.now()).toISOString();

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onNotice(hearer) {
      hearers.add(hearer);
      return () => void hearers.delete(hearer);
    },
    open(filter) {
      const name = filter && nameOf(filter);
      uses += 1;
      if (name !== null) {
        const list = kept.get(name) ?? { filter: filter!, uses: 0, cursor: null };
        list.uses += 1;
        kept.set(name, list);
        if (list.uses === 1 && uses > 1) void refresh();
      }
      if (uses === 1) begin();
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        uses -= 1;
        const list = name === null ? undefined : kept.get(name);
        if (list && --list.uses === 0) kept.delete(name!);
        if (uses === 0) end();
      };
    },
    list: (filter) => state.lists[nameOf(filter)] ?? loading,
    async loadOlder(filter) {
      const name = nameOf(filter);
      const from = kept.get(name)?.cursor;
      if (!from) return 0;
      const page = await ask(name, from, PAGE);
      const list = kept.get(name);
      // Asked anew meanwhile: the page may not fit there any more.
      if (list?.cursor !== from) return 0;
      list.cursor = page.next_cursor;
      const notices = [...(state.lists[name]?.notices ?? []), ...page.notices];
      show(name, { notices, has_older: Boolean(page.next_cursor) });
      return page.notices.length;
    },
    refresh() {
      failures = 0;
      return refresh();
    },
    markRead(ids) {
      const wanted = typeof ids === 'string' ? [ids] : [...ids];
      return mark(
        ({ id }) => wanted.includes(id),
        now(),
        async () => {
          for (let at = 0; at < wanted.length; at += AT_ONCE)
            await client.request('POST', '/api/chat-messages/mark-read', {
              messageIds: wanted.slice(at, at + AT_ONCE),
            });
        },
      );
    },
    markUnread: (id) =>
      mark(
        (one) => one.id === id,
        null,
        () => client.request('DELETE', `/api/notices/${id}/read`),
      ),
    async markAllRead({ type, task_id } = {}) {
      const through_seq = newest;
      if (!through_seq) return;
      await mark(
        (one) => one.seq <= through_seq && fits({ type, task_id }, one),
        now(),
        () => client.request('POST', '/api/notices/read', { through_seq, type, task_id }),
      );
      // How many there were beyond what is shown, only the server knows.
      await refresh();
    },
  };
}
