// The bot over the fake server: what is asked for, what is shown meanwhile, and what a broken line or
// an answer that is not ready does to it.
import { expect, it } from 'vitest';
import { bot as assistant, type Stage, stage, visitor } from '../core/testing/index.ts';
import { DRAFT } from '../core/types.ts';
import { beginWithBot, createBot } from './bot.ts';
import { connect, keepTalk, lastTalk } from './connect.ts';

const asks = ({ server }: Stage) =>
  server.calls.filter((call) => call === 'POST /api/bot-response/').length;

async function begun(all: Stage) {
  const client = all.client({ begin: beginWithBot });
  const bot = createBot(client);
  let talk = '';
  let release = bot.follow(DRAFT);
  client.on('started', (id) => {
    talk = id;
    release();
    client.open(id);
    release = bot.follow(id);
  });
  client.start();
  await all.clock.advance(200);
  client.send(DRAFT, 'Hello');
  return { client, bot, talk: () => talk, release: () => release() };
}

it('begins a conversation with the bot and asks once for the answer', async () => {
  const all = stage();
  const { client, bot, talk } = await begun(all);
  await all.clock.advance(2_000);
  expect(talk()).not.toBe('');
  const { messages } = client.getState().threads[talk()]!;
  expect(messages.map((one) => [one.sender.kind, one.text])).toEqual([
    ['contact', 'Hello'],
    ['bot', 'You said: Hello'],
  ]);
  expect(messages[1]!.reply_to).toBe(messages[0]!.id);
  expect(bot.getState().answers).toEqual([]);
  expect(asks(all)).toBe(1);
  client.close();
});

it('shows what is being written, part by part, and no part out of its place', async () => {
  const all = stage();
  all.server.bot.refuse = [503, 503];
  const { client, bot, talk } = await begun(all);
  await all.clock.advance(400);
  const { message_id } = bot.getState().answers[0]!;
  const part = (at: number, text: string) =>
    all.server.broadcast(talk(), {
      type: 'delta',
      principal: assistant,
      reply_to: message_id,
      at,
      text,
    });
  part(0, 'You 🙂 ');
  part(6, 'said');
  part(99, 'lost');
  await all.clock.advance(50);
  expect(bot.getState().answers).toMatchObject([{ state: 'waiting', text: 'You 🙂 said' }]);
  await all.clock.advance(5_000);
  expect(bot.getState().answers).toEqual([]);
  expect(asks(all)).toBe(3);
  client.close();
});

it('waits out a line that is down, and gives up what is refused too often until it is asked again', async () => {
  const all = stage();
  all.server.bot.refuse = [503, 503, 503, 503, 503];
  const { client, bot, talk } = await begun(all);
  await all.clock.advance(60_000);
  expect(bot.getState().answers).toMatchObject([{ state: 'failed', error: { code: 'refused' } }]);
  all.server.faults.down = true;
  bot.retry(bot.getState().answers[0]!.message_id);
  await all.clock.advance(120_000);
  expect(bot.getState().answers).toMatchObject([{ state: 'waiting' }]);
  all.server.faults.down = false;
  await all.clock.advance(40_000);
  expect(bot.getState().answers).toEqual([]);
  expect(client.getState().threads[talk()]!.messages.at(-1)!.text).toBe('You said: Hello');
  client.close();
});

it('asks for what was still owed when the page was closed, and for nothing older', async () => {
  const all = stage();
  all.server.talk('t5', [visitor, assistant]);
  all.server.says(visitor, 'One', 't5');
  all.server.says(visitor, 'Two', 't5');
  const client = all.client();
  const bot = createBot(client);
  client.start();
  client.open('t5');
  bot.follow('t5');
  await all.clock.advance(2_000);
  expect(all.server.messages(visitor, 't5').map((one) => one.text)).toEqual([
    'One',
    'Two',
    'You said: Two',
  ]);
  client.close();
});

it('is silent where no bot takes part', async () => {
  const all = stage();
  all.server.bot.refuse = [409];
  const { client, bot } = await begun(all);
  await all.clock.advance(5_000);
  expect(bot.getState().answers).toEqual([]);
  expect(asks(all)).toBe(1);
  client.close();
});

it('offers the prompts in their order, and asks again when they did not come', async () => {
  const all = stage();
  const client = all.client();
  const bot = createBot(client);
  all.server.faults.down = true;
  const failed = bot.loadPrompts();
  await all.clock.advance(100);
  await failed;
  expect(bot.getState().prompts).toEqual([]);
  all.server.faults.down = false;
  all.server.bot.prompts.unshift({ id: 'p2', title: 'Later', text: 'Later.', order: 7 });
  const came = bot.loadPrompts();
  await all.clock.advance(100);
  await came;
  expect(bot.getState().prompts.map((one) => one.id)).toEqual(['p1', 'p2']);
});

it('knows who asks before it touches what is stored, and keeps their conversation apart', async () => {
  const all = stage();
  const { options } = all.client();
  const told: string[] = [];
  all.server.faults.down = true;
  let client: ReturnType<Stage['client']> | undefined;
  const stop = connect(options, (result) => {
    told.push('client' in result ? result.me : result.problem.code);
    if ('client' in result) client = result.client;
  });
  await all.clock.advance(300);
  all.server.faults.down = false;
  await all.clock.advance(2_000);
  expect([...new Set(told)]).toEqual(['network', 'v1']);
  expect(client!.options.scope).toBe('bot.v1');
  keepTalk(client!, 't9');
  expect(lastTalk(client!)).toBe('t9');
  expect(lastTalk(all.client())).toBeNull();
  keepTalk(client!, null);
  expect(lastTalk(client!)).toBeNull();
  stop();
});

it('says that a token is refused and does not try again', async () => {
  const all = stage();
  const told: string[] = [];
  all.server.revoked.add('vt_vera');
  const auth = { mode: 'bearer', token: (renew: boolean) => (renew ? null : 'vt_vera') } as const;
  connect({ ...all.client().options, auth }, (result) =>
    told.push('client' in result ? result.me : result.problem.code),
  );
  await all.clock.advance(60_000);
  expect(told).toEqual(['signed_out']);
});
