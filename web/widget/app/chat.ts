// The visitor's session and its client: gets a token, keeps it, renews it, and tells the screen
// what stands. Draws nothing. A stored session shows at once and is confirmed behind the scenes,
// so that a returning visitor sees the conversation even while the server is away.
import { browserEnvironment } from '@antiphon/sdk/browser';
import { type Client, type Conversation, createClient, DRAFT } from '@antiphon/sdk/core';
import type { Words } from '../locales/en.ts';
import { storageKey } from '../page.ts';

export interface Settings {
  name: string;
  greeting: string;
  color: string | null;
  position: string | null;
}

interface Session {
  token: string;
  contact: string;
  /** Id of the open conversation, if any. */
  talk: string | null;
  settings: Settings;
}

export type Chat = ReturnType<typeof createChat>;

export function createChat(words: Words, origin: string, key: string, changed: () => void) {
  let session: Session | null = read();
  let client: Client | null = null;
  let release = () => {};
  let watching: string | null = null;
  let problem = '';
  let asking: Promise<string | null> | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const early: string[] = [];

  function read(): Session | null {
    try {
      const stored = JSON.parse(localStorage.getItem(storageKey(key))!) as Session | null;
      return stored?.token && stored.contact && stored.settings ? stored : null;
    } catch {
      return null;
    }
  }

  function keep() {
    try {
      if (session) localStorage.setItem(storageKey(key), JSON.stringify(session));
      else localStorage.removeItem(storageKey(key));
    } catch {
      // Kept in memory then: this visit works, the next begins anew.
    }
  }

  /** Asks the server who we are. null when it refuses; rejects when it cannot be reached. */
  async function ask(more: object): Promise<string | null> {
    const response = await fetch(`${origin}/api/widget/session`, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        widget_key: key,
        visitor_token: session?.token,
        page: { url: location.href, title: document.title },
        ...more,
      }),
    });
    const body = await response.json().catch(() => null);
    if (response.ok && body?.visitor_token) {
      const { visitor_token: token, contact, conversation, settings } = body;
      const same = session?.contact === contact.id;
      session = {
        token,
        contact: contact.id,
        talk: conversation?.id ?? (same ? session!.talk : null),
        settings,
      };
      keep();
      problem = '';
      begin(same, conversation);
      return token;
    }
    if (response.status >= 500 || response.status === 429) throw new Error();
    if (response.status === 401 && session) {
      // The stored visitor is no longer known here: a new one it is.
      session = null;
      return ask({ ...more, visitor_token: undefined });
    }
    problem = words.failed(body?.error?.message ?? response.statusText);
    changed();
    return null;
  }

  /** One question at a time; whoever else wants to know waits for the same answer. */
  function refresh(more = {}): Promise<string | null> {
    clearTimeout(retry);
    asking ??= ask(more)
      .catch((error) => {
        if (!session) problem = words.unreachable;
        retry = setTimeout(refresh, 5_000);
        changed();
        throw error;
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  function begin(same: boolean, conversation?: Conversation | null) {
    if (!same || !client) {
      stop();
      client = createClient({
        url: origin,
        scope: session!.contact,
        env: browserEnvironment(),
        auth: { mode: 'bearer', token: (renew) => (renew ? refresh() : session!.token) },
      });
      client.subscribe(changed);
      client.on('started', watch);
      client.start();
    }
    if (conversation) client.putConversations([conversation]);
    if (session!.talk) watch(session!.talk);
    for (const text of early.splice(0)) say(text);
    changed();
  }

  /** Also before the session stands: it then goes first. */
  function say(text: string) {
    if (client) client.send(watching ?? DRAFT, text);
    else early.push(text);
  }

  function watch(id: string) {
    if (watching === id) return;
    release();
    watching = id;
    session!.talk = id;
    keep();
    release = client!.open(id);
    changed();
  }

  function stop() {
    release();
    release = () => {};
    watching = null;
    client?.close();
    client = null;
  }

  // A page that goes leaves its unsent messages to the next one; one that comes back goes on.
  addEventListener('pagehide', () => client?.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted) client?.start();
  });

  return {
    /** Idempotent: the first call begins, later ones only when that has failed. */
    start() {
      if (client && !problem) return;
      if (session) begin(true);
      refresh().catch(() => {});
    },
    say,
    client: () => client,
    settings: () => session?.settings,
    problem: () => problem,
    /** The thread to show: the open conversation or the one being begun. */
    thread: () => {
      const { threads = {} } = client?.getState() ?? {};
      return threads[watching ?? DRAFT] ?? (watching ? undefined : null);
    },
    conversation: () => watching ?? DRAFT,
    identify: (identity_jwt: string) => refresh({ identity_jwt }).catch(() => {}),
    logout() {
      stop();
      session = null;
      keep();
      changed();
    },
  };
}
