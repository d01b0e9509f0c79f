// EnhancedChatBot over the fake server: from the launcher to an answer, and what is shown when copying,
// sending, answering or signing in does not go as it should.
import { act, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { agent, bot as assistant, type Stage, stage, visitor } from '../core/testing/index.ts';
import type { Environment } from '../core/types.ts';
import type { Message } from '../core/wire.ts';
import { ConnectionProvider, EnhancedChatBot, type EnhancedChatBotProps } from './index.ts';

(globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;

const given = vi.hoisted(() => ({ env: null as unknown as Environment }));
vi.mock('../browser.ts', () => ({ browserEnvironment: () => given.env }));

let all: Stage;
let root: Root;
let place: HTMLElement;
let copied: string[];
let conversations: string[];

beforeEach(() => {
  all = stage();
  given.env = all.server.environment();
  copied = [];
  conversations = [];
  vi.stubGlobal('navigator', {
    clipboard: { writeText: async (text: string) => void copied.push(text) },
  });
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
  vi.unstubAllGlobals();
});

const shadow = () => place.querySelector('antiphon-chatbot')!.shadowRoot!;
const find = <T extends Element = HTMLElement>(selector: string) =>
  shadow().querySelector<T>(selector);
const named = (name: string) => find<HTMLButtonElement>(`[aria-label="${name}"]`)!;
const pressed = (text: string) =>
  [...shadow().querySelectorAll('button')].find((one) => one.textContent === text)!;
const bubbles = () => [...shadow().querySelectorAll('.bubble')].map((one) => one.textContent);
const wait = (ms: number) => act(() => all.clock.advance(ms));
const click = (element: HTMLElement) => act(async () => element.click());

async function draw(
  props: EnhancedChatBotProps = {},
  around = (it: React.ReactNode) => it,
  connects = 500,
) {
  await act(async () =>
    root.render(
      around(
        <EnhancedChatBot
          botName="CRM Assistant"
          url="https://chat.test"
          token="vt_vera"
          onConversationChange={(id) => conversations.push(id)}
          {...props}
        />,
      ),
    ),
  );
  await wait(connects);
}

async function open(props?: EnhancedChatBotProps) {
  await draw(props);
  await click(named('Open chat with CRM Assistant'));
  await wait(500);
}

async function write(text: string) {
  const field = find<HTMLTextAreaElement>('textarea')!;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
    );
  });
}

it('opens from the launcher, takes the focus, and gives it back with Escape', async () => {
  await open();
  expect(find('[role=dialog]')!.getAttribute('aria-labelledby')).toBe('title');
  expect(find('h2')!.textContent).toBe('CRM Assistant');
  expect(shadow().activeElement).toBe(find('textarea'));
  expect(named('Close chat').getAttribute('aria-expanded')).toBe('true');
  await act(async () => {
    find('textarea')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  });
  await act(() => new Promise((done) => setTimeout(done, 5)));
  expect(find('[role=dialog]')).toBeNull();
  expect(shadow().activeElement).toBe(named('Open chat with CRM Assistant'));
});

it('stays open, and takes the focus, when it was opened before the connection is there', async () => {
  await draw({}, undefined, 0);
  await click(named('Open chat with CRM Assistant'));
  expect(find('textarea')).toBeNull();
  await wait(500);
  expect(shadow().activeElement?.tagName).toBe('TEXTAREA');
});

it('shows a message at once, tells the conversation when it has one, and then the answer', async () => {
  await open();
  await write('Hello');
  expect(bubbles()).toEqual(['Hello']);
  // The answer to a first message may come at once, and is read out.
  expect(find('[role=log]')!.getAttribute('aria-live')).toBe('polite');
  expect(find('.m.own .meta')!.textContent).toContain('Sending');
  expect(conversations).toEqual([]);
  await wait(3_000);
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
  expect(find('.m.own .meta')!.textContent).toContain('Read');
  expect(find('.who')!.textContent).toBe('CRM Assistant');
  expect(conversations).toHaveLength(1);
  expect(find('[role=log]')!.getAttribute('aria-label')).toBe('Messages');
});

