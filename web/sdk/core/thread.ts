// One conversation that somebody looks at, or did: loads it, follows its log, fills what is
// missing, and keeps true what State shows of it. Does not send messages and does not know which
// way the frames came.
import { isTransient, wireError } from './api.ts';
import type { Core } from './client.ts';
import type { Follow } from './link.ts';
import { merge, walk } from './log.ts';
import type { ApiError, Thread } from './types.ts';
import { isDetail, isEntryPage, isMessagePage } from './validate.ts';
import type { Conversation, Entry, Frame, Message, Status, WireError } from './wire.ts';

const PAGE = 50;
const TYPING_SHOWN = 6_000;

export type LiveThread = ReturnType<typeof createThread>;

export function createThread(core: Core, id: string) {
  const { store, api, link } = core;
  const { after } = core.timers;
  const path = `/api/conversations/${id}`;
  let uses = 0;
  /** How far this reader has come in the log. */
  let last = 0;
  let epoch = '';
  /** The furthest position anyone told us of; ahead of it means something is missing. */
  let head = 0;
  let loading = false;
  let filling = false;
  let subscribed = false;
  /** The socket said that it follows, and was not told since to stop. */
  let followed = false;
  /** Messages seen in entries while an older page was on its way: they outrank the page. */
  let fresher: Message[] = [];

  const me = () => store.get().me;
  const shown = () => store.get().threads[id];
  const show = (patch: Partial<Thread>) => store.thread(id, patch);
  /** Loaded, so that there is something to add entries to. */
  const ready = () => !loading && shown()?.status === 'ready';

  // ---- frames

  function frame(f: Frame) {
    const { recovered, epoch: theirs = epoch } = f as { recovered?: boolean; epoch?: string };
    // Not the log we know, or not a place in it: begin anew.
    if (recovered === false || theirs !== epoch) return void load();
    switch (f.type) {
      case 'subscribed':
        followed = true;
        hint(f.head, 3_000);
        show({ present: f.present });
        for (const one of f.positions) position(one.principal_id, one.read_seq, one.delivered_seq);
        break;
      case 'entry':
        for (const entry of take([f.entry]))
          if (entry.actor.id !== me()) core.emit('entry', id, entry);
        break;
      case 'entries':
        take(f.entries, f.through_seq);
        break;
      case 'typing': {
        const who = f.principal.id;
        if (who === me()) break;
        const others = () => shown()!.typing.filter((one) => one.id !== who);
        show({ typing: f.is_typing ? [...others(), f.principal] : others() });
        if (f.is_typing)
          after(`typing ${who} ${id}`, TYPING_SHOWN, () => shown() && show({ typing: others() }));
        break;
      }
      case 'presence': {
        const who = f.principal.id;
        const others = shown()!.present.filter((one) => one !== who);
        show({ present: f.online ? [...others, who] : others });
        break;
      }
      case 'read':
      case 'delivered':
        position(f.principal_id, f.type === 'read' ? f.seq : 0, f.seq);
        break;
      case 'unsubscribed':
        // Nobody here asked for it: the right to see this has changed, or could not be read.
        if (followed) void load();
        break;
      case 'error':
        // Not of a message: of following, or of a mark or sign that is not worth more words.
        if (/not_found|forbidden|unknown/.test(f.error.code)) refused(f.error);
    }
  }

  function refused(error: WireError) {
    show({ status: 'failed', error: wireError(error) });
  }

  /** Moves one participant's marks forward (never back). */
  function position(who: string, read: number, delivered: number) {
    if (who === me()) core.ownRead(id, read);
    const { participants } = shown()!;
    if (!participants.some((one) => one.id === who)) return refreshSoon();
    show({
      participants: participants.map((one) =>
        one.id === who
          ? {
              ...one,
              last_read_seq: Math.max(read, one.last_read_seq),
              last_delivered_seq: Math.max(delivered, one.last_delivered_seq),
            }
          : one,
      ),
    });
  }

  // ---- entries

  /** Somebody says that the log reaches so far: if that stays out of reach, ask for the rest. */
  function hint(reaches: number, ms = 1_000) {
    head = Math.max(head, reaches);
    if (head > last) after(`check ${id}`, ms, fill);
  }

  /** Returns those of the entries that were new. */
  function take(entries: readonly Entry[], through?: number): Entry[] {
    if (!ready()) return [];
    const step = walk(last, entries, through);
    last = step.last;
    if (step.applied.length) fold(step.applied);
    // Only the socket tells of read marks by itself.
    if (link.way() !== 'socket') refreshSoon();
    if (step.gap) {
      hint(Math.max(through ?? 0, entries.at(-1)?.seq ?? 0));
      void fill();
    }
    return step.applied;
  }

  /** Entries in order, each for the first time: into messages, unread count and list row. */
  function fold(applied: readonly Entry[]) {
    const old = shown()!;
    const added = applied.flatMap((entry) => entry.message ?? []);
    const heard = applied.filter(
      (entry) => entry.type === 'message.sent' && entry.actor.id !== me(),
    );
    if (old.loading_older) fresher.push(...added);
    const messages = withAdded(added);
    // Whoever paged back past the window keeps what they read.
    const full = messages.length > core.window && old.messages.length <= core.window;
    show({
      messages: full ? messages.slice(-core.window) : messages,
      has_older: full || old.has_older,
      last_seq: last,
      typing: old.typing.filter((one) => !heard.some((entry) => entry.actor.id === one.id)),
    });
    core.outbox.settle(added);
    if (core.plug) core.plug.applied(id, applied);
    else row(applied, heard);
    if (applied.some((entry) => entry.type.startsWith('participant.'))) refreshSoon();
    received(heard);
    // Who writes has read what came before; of that no mark is told.
    for (const [who, seq] of new Map(heard.map((entry) => [entry.actor.id, entry.seq])))
      position(who, seq, seq);
  }

  /** The messages with these put in; what is older than the window shows with its page. */
  function withAdded(added: readonly Message[]): readonly Message[] {
    const { messages, has_older } = shown()!;
    return merge(
      messages,
      added.filter(({ seq }) => !has_older || seq >= (messages[0]?.seq ?? 0)),
    );
  }

  function received(others: readonly { seq: number }[]) {
    core.marks.mark('delivered', id, others.at(-1)?.seq ?? 0);
  }

  /** Keeps the row of an open conversation true; staff get theirs from the feed. */
  function row(applied: readonly Entry[], heard: readonly Entry[]) {
    const old = store.get().conversations[id];
    if (!old) return;
    const known = Math.max(old.last_read_seq, old.last_seq);
    let { status } = old;
    for (const { type, data } of applied)
      if (type.startsWith('conversation.') && data?.status) status = data.status as Status;
    store.conversations([
      {
        ...old,
        status,
        unread: old.unread + heard.filter(({ seq }) => seq > known).length,
        last_seq: Math.max(old.last_seq, last),
      },
    ]);
  }

  /** Asks for what is missing, page by page, until the head known so far is reached. */
  async function fill() {
    if (filling || loading) return;
    filling = true;
    try {
      while (head > last) {
        const asked = last;
        const page = await api.get(`${path}/entries?after_seq=${asked}&limit=100`, isEntryPage);
        if (page.epoch !== epoch) return void load();
        hint(page.head);
        take(page.entries, page.through_seq);
        // A head nobody can give us the entries of is no head of ours.
        if (last === asked) head = last;
      }
    } catch (error) {
      if (isTransient(error)) hint(0, 2_000);
    } finally {
      filling = false;
    }
  }

  // ---- pages

  /** The newest page and who takes part; then follows the log from there. */
  async function load() {
    if (loading) return;
    loading = true;
    subscribed = followed = false;
    try {
      const { participants, epoch: theirs, ...row } = await detail();
      const { messages, last_seq, has_more } = await pageBefore();
      loading = false;
      if (!shown()) return;
      last = head = last_seq;
      epoch = theirs;
      const heard = messages.filter((message) => message.sender.id !== me());
      // What came between the two answers no count has yet; staff's comes with the feed.
      const late = core.plug ? [] : heard.filter(({ seq }) => seq > row.last_seq);
      store.conversations([{ ...(row as Conversation), unread: row.unread + late.length }]);
      show({
        status: 'ready',
        error: null,
        messages,
        has_older: has_more,
        last_seq,
        participants,
      });
      core.outbox.settle(messages);
      received(heard);
      follow();
    } catch (error) {
      loading = false;
      if (!isTransient(error)) return refused(error as ApiError);
      // A thread that was shown stays shown; only one that never came says why.
      if (shown()?.status === 'loading') show({ error: wireError(error as ApiError) });
      after(`load ${id}`, 2_000, load);
    }
  }

  const detail = () => api.get(path, isDetail);

  /** A page of messages before `seq`, or the newest. */
  async function pageBefore(seq?: number) {
    const cursor = seq === undefined ? '' : `&before_seq=${seq}`;
    const page = await api.get(`${path}/messages?limit=${PAGE}${cursor}`, isMessagePage);
    await core.plug?.paged(id, page.has_more ? page.messages[0]!.seq - 1 : 0, seq);
    return page;
  }

  function refreshSoon() {
    after(`detail ${id}`, 300, async () => {
      const fresh = await detail().catch(() => null);
      if (fresh && shown()) show({ participants: fresh.participants });
    });
  }

  const cursor = () => ({ conversation_id: id, after_seq: last, epoch });

  /** Loads what somebody looks at, or once it is there, asks for what comes. */
  function follow() {
    if (!uses) return;
    if (!ready()) return void load();
    subscribed ||= link.put({ type: 'subscribe', ...cursor() });
    link.sync();
  }

  /** Nothing comes any more. */
  function down() {
    subscribed = followed = false;
    show({ typing: [], present: [] });
  }

  return {
    frame,
    hint,
    follow,
    down,
    follows: (): Follow[] => (uses && ready() ? [cursor()] : []),
    open() {
      uses += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        uses -= 1;
        if (uses) return;
        if (subscribed) link.put({ type: 'unsubscribe', conversation_id: id });
        down();
        link.sync();
      };
    },
    /** A message as the answer to a correction has it; the log tells it again. */
    put(message: Message) {
      if (ready()) show({ messages: withAdded([message]) });
    },
    async loadOlder() {
      const old = shown();
      if (!old?.has_older || old.loading_older) return 0;
      show({ loading_older: true });
      fresher = [];
      try {
        const { messages, has_more } = await pageBefore(old.messages[0]!.seq);
        const from = messages[0]?.seq ?? 0;
        show({
          messages: merge(
            [...messages, ...shown()!.messages],
            fresher.filter(({ seq }) => seq >= from),
          ),
          has_older: has_more,
        });
        return messages.length;
      } finally {
        show({ loading_older: false });
      }
    },
  };
}
