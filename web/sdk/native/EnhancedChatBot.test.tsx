// The native EnhancedChatBot over the fake server and a React Native in memory: the same behaviour as on
// pages, what the app gives it, and what ears are told.
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { agent, bot, type Stage, stage, visitor } from '../core/testing/index.ts';
import type { Environment } from '../core/types.ts';
import type { Message } from '../core/wire.ts';
import { EnhancedChatBot, type EnhancedChatBotProps, nativeEnvironment } from './index.ts';
import { device } from './testing.tsx';

(globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;

const given = vi.hoisted(() => ({ env: null as unknown as Environment }));
vi.mock('./environment.ts', async (real) => ({
  ...(await real<typeof import('./environment.ts')>()),
  nativeEnvironment: (storage: never) => given.env ?? storage,
}));

let all: Stage;
let root: Root;
let place: HTMLElement;
let conversations: string[];

beforeEach(() => {
  all = stage();
  given.env = all.server.environment();
  conversations = [];
  device.announced.length = device.opened.length = device.scrolled.length = 0;
  device.theme = 'light';
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  place.remove();
});

const wait = (ms: number) => act(() => all.clock.advance(ms));
const button = (name: string) =>
  [...place.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === name,
  )!;
const press = (name: string) => act(async () => button(name).click());

async function open(props: EnhancedChatBotProps = {}) {
  await act(async () =>
    root.render(
      <EnhancedChatBot
        botName="CRM Assistant"
        url="https://chat.test"
        token="vt_vera"
        onConversationChange={(id) => conversations.push(id)}
        {...props}
      />,
    ),
  );
  await wait(500);
  if (props.position !== 'inline') await press('Open chat with CRM Assistant');
  await wait(500);
}

async function write(text: string) {
  const field = place.querySelector('textarea')!;
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await press('Send');
}

it('opens, sends at once, tells the conversation and the answer, to ears too', async () => {
  await open();
  await write('Hello');
  expect(place.textContent).toContain('Sending');
  await wait(3_000);
  expect(place.textContent).toContain('You said: Hello');
  expect(place.textContent).toContain('Read');
  expect(conversations).toHaveLength(1);
  expect(device.announced).toEqual(['CRM Assistant is replying', 'You said: Hello']);
  await press('Close chat');
  expect(place.querySelector('dialog')).toBeNull();
});

it('reads out nothing of what was there when it was opened', async () => {
  await open();
  await write('Hello');
  await wait(3_000);
  await act(async () => root.render(null));
  device.announced.length = 0;
  await open();
  expect(place.textContent).toContain('You said: Hello');
  expect(device.announced).toEqual([]);
  await write('Again');
  await wait(3_000);
  expect(device.announced).toEqual(['CRM Assistant is replying', 'You said: Again']);
});

it('begins with a prompt, and anew on demand', async () => {
  await open({ position: 'inline' });
  await press('Ask a question');
  await wait(3_000);
  expect(place.textContent).toContain('You said: I have a question.');
  await press('New conversation');
  await wait(500);
  expect(place.textContent).toContain('Hello, I am CRM Assistant.');
});

it('draws marks and code, opens links, and copies where the app can', async () => {
  const copied: string[] = [];
  all.server.bot.says = () =>
    'See **[this](https://docs.test/a)**:\n```sh\nls\n```\n1. one\n2. two';
  await open({ onCopy: (text) => copied.push(text) });
  await write('How?');
  await wait(3_000);
  expect(place.textContent).toContain('1. one2. two');
  await act(async () => place.querySelector<HTMLElement>('[role=link]')!.click());
  expect(device.opened).toEqual(['https://docs.test/a']);
  await press('Copy code');
  await press('Copy message by You');
  expect(copied).toEqual(['ls', 'How?']);
});

it('draws reactions, gives and takes back, and says what others give', async () => {
  await open();
  await write('Hello');
  await wait(3_000);
  const [mine] = all.server.messages(visitor, conversations[0]!) as [Message];
  const given = () =>
    [...place.querySelectorAll('button[aria-pressed]')].map((one) => [
      one.getAttribute('aria-label'),
      one.getAttribute('aria-pressed'),
    ]);
  await press('React');
  await press('Heart');
  expect(given()).toEqual([['❤️ 1 by You', 'true']]);
  await wait(500);
  all.server.reacts(bot, mine, '❤️');
  await wait(500);
  expect(given()).toEqual([['❤️ 2 by You and Assistant', 'true']]);
  expect(device.announced.at(-1)).toBe('Assistant reacted with ❤️');
  await press('❤️ 2 by You and Assistant');
  expect(given()).toEqual([['❤️ 1 by Assistant', 'false']]);
  await wait(500);
  expect(all.server.calls.filter((one) => one.includes('reactions'))).toHaveLength(2);
  all.server.refuse = [{ code: 'deleted', status: 409 }];
  await press('❤️ 1 by Assistant');
  await wait(500);
  expect(given()).toEqual([['❤️ 1 by Assistant', 'false']]);
  expect(place.querySelector('[role=alert]')!.textContent).toBe('The reaction was not saved.');
});

it('quotes what a person answers, and leads there', async () => {
  await open();
  await write('Do you ship?');
  await wait(3_000);
  const [{ id, conversation_id }] = all.server.messages(visitor, conversations[0]!) as [Message];
  all.server.says(agent, 'We do.', conversation_id, 'message', null, [], id);
  await wait(500);
  const quotes = [...place.querySelectorAll('button')].filter((one) =>
    one.getAttribute('aria-label')?.startsWith('In reply to'),
  );
  expect(quotes.map((one) => one.textContent)).toEqual(['You Do you ship?']);
  await press('In reply to You: Do you ship?');
  expect(device.scrolled).toEqual([1]);
  expect(device.announced.at(-1)).toBe('Do you ship?');
});

it('offers neither files nor copying where the app gives no way', async () => {
  await open();
  await write('Hello');
  await wait(3_000);
  expect(button('Attach files')).toBeUndefined();
  expect(button('Copy message by You')).toBeUndefined();
});

it('sends the files that the app lets one pick', async () => {
  all.server.uploads = { refusal: null };
  await open({ pickFiles: async () => [new File(['hello'], 'a.txt')] });
  await press('Attach files');
  await wait(500);
  expect(button('Remove a.txt')).toBeDefined();
  await press('Send');
  await wait(2_000);
  expect(place.textContent).toMatch(/f\d+\.txt/);
});

it('keeps what is refused, to be tried again', async () => {
  all.server.refuse = [{ code: 'forbidden', status: 403 }];
  await open();
  await write('Hello');
  await wait(1_000);
  expect(place.textContent).toContain('Refused.');
  await press('Try again');
  await wait(3_000);
  expect(place.textContent).toContain('You said: Hello');
});

it('says that the line is down, and goes on when it is back', async () => {
  await open();
  all.server.faults.down = true;
  all.server.cutAll();
  await write('Are you there?');
  await wait(3_000);
  expect(place.textContent).toContain('Reconnecting… 1 message waiting.');
  all.server.faults.down = false;
  await wait(60_000);
  expect(place.textContent).toContain('You said: Are you there?');
});

it('says that one is signed out', async () => {
  all.server.revoked.add('vt_vera');
  await open();
  expect(place.querySelector('[role=alert]')!.textContent).toContain('You are signed out.');
});

it('has the colours of the theme, from the tokens', async () => {
  await open();
  const light = button('Open chat with CRM Assistant').dataset.colour;
  device.theme = 'dark';
  await act(async () => root.render(null));
  await open();
  const dark = button('Open chat with CRM Assistant').dataset.colour;
  expect([light, dark].every((colour) => /^#[0-9a-f]{6}$/.test(colour!))).toBe(true);
  expect(light).not.toBe(dark);
});

it('makes an environment of what React Native has', async () => {
  given.env = null as unknown as Environment;
  const real = await vi.importActual<typeof import('./environment.ts')>('./environment.ts');
  const env = real.nativeEnvironment();
  expect(env.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(env.storage).toBeNull();
  let seen = 0;
  const deaf = env.onVisible!(() => {
    seen += 1;
  });
  for (const run of device.foreground) run('background');
  for (const run of device.foreground) run('active');
  deaf();
  expect(seen).toBe(1);
  expect(device.foreground.size).toBe(0);
  expect(nativeEnvironment).toBeDefined();
});