it('begins with a prompt that is pressed', async () => {
  await open();
  await click(pressed('Ask a question'));
  await wait(3_000);
  expect(bubbles()).toEqual(['I have a question.', 'You said: I have a question.']);
});

it('shows an answer while it is written, away from ears that are told of it', async () => {
  all.server.bot.refuse = [503, 503];
  await open();
  await write('Hello');
  await wait(500);
  expect(find('.panel > [role=status]')!.textContent).toBe('CRM Assistant is replying');
  const [talk] = conversations;
  const asked = all.server.messages(assistant, talk!).at(-1)!;
  all.server.broadcast(talk!, {
    type: 'delta',
    principal: assistant,
    reply_to: asked.id,
    at: 0,
    text: 'You **sa',
  });
  await wait(50);
  expect(bubbles()).toEqual(['Hello', 'You **sa']);
  expect(find('.m:not(.own)')!.getAttribute('aria-hidden')).toBe('true');
  await wait(5_000);
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
});

it('copies a message and a block of code, and says when the page may not', async () => {
  all.server.bot.says = () => 'Run **this**:\n```sh\nls -la\n```';
  await open();
  await write('How?');
  await wait(3_000);
  expect(find('.code')!.textContent).toContain('sh');
  await click(named('Copy code'));
  await click(named('Copy message by CRM Assistant'));
  expect(copied).toEqual(['ls -la', 'Run **this**:\n```sh\nls -la\n```']);
  expect(named('Copy code').textContent).toBe('Copied');
  vi.stubGlobal('navigator', {});
  await click(named('Copy message by You'));
  expect(shadow().textContent).toContain('this page may not use the clipboard');
});

it('keeps what is refused, to be tried again or thrown away', async () => {
  all.server.refuse = [{ code: 'forbidden', status: 403 }];
  await open();
  await write('Hello');
  await wait(1_000);
  expect(find('.bad')!.textContent).toContain('Refused.');
  await click(pressed('Try again'));
  await wait(3_000);
  expect(find('.bad')).toBeNull();
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
});

it('asks again for an answer that did not come', async () => {
  all.server.bot.refuse = [403];
  await open();
  await write('Hello');
  await wait(2_000);
  expect(shadow().textContent).toContain('The answer did not come.');
  await click(pressed('Try again'));
  await wait(2_000);
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
});

it('goes on where it was after a reload, and begins anew on demand', async () => {
  await open();
  await write('Hello');
  await wait(3_000);
  await act(async () => root.render(null));
  await open();
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
  expect(find('[role=log]')!.getAttribute('aria-live')).toBe('off');
  expect(new Set(conversations).size).toBe(1);
  await click(named('New conversation'));
  await wait(500);
  expect(bubbles()).toEqual([]);
  await write('Another');
  await wait(3_000);
  expect(new Set(conversations).size).toBe(2);
});

it('waits out a line that is down, with nothing lost', async () => {
  await open();
  all.server.faults.down = true;
  all.server.cutAll();
  await write('Are you there?');
  await wait(5_000);
  expect(find('.bar')!.textContent).toContain('Reconnecting… 1 message waiting.');
  all.server.faults.down = false;
  await wait(60_000);
  expect(bubbles()).toEqual(['Are you there?', 'You said: Are you there?']);
  expect(find('.bar')).toBeNull();
});

it('goes on over HTTP where no socket comes up', async () => {
  // Here already: the clock that the test moves does not wait for a file.
  await import('../core/fallback.ts');
  all.server.faults.noSocket = true;
  await open();
  await wait(20_000);
  await write('Hello');
  await wait(5_000);
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
});

