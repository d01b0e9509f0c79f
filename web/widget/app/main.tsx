// The app's door: takes the page from the loader, keeps what outlives the panel (session, draft,
// language, open or closed, page listeners), draws the panel when open, and survives its crash.

import css from 'virtual:style';
import { Component, h, render } from 'preact';
import type { Words } from '../locales/en.ts';
import type { Call, Look, Page } from '../page.ts';
import { createChat } from './chat.ts';
import { dresses } from './dress.ts';
import { chosen, partOf, wordsOf } from './language.ts';
import { Panel } from './panel.tsx';

/** Below this width the panel is the whole screen. */
const PHONE = '(max-width: 479.98px)';

export function mount(page: Page): (...call: Call) => void {
  const { root, launcher, badge } = page;
  dresses(css)(root);
  const place = document.createElementNS('http://www.w3.org/1999/xhtml', 'div') as HTMLElement;
  root.append(place);

  const ears = new Map<string, Set<(value: unknown) => void>>();
  const phone = matchMedia(PHONE);
  const touch = matchMedia('(pointer: coarse)');
  /** How the host's page reads: the launcher's side follows it, whatever the widget speaks. */
  const { dir } = root;
  let { label, side, locale } = page.data;
  /** The language that is asked for, and its words once they are here. */
  let wish: string | undefined;
  let words: Words | undefined;
  let open = false;
  let unread = 0;

  const chat = createChat(new URL(import.meta.url).origin, page.data.key!, changed, (message) =>
    tell('message', message),
  );
  phone.addEventListener('change', draw);

  function tell(event: string, value?: unknown) {
    // Each on its own: what breaks in the page's script must not break the chat.
    for (const ear of ears.get(event) ?? []) setTimeout(ear, 0, value);
  }

  /** Speaks as the page says, else as the inbox does, else as page and browser do. */
  function speak() {
    const inbox = chat.settings()?.locale;
    const next = chosen([locale, inbox, document.documentElement.lang, ...navigator.languages]);
    const isNew = next !== wish;
    wish = next;
    if (isNew) partOf(next)?.want(changed);
    const found = wordsOf(next);
    // Until it is here, what was spoken before goes on; at first, nothing is said.
    if (!found || (!isNew && found.open === words?.open)) return;
    words = found;
    root.lang = words.locale;
    root.dir = words.locale === 'ar' ? 'rtl' : next === locale || next === inbox ? 'ltr' : dir;
  }

  function changed() {
    const { color, position } = chat.settings() ?? {};
    // What the snippet or the page says was there first and stays.
    if (!('own' in root.dataset)) page.dress({ color: color ?? undefined });
    // The inbox's side is meant as in left-to-right writing.
    if (!side) page.dress({ side: (position === 'left') === (dir === 'rtl') ? 'right' : 'left' });
    speak();
    const now = chat.client()?.getState().unread ?? 0;
    if (now !== unread) {
      unread = now;
      tell('unread', unread);
    }
    draw();
  }

  function draw() {
    if (words) {
      const name = label || words.open;
      badge.textContent = !open && unread ? unread.toLocaleString(words.locale) : '';
      launcher.ariaLabel = open ? words.close : unread ? `${name}, ${words.unread(unread)}` : name;
    }
    launcher.ariaExpanded = String(open);
    launcher.hidden = open && phone.matches;
    root.toggleAttribute('data-open', open);
    app!.setState({});
  }

  /** Draws the panel, once for all that changed in a turn; its crash says so and offers to begin again. */
  class App extends Component<object, { broken?: boolean }> {
    override state: { broken?: boolean } = {};

    override componentDidCatch(error: unknown) {
      this.setState({ broken: true });
      // The owner of the page should be able to find out why.
      console.error('Antiphon chat:', error);
    }

    override render() {
      if (!open || !words) {
        this.state = {};
        return null;
      }
      if (this.state.broken)
        return (
          <div class="panel note" role="alert">
            <p>{words.crashed}</p>
            <button type="button" class="quiet" onClick={() => this.setState({ broken: false })}>
              {words.retry}
            </button>
          </div>
        );
      return (
        <Panel
          chat={chat}
          words={words}
          phone={phone.matches}
          touch={touch.matches}
          draft={chat.draft}
          onDraft={write}
          onClose={() => show(false)}
        />
      );
    }
  }
  let app: App | null;
  render(<App ref={(one) => (app = one)} />, place);

  function write(text: string) {
    chat.draft = text;
    draw();
  }

  function show(next: boolean) {
    if (next) chat.start();
    if (next === open) return;
    open = next;
    tell(open ? 'open' : 'close');
    draw();
    if (!open) launcher.focus();
  }

  const verbs: Record<string, (...rest: never[]) => void> = {
    open: () => show(true),
    close: () => show(false),
    toggle: () => show(!open),
    /** To send it stays with the visitor, whose own words are not written over. */
    prefill: (text: string) => chat.draft || write(String(text)),
    send(text: string) {
      chat.start();
      if (String(text).trim()) chat.say(String(text).trim());
    },
    identify: (token: string) => chat.identify(token),
    logout: chat.logout,
    set: (look: Partial<Look>) => {
      page.dress(look);
      label = look.label || label;
      side = look.side || side;
      locale = look.locale || locale;
      changed();
    },
    on: (event: string, ear: (value: unknown) => void) => {
      if (!ears.has(event)) ears.set(event, new Set());
      ears.get(event)!.add(ear);
    },
    off: (event: string, ear: (value: unknown) => void) => ears.get(event)?.delete(ear),
  };
  changed();
  // Begun before it is opened: a returning visitor's badge is right at once.
  chat.start();
  return (verb, ...rest) => verbs[verb]?.(...(rest as never[]));
}
