// useChat and useChatLog over the fake server: what a component sees from loading to a read reply.
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, expectTypeOf, it } from 'vitest';
import { agent, type Stage, stage, visitor } from '../core/testing/index.ts';
import type { Client } from '../core/types.ts';
import { type Chat, type ChatLog, ClientProvider, useChat, useChatLog } from './index.ts';

(globalThis as Record<string, unknown>).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
let chat: Chat;
let log: ChatLog;
let renders = 0;

function Probe({ id }: { id: string }) {
  chat = useChat(id);
  log = useChatLog(id);
  renders += 1;
  return null;
}

async function mount(client: Client, { clock }: Stage, id = 't1') {
  root = createRoot(document.createElement('div'));
  await act(async () => {
    root.render(
      <ClientProvider client={client}>
        <Probe id={id} />
      </ClientProvider>,
    );
  });
  expect(chat.isLoading).toBe(true);
  await act(() => clock.advance(500));
}

afterEach(() => act(() => root.unmount()));

it('loads, sends, and shows what the other side does', async () => {
  const all = stage();
  const { clock, server, client, staff } = all;
  server.says(agent, 'hello');
  await mount(client(), all);
  expect(chat).toMatchObject({ isLoading: false, error: null });
  expect(chat.messages.map((one) => [one.text, one.own])).toEqual([['hello', false]]);

  let key = '';
  act(() => {
    key = chat.sendMessage('hi');
  });
  expect(chat.messages.at(-1)).toMatchObject({
    key,
    id: null,
    text: 'hi',
    own: true,
    state: 'sending',
  });
  await act(() => clock.advance(200));
  expect(chat.messages.at(-1)).toMatchObject({ key, text: 'hi', state: 'sent' });
  expect(chat.messages.at(-1)!.id).toBeTruthy();

  const ana = staff();
  ana.start();
  ana.open('t1');
  await act(() => clock.advance(500));
  ana.setTyping('t1', true);
  await act(() => clock.advance(100));
  expect(chat.typingUsers).toEqual([agent]);
  ana.markRead('t1');
  await act(() => clock.advance(1_500));
  expect(chat.messages.at(-1)!.state).toBe('read');
  ana.close();
});

it('sends a file, and says why one is refused', async () => {
  const all = stage();
  const { clock, server, client } = all;
  await mount(client(), all);
  server.uploads = { refusal: null };
  let sent = '';
  const file = new File(['hello'], 'a.txt');
  await act(async () => {
    void chat.sendFile(file, { text: 'See this' }).then((key) => {
      sent = key;
    });
    await import('../files/index.ts');
    await clock.advance(1_000);
  });
  expect(chat.messages.at(-1)).toMatchObject({ key: sent, text: 'See this', state: 'sent' });
  expect(chat.messages.at(-1)!.attachments).toHaveLength(1);
  server.uploads = { refusal: 'Files of this type are not taken here.' };
  let why = '';
  await act(async () => {
    void chat.sendFile(new File(['MZ'], 'a.exe')).catch((error: Error) => {
      why = error.message;
    });
    await clock.advance(1_000);
  });
  expect(why).toBe('Files of this type are not taken here.');
});

it('gives the ten fields that were promised, and the rest apart', async () => {
  const promised = [
    'messages',
    'isLoading',
    'error',
    'onlineUsers',
    'typingUsers',
    'sendMessage',
    'sendFile',
    'sendTypingIndicator',
    'deleteMessage',
    'editMessage',
  ] as const;
  expectTypeOf<keyof Chat>().toEqualTypeOf<(typeof promised)[number]>();
  expectTypeOf<keyof Chat & keyof ChatLog>().toEqualTypeOf<never>();
  expectTypeOf(useChat).toEqualTypeOf<(sessionId: string) => Chat>();
  const all = stage();
  await mount(all.client(), all);
  expect(Object.keys(chat).sort()).toEqual([...promised].sort());
});

it('tries a refused message again or throws it away, pages back, and marks as read', async () => {
  const all = stage();
  const { clock, server, client } = all;
  for (let n = 1; n <= 60; n += 1) server.says(agent, `line ${n}`);
  const vera = client();
  await mount(vera, all);
  expect([log.hasOlder, chat.messages.length]).toEqual([true, 50]);
  let came = 0;
  await act(async () => {
    const older = log.loadOlder();
    await clock.advance(300);
    came = await older;
  });
  expect([came, log.hasOlder, chat.messages.length]).toEqual([10, false, 60]);

  act(() => log.markRead());
  await act(() => clock.advance(1_500));
  expect(server.frames.filter((one) => one.type === 'read').at(-1)).toMatchObject({ seq: 60 });

  const refusal = { code: 'forbidden', status: 403 };
  server.refuse = [refusal, refusal];
  const say = (text: string) => act(async () => void chat.sendMessage(text));
  await say('once more');
  await say('not at all');
  await act(() => clock.advance(500));
  const [first, second] = chat.messages.slice(-2);
  expect([first!.state, second!.state]).toEqual(['failed', 'failed']);
  act(() => log.retryMessage(first!.key));
  act(() => log.discardMessage(second!.key));
  await act(() => clock.advance(500));
  expect(chat.messages.at(-1)).toMatchObject({ key: first!.key, state: 'sent' });
  expect(chat.messages).toHaveLength(61);
});

it('edits and deletes', async () => {
  const all = stage();
  const { clock, server, client } = all;
  server.says(visitor, 'teh');
  await mount(client(), all);
  const { id } = chat.messages[0]!;
  await act(async () => {
    const edit = chat.editMessage(id!, 'the');
    await clock.advance(300);
    await edit;
  });
  expect(chat.messages[0]).toMatchObject({ text: 'the', edited: true });
  await act(async () => {
    const removal = chat.deleteMessage(id!);
    await clock.advance(300);
    await removal;
  });
  expect(chat.messages[0]).toMatchObject({ text: null, deleted: true });
});

it('says why a conversation cannot be read', async () => {
  const all = stage();
  await mount(all.client(), all, 'nowhere');
  expect(chat).toMatchObject({ isLoading: false, error: { code: 'not_found' } });
});

it('does not render again for what it does not show', async () => {
  const all = stage();
  const { clock, server, client } = all;
  server.talk('t2');
  await mount(client(), all);
  const before = renders;
  server.says(agent, 'elsewhere', 't2');
  server.heartbeat();
  await act(() => clock.advance(3_000));
  expect(renders).toBe(before);
});