it('says that one is signed out, and asks a token function once more before that', async () => {
  const asked: boolean[] = [];
  all.server.revoked.add('vt_vera');
  await open({
    token: (renew) => {
      asked.push(renew);
      return renew ? null : 'vt_vera';
    },
  });
  expect(find('[role=alert]')!.textContent).toContain('You are signed out.');
  expect(asked).toEqual([false, true]);
});

it('has its address and token from a provider, also in strict mode, and fills a place inline', async () => {
  await draw({ url: undefined, token: undefined, position: 'inline' }, (bot) => (
    <StrictMode>
      <ConnectionProvider url="https://chat.test/" token={() => 'vt_vera'}>
        {bot}
      </ConnectionProvider>
    </StrictMode>
  ));
  await wait(1_000);
  expect(find('.launcher')).toBeNull();
  expect(find('[role=region]')).not.toBeNull();
  await write('Hello');
  await wait(3_000);
  expect(bubbles()).toEqual(['Hello', 'You said: Hello']);
});

it('leaves the page standing when it breaks, and can be tried again', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  let broken = true;
  const open = (bot: string) => {
    if (broken) throw new Error('a word that breaks');
    return `Open chat with ${bot}`;
  };
  await draw({ words: { open } }, (it) => (
    <>
      <p>The page</p>
      {it}
    </>
  ));
  expect(place.textContent).toContain('The page');
  expect(find('[role=alert]')!.textContent).toContain('Something in the chat broke.');
  broken = false;
  await click(pressed('Try again'));
  await wait(500);
  expect(named('Open chat with CRM Assistant')).not.toBeNull();
  quiet.mockRestore();
});

it('shows what linked pages are as text, and takes the card of an own message away', async () => {
  await open();
  await write('See https://a.test/x');
  await wait(3_000);
  const [own, answer] = all.server.messages(visitor, conversations[0]!);
  const previews = [{ url: 'https://a.test/x', title: '<b>Lamps</b>', site_name: 'The shop' }];
  all.server.previews(own!, previews);
  all.server.previews(answer!, previews);
  await wait(500);
  const cards = [...shadow().querySelectorAll('.link')];
  expect(cards.map((one) => one.textContent)).toEqual(
    Array(2).fill('The shop · a.test<b>Lamps</b>'),
  );
  expect(cards.map((one) => one.querySelector('a')!.rel)).toEqual(
    Array(2).fill('noopener noreferrer nofollow ugc'),
  );
  expect(shadow().querySelectorAll('[aria-label="Remove preview"]')).toHaveLength(1);
  await click(named('Remove preview'));
  await wait(500);
  expect(shadow().querySelectorAll('.link')).toHaveLength(1);
  expect(shadow().activeElement).toBe(find('[role=log]'));
});

