// The visitor's session and its client: gets a token, keeps it, renews it, and tells the screen
// what stands. Draws nothing. A stored session shows at once and is confirmed behind the scenes,
// so that a returning visitor sees the conversation even while the server is away.
import { browserEnvironment } from '@antiphon/sdk/browser';
import {
  type Attachment,
  type Client,
  type Conversation,
  createClient,
  DRAFT,
} from '@antiphon/sdk/core';
import { storageKey } from '../page.ts';
import type { Tray } from './files/index.tsx';
import { picked } from './later.ts';

export interface Settings {
  name: string;
  /** null: none of the team's own. */
  greeting: string | null;
  color: string | null;
  position: string | null;
  locale?: string | null;
}

interface Session {
  token: string;
  contact: string;
  /** Id of the open conversation, if any. */
  talk: string | null;
  settings: Settings;
}

export type Chat = ReturnType<typeof createChat>;

/** What the page hears of a message by the team. */
export interface Heard {
  conversation: string;
  name: string;
  text: string;
}

export function createChat(
  origin: string,
  key: string,
  changed: () => void,
  heard: (message: Heard) => void,
) {
  let session: Session | null = read();
  let client: Client | null = null;
  let release = () => {};
  let watching: string | null = null;
  let problem: '' | 'unavailable' | 'unreachable' = '';
  let asking: Promise<string | null> | null = null;
  /** What the site says of who this is, until the server has heard it. */
  let word: string | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const early: string[] = [];
  const address = `${origin}/api/widget/session`;

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
  async function ask(): Promise<string | null> {
    const [was, said] = [session, word];
    const response = await fetch(address, {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        widget_key: key,
        // Another tab may have got a newer one just now.
        visitor_token: (read() ?? was)?.token,
        identity_jwt: said,
        page: { url: location.href.slice(0, 2e3), title: document.title },
      }),
    });
    const body = await response.json().catch(() => null);
    // Signed out or named anew meanwhile: this answer is about somebody else.
    if (session !== was || (said && said !== word)) return ask();
    if (response.ok && body?.visitor_token) {
      const { visitor_token: token, contact, conversation, settings } = body;
      const same = was?.contact === contact.id;
      session = {
        token,
        contact: contact.id,
        talk: conversation?.id ?? (same ? was!.talk : null),
        settings,
      };
      keep();
      problem = '';
      begin(same, conversation);
      if (said !== word) return ask();
      word = undefined;
      return token;
    }
    const { status, statusText } = response;
    if (status === 429 || status >= 500) throw new Error();
    // The site's mistake, told to who made it; the visitor can do nothing about it.
    console.error('Antiphon chat:', body?.error?.message ?? statusText);
    if (said) {
      // Of a word that does not hold: the visitor stays who they are.
      word = undefined;
      return ask();
    }
    problem = 'unavailable';
    changed();
    return null;
  }

  /** One question at a time; whoever else wants to know waits for the same answer. */
  function refresh(): Promise<string | null> {
    clearTimeout(retry);
    asking ??= ask()
      .catch((error) => {
        if (!session) problem = 'unreachable';
        retry = setTimeout(greet, 5_000);
        changed();
        throw error;
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  /** As `refresh`, for whom the answer is not urgent: a failure is tried again by itself. */
  const greet = () => void refresh().catch(() => {});

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
      client.on('entry', (conversation, { type, message }) => {
        if (type === 'message.sent')
          heard({ conversation, name: message!.sender.name, text: message!.text ?? '' });
      });
      client.start();
    }
    if (conversation) client.putConversations([conversation]);
    if (session!.talk) watch(session!.talk);
    for (const text of early.splice(0)) say(text);
    changed();
  }

  /** Also before the session stands: it then goes first. */
  function say(text: string, attachments?: Attachment[]) {
    if (client) client.send(watching ?? DRAFT, text, { attachments });
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
    watching = null;
    if (!client) return;
    client.close();
    client = null;
    chat.draft = '';
    picked.length = 0;
    chat.tray?.close();
    chat.tray = undefined;
  }

  /** Goes on as whoever is stored now: signed out here, or changed in another tab. */
  function follow() {
    const was = session;
    session = read();
    if (session) return begin(session.contact === was?.contact);
    stop();
    changed();
    greet();
  }

  addEventListener('storage', (event) => {
    if (event.key === storageKey(key)) follow();
  });
  // A page that goes leaves its unsent messages to the next one; one that comes back goes on.
  addEventListener('pagehide', () => client?.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted) client?.start();
  });

  const chat = {
    /** What is written and not sent outlives the panel, but not the visitor. */
    draft: '',
    /** The files that go along. */
    tray: undefined as Tray | undefined,
    changed,
    /** Idempotent: the first call begins, later ones only when that has failed. */
    start() {
      if (client && !problem) return;
      if (session) begin(true);
      greet();
    },
    say,
    client: () => client,
    settings: () => session?.settings,
    /** Names the words for it. */
    problem: () => problem,
    /** The thread to show: the open conversation or the one being begun. */
    thread: () => {
      const { threads = {} } = client?.getState() ?? {};
      return threads[watching ?? DRAFT] ?? (watching ? undefined : null);
    },
    conversation: () => watching ?? DRAFT,
    identify(jwt: string) {
      word = jwt;
      greet();
    },
    logout() {
      const ended = read() ?? session;
      // Best effort: what this browser forgets nobody else uses either, and it ends by itself when idle.
      if (ended)
        fetch(address, {
          method: 'DELETE',
          credentials: 'omit',
          keepalive: true,
          headers: { authorization: `Bearer ${ended.token}` },
        }).catch(() => {});
      word = undefined;
      session = null;
      keep();
      follow();
    },
  };
  return chat;
}