describe('reactions', () => {
  /** One's own message and the bot's answer to it. */
  async function talked() {
    await open();
    await write('Hello');
    await wait(3_000);
    return all.server.messages(visitor, conversations[0]!) as [Message, Message];
  }
  const given = () =>
    [...shadow().querySelectorAll('.signs li button')].map((one) => [
      one.textContent,
      one.getAttribute('aria-pressed'),
    ]);
  const adders = () => [...shadow().querySelectorAll<HTMLElement>('[aria-label="React"].add')];
  const key = (name: string) =>
    act(async () => {
      shadow().activeElement!.dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
      );
    });
  const status = () => find('.panel > [role=status]')!.textContent;

  it('shows at once what is pressed, tells the server, and takes it back with another press', async () => {
    const [, answer] = await talked();
    await click(adders()[1]!);
    await click(named('Thumbs up'));
    expect(given()).toEqual([['👍 1 by You', 'true']]);
    expect(shadow().activeElement).toBe(adders()[1]);
    await wait(500);
    const path = `/api/conversations/${answer.conversation_id}/messages/${answer.id}/reactions/%F0%9F%91%8D`;
    expect(all.server.calls.filter((one) => one.includes('reactions'))).toEqual([`PUT ${path}`]);
    expect(given()).toEqual([['👍 1 by You', 'true']]);
    await click(find('.signs li button')!);
    expect(given()).toEqual([]);
    await wait(500);
    expect(all.server.calls.at(-1)).toBe(`DELETE ${path}`);
    expect(given()).toEqual([]);
    // From another device of theirs: what was wanted here is over.
    all.server.reacts(visitor, answer, '👍');
    await wait(500);
    expect(given()).toEqual([['👍 1 by You', 'true']]);
  });

  it("shows and says somebody else's, to which one's own is added", async () => {
    const [mine] = await talked();
    all.server.says(agent, 'I am here, too', mine.conversation_id);
    await wait(500);
    all.server.reacts(agent, mine, '🎉');
    await wait(500);
    expect(given()).toEqual([['🎉 1 by Ana', 'false']]);
    expect(status()).toBe('Ana reacted with 🎉');
    await click(find('.signs li button')!);
    expect(given()).toEqual([['🎉 2 by You and Ana', 'true']]);
    all.server.reacts(agent, mine, '🎉', false);
    await wait(500);
    expect(given()).toEqual([['🎉 1 by You', 'true']]);
  });

  it('goes back when it is refused, and says so', async () => {
    await talked();
    all.server.refuse = [{ code: 'deleted', status: 409 }];
    await click(adders()[0]!);
    await click(named('Heart'));
    expect(given()).toEqual([['❤️ 1 by You', 'true']]);
    await wait(500);
    expect(given()).toEqual([]);
    expect(status()).toBe('The reaction was not saved.');
  });

  it('is one stop for Tab, goes by arrows, and closes with Escape alone', async () => {
    await talked();
    expect(adders().map((one) => one.tabIndex)).toEqual([-1, 0]);
    await act(async () => adders()[1]!.focus());
    await key('ArrowUp');
    expect(shadow().activeElement).toBe(adders()[0]);
    expect(adders().map((one) => one.tabIndex)).toEqual([0, -1]);
    await click(adders()[0]!);
    expect(shadow().activeElement).toBe(named('Thumbs up'));
    expect(adders()[0]!.getAttribute('aria-expanded')).toBe('true');
    await key('Escape');
    expect(find('.quick')).toBeNull();
    expect(find('[role=dialog]')).not.toBeNull();
    expect(shadow().activeElement).toBe(adders()[0]);
  });

  it('offers none on what was deleted or is on its way', async () => {
    const [mine] = await talked();
    all.server.edits(mine, null);
    await wait(500);
    expect(adders()).toHaveLength(1);
    all.server.faults.down = true;
    all.server.cutAll();
    await write('Are you there?');
    expect(adders()).toHaveLength(1);
  });
});

it('quotes what a person answers, and leads there; the bot stands under its question', async () => {
  all.server.bot.says = () => 'A **person** will answer';
  await open();
  await write('Do you ship?');
  await wait(3_000);
  const [mine, answer] = all.server.messages(visitor, conversations[0]!) as [Message, Message];
  const quotes = () => [...shadow().querySelectorAll<HTMLElement>('.quote')];
  expect(quotes()).toEqual([]);
  const { conversation_id } = mine;
  const says = (to: string) =>
    all.server.says(agent, 'We do.', conversation_id, 'message', null, [], to);
  says(mine.id);
  says(answer.id);
  await wait(500);
  expect(quotes().map((one) => one.textContent)).toEqual([
    'In reply to You Do you ship?',
    'In reply to CRM Assistant A person will answer',
  ]);
  await click(quotes()[0]!);
  expect(shadow().activeElement).toBe(find('article'));
  await act(async () => find('article')!.blur());
  expect(find('article')!.hasAttribute('tabindex')).toBe(false);
  all.server.edits(mine, null);
  await wait(500);
  expect(quotes()[0]!.textContent).toBe('In reply to You Message deleted');
});

it('has no style of its own outside its shadow root', async () => {
  await open();
  expect(document.head.querySelector('style')).toBeNull();
  expect(shadow().adoptedStyleSheets).toHaveLength(1);
});
