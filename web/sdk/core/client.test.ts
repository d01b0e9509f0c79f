// The core against the fake server, one story per duty: send, receive, resume, reconnect, fall
// back, batch, sign out. The random mixture of faults is in simulation.test.ts.
import { describe, expect, it } from 'vitest';
// Loaded beforehand: the fake clock does not wait for a file to be read.
import './fallback.ts';
import { agent, FakeStorage, stage, visitor } from './testing/index.ts';
import { type Client, DRAFT } from './types.ts';

const texts = (client: Client, id = 't1') =>
  client.getState().threads[id]?.messages.map((one) => one.text);
const outgoing = (client: Client, id = 't1') =>
  client.getState().threads[id]?.outgoing.map((one) => [one.text, one.state]);
const thread = (client: Client, id = 't1') => client.getState().threads[id]!;

describe('receiving', () => {
  it('shows the newest page and then what arrives, each once and in order', async () => {
    const { clock, server, client } = stage();
    server.says(visitor, 'hello');
    server.says(agent, 'hi Vera');
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    expect(texts(vera)).toEqual(['hello', 'hi Vera']);
    expect(vera.getState().connection).toMatchObject({ phase: 'online', transport: 'socket' });
    server.says(agent, 'how can I help?');
    await clock.advance(100);
    expect(texts(vera)).toEqual(['hello', 'hi Vera', 'how can I help?']);
  });

  it('neither shows a staff note to the visitor nor stumbles over it', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.says(agent, 'one');
    server.says(agent, 'secret', 't1', 'note');
    server.says(agent, 'two');
    await clock.advance(200);
    expect(texts(vera)).toEqual(['one', 'two']);
    expect(server.calls.filter((call) => call.endsWith('/entries'))).toEqual([]);
    server.says(agent, 'secret again', 't1', 'note');
    server.cutAll();
    await clock.advance(3_000);
    server.says(agent, 'three');
    await clock.advance(200);
    expect(texts(vera)).toEqual(['one', 'two', 'three']);
    expect(thread(vera).status).toBe('ready');
  });

  it('asks for the range when something between is missing', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.faults.lose = 1;
    server.says(agent, 'lost on the way');
    server.faults.lose = 0;
    server.says(agent, 'arrives');
    await clock.advance(200);
    expect(texts(vera)).toEqual(['lost on the way', 'arrives']);
  });

  it('finds a lost last entry by the heartbeat heads', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.faults.lose = 1;
    server.says(agent, 'lost');
    server.faults.lose = 0;
    await clock.advance(5_000);
    expect(texts(vera)).toEqual([]);
    server.heartbeat();
    await clock.advance(2_000);
    expect(texts(vera)).toEqual(['lost']);
  });

  it('shows edits and deletions, also those made while away', async () => {
    const { clock, server, client } = stage();
    const first = server.says(agent, 'teh');
    const second = server.says(agent, 'oops');
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.edits(first, 'the');
    await clock.advance(100);
    expect(texts(vera)).toEqual(['the', 'oops']);
    server.cutAll();
    server.edits(second, null);
    await clock.advance(3_000);
    expect(texts(vera)).toEqual(['the', null]);
  });

  it('loads the snapshot again when the server cannot resume, without losing what was shown', async () => {
    const { clock, server, client } = stage();
    server.says(agent, 'one');
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.epoch = 'e2';
    server.talks.get('t1')!.entries.length = 0;
    server.says(agent, 'restored one');
    server.cutAll();
    await clock.advance(5_000);
    expect(texts(vera)).toEqual(['restored one']);
    server.says(agent, 'and on');
    await clock.advance(100);
    expect(texts(vera)).toEqual(['restored one', 'and on']);
  });

  it('counts and drops a malformed frame and goes on', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    for (const bad of [
      { type: 'entry', entry: { seq: 'x' } },
      { type: 'ack' },
      { type: 'read', seq: -1, principal_id: 'a1' },
      [],
      { nothing: 1 },
    ])
      for (const peer of server.peers) peer.push(bad as object);
    // A message whose files are none.
    const message = { ...server.says(agent, 'fine'), attachments: [{ id: 'f1' }] };
    const entry = { seq: 2, prev_seq: 1, type: 'message.sent', actor: agent, message };
    for (const peer of server.peers)
      peer.push({ type: 'entry', entry: { ...entry, created_at: message.created_at } });
    await clock.advance(200);
    expect(vera.getState().bad_frames).toBe(6);
    expect(texts(vera)).toEqual(['fine']);
  });

  it('ignores frame types it does not know', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    await clock.advance(500);
    for (const peer of server.peers) peer.push({ type: 'from_the_future', conversation_id: 't1' });
    await clock.advance(100);
    expect(vera.getState().bad_frames).toBe(0);
  });

  it('pages back without repeats and keeps an edit that overtakes the page', async () => {
    const { clock, server, client } = stage();
    const all = Array.from({ length: 120 }, (_, i) => server.says(agent, `m${i}`));
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    expect(thread(vera).messages).toHaveLength(50);
    expect(thread(vera).has_older).toBe(true);
    server.faults.slow = 200;
    const page = vera.loadOlder('t1');
    await clock.advance(30);
    // The page was read before, and arrives after, the edit.
    server.edits(all[60]!, 'changed');
    await clock.advance(500);
    expect(await page).toBe(50);
    expect(thread(vera).messages).toHaveLength(100);
    expect(thread(vera).messages.find((one) => one.seq === 61)?.text).toBe('changed');
    const last = vera.loadOlder('t1');
    await clock.advance(500);
    expect(await last).toBe(20);
    expect(thread(vera).has_older).toBe(false);
    expect(thread(vera).messages.map((one) => one.seq)).toEqual(
      Array.from({ length: 120 }, (_, i) => i + 1),
    );
  });

  it('keeps no more than the window', async () => {
    const { clock, server, client } = stage();
    const vera = client({ window: 60 });
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    for (let i = 0; i < 70; i++) server.says(agent, `m${i}`);
    await clock.advance(500);
    expect(thread(vera).messages).toHaveLength(60);
    expect(thread(vera).has_older).toBe(true);
    expect(thread(vera).messages.at(-1)?.text).toBe('m69');
  });

  it('says why a conversation cannot be shown', async () => {
    const { clock, client } = stage();
    const vera = client();
    vera.start();
    vera.open('nowhere');
    await clock.advance(500);
    expect(thread(vera, 'nowhere')).toMatchObject({
      status: 'failed',
      error: { code: 'not_found' },
    });
  });

  it('resumes a reopened thread from where it was, without loading it again', async () => {
    const { clock, server, client } = stage();
    server.says(agent, 'one');
    const vera = client();
    vera.start();
    const release = vera.open('t1');
    await clock.advance(500);
    release();
    await clock.advance(100);
    server.says(agent, 'two');
    await clock.advance(100);
    const pages = server.calls.filter((call) => call.endsWith('/messages')).length;
    vera.open('t1');
    await clock.advance(300);
    expect(texts(vera)).toEqual(['one', 'two']);
    expect(server.calls.filter((call) => call.endsWith('/messages'))).toHaveLength(pages);
  });
});

describe('a conversation that the server stops telling of', () => {
  it('is asked for once more, and goes on where the server was only confused', async () => {
    const { clock, server, client } = stage();
    server.says(agent, 'one');
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.silence(visitor, 't1', false);
    server.says(agent, 'two');
    await clock.advance(500);
    expect(texts(vera)).toEqual(['one', 'two']);
    server.says(agent, 'three');
    await clock.advance(100);
    expect(texts(vera)).toEqual(['one', 'two', 'three']);
  });

  it('says why it cannot be shown when the right to see it has ended', async () => {
    const { clock, server, client } = stage();
    server.says(agent, 'one');
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.silence(visitor, 't1', true);
    await clock.advance(500);
    expect(thread(vera)).toMatchObject({ status: 'failed', error: { code: 'not_found' } });
    const asked = server.calls.length;
    await clock.advance(60_000);
    expect(server.calls).toHaveLength(asked);
  });

  it('is not loaded anew when it was left and entered again meanwhile', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    const release = vera.open('t1');
    await clock.advance(500);
    const asked = server.calls.length;
    release();
    vera.open('t1');
    await clock.advance(500);
    server.says(agent, 'one');
    await clock.advance(100);
    expect(texts(vera)).toEqual(['one']);
    expect(server.calls).toHaveLength(asked);
  });
});

describe('sending', () => {
  it('draws a message at once, replaces it by the log entry, and knows how far it got', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    vera.send('t1', 'hello');
    expect(outgoing(vera)).toEqual([['hello', 'sending']]);
    await clock.advance(200);
    expect(outgoing(vera)).toEqual([]);
    expect(texts(vera)).toEqual(['hello']);
    expect(server.messages(agent, 't1')).toHaveLength(1);
  });

  it('keeps the order and sends once, though answers are lost', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.faults.loseAnswers = 1;
    for (const text of ['a', 'b', 'c']) vera.send('t1', text);
    await clock.advance(30_000);
    expect(server.messages(agent, 't1').map((one) => one.text)).toEqual(['a', 'b', 'c']);
    expect(outgoing(vera)).toEqual([]);
  });

  it('survives a reload: what was not confirmed is sent by the next page, with the same id', async () => {
    const { clock, server, client } = stage();
    const storage = new FakeStorage();
    server.faults.down = true;
    const before = client({}, storage);
    before.start();
    const id = before.send('t1', 'written offline');
    before.send('t1', 'and more');
    await clock.advance(2_000);
    before.close();
    server.faults.down = false;
    const after = client({}, storage);
    after.start();
    after.open('t1');
    expect(outgoing(after)).toEqual([
      ['written offline', 'sending'],
      ['and more', 'sending'],
    ]);
    await clock.advance(1_000);
    expect(texts(after)).toEqual(['written offline', 'and more']);
    expect(server.messages(visitor, 't1')[0]?.client_msg_id).toBe(id);
    expect(storage.length).toBe(0);
  });

  it('takes files along, also without words, in a first message and across a reload', async () => {
    const { clock, server, client } = stage();
    const file = (id: string) => ({ id, name: `${id}.png`, mime: 'image/png', size: 9 });
    const named = (of: Client, id = 't1') =>
      thread(of, id).messages.map((one) => one.attachments?.map((each) => each.id));
    const storage = new FakeStorage();
    server.faults.down = true;
    const before = client({}, storage);
    before.start();
    before.send('t1', '', { attachments: [file('f1'), file('f2')] });
    await clock.advance(1_000);
    before.close();
    server.faults.down = false;
    const vera = client({}, storage);
    vera.start();
    vera.open('t1');
    expect(thread(vera).outgoing[0]).toMatchObject({
      text: '',
      attachments: [file('f1'), file('f2')],
    });
    await clock.advance(1_000);
    vera.send('t1', 'words only');
    await clock.advance(500);
    expect(named(vera)).toEqual([['f1', 'f2'], undefined]);
    expect(server.frames.filter((one) => one.type === 'send').at(-1)).not.toHaveProperty(
      'attachments',
    );
    const started: string[] = [];
    vera.on('started', (id) => started.push(id));
    vera.send(DRAFT, '', { attachments: [file('f3')] });
    await clock.advance(500);
    vera.open(started[0]!);
    await clock.advance(500);
    expect(named(vera, started[0])).toEqual([['f3']]);
    // With the message its files are gone.
    server.edits(server.messages(visitor, 't1')[0]!, null);
    await clock.advance(500);
    expect(named(vera)).toEqual([undefined, undefined]);
  });

  it('marks a refused message failed with its reason and sends the others', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.refuse = [{ code: 'invalid', status: 422 }];
    const bad = vera.send('t1', 'too long');
    vera.send('t1', 'fine');
    await clock.advance(500);
    expect(texts(vera)).toEqual(['fine']);
    expect(thread(vera).outgoing).toMatchObject([
      { text: 'too long', state: 'failed', error: { code: 'invalid' } },
    ]);
    expect(vera.getState().connection.waiting).toBe(0);
    vera.retry(bad);
    await clock.advance(500);
    expect(texts(vera)).toEqual(['fine', 'too long']);
    server.refuse = [{ code: 'invalid', status: 422 }];
    vera.discard(vera.send('t1', 'never'));
    await clock.advance(500);
    vera.discard(thread(vera).outgoing[0]!.client_msg_id);
    expect(outgoing(vera)).toEqual([]);
  });

  it('waits and tries again when it sends too fast', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.refuse = [{ code: 'too_many', status: 429 }];
    vera.send('t1', 'a');
    vera.send('t1', 'b');
    await clock.advance(3_000);
    expect(texts(vera)).toEqual(['a', 'b']);
  });

  it('begins a conversation with its first message, once, though the answer is lost and the page reloads', async () => {
    const { clock, server, client } = stage();
    server.talks.clear();
    const storage = new FakeStorage();
    server.faults.loseAnswers = 1;
    const before = client({}, storage);
    before.start();
    before.send(DRAFT, 'is anybody there?');
    before.send(DRAFT, 'second thought');
    await clock.advance(1_000);
    before.close();
    const after = client({}, storage);
    let started = '';
    after.on('started', (id) => {
      started = id;
      after.open(id);
    });
    after.start();
    let gaps = 0;
    after.subscribe(() => {
      // On the way from the draft to the conversation there is no moment without the words.
      const { messages, outgoing: rest } = after.getState().threads[started || DRAFT]!;
      if (!messages.length && !rest.length) gaps += 1;
    });
    expect(outgoing(after, DRAFT)).toHaveLength(2);
    await clock.advance(3_000);
    expect(server.talks.size).toBe(1);
    expect(gaps).toBe(0);
    expect(texts(after, started)).toEqual(['is anybody there?', 'second thought']);
    expect(outgoing(after, DRAFT)).toEqual([]);
  });

  it('works without any storage, and with one that throws', async () => {
    for (const storage of [null, throwing()]) {
      const { clock, client } = stage();
      const vera = client({}, storage);
      vera.start();
      vera.open('t1');
      vera.send('t1', 'hello');
      await clock.advance(1_000);
      expect(texts(vera)).toEqual(['hello']);
    }
  });

  it('reads nothing from a spoiled record', async () => {
    const { clock, client } = stage();
    const storage = new FakeStorage();
    storage.setItem('antiphon.out.vera.x', '{"client_msg_id":"x","text":7}');
    storage.setItem('antiphon.out.vera.y', 'not json');
    const vera = client({}, storage);
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    expect(outgoing(vera)).toEqual([]);
  });
});

describe('two tabs over one storage', () => {
  it('show each other what is on its way, and send it once', async () => {
    const { clock, server, client } = stage();
    const shared = new FakeStorage();
    const open = () => {
      const { storage, onStorage } = shared.tab();
      const tab = client({}, storage, { onStorage });
      tab.start();
      tab.open('t1');
      return tab;
    };
    const one = open();
    const two = open();
    await clock.advance(500);
    server.faults.down = true;
    server.cutAll();
    await clock.advance(100);
    one.send('t1', 'from one');
    two.send('t1', 'from two');
    await clock.advance(100);
    expect(outgoing(one)).toEqual(outgoing(two));
    expect(outgoing(one)).toHaveLength(2);
    server.faults.down = false;
    await clock.advance(40_000);
    expect(
      server
        .messages(agent, 't1')
        .map((m) => m.text)
        .sort(),
    ).toEqual(['from one', 'from two']);
    expect(texts(one)).toEqual(texts(two));
    expect(outgoing(one)).toEqual([]);
    expect(outgoing(two)).toEqual([]);
    expect(shared.length).toBe(0);
  });

  it('a tab that closes leaves its messages to the other, one that crashed to the next page', async () => {
    const { clock, server, client } = stage();
    const shared = new FakeStorage();
    const open = () => {
      const { storage, onStorage } = shared.tab();
      const tab = client({}, storage, { onStorage });
      tab.start();
      return tab;
    };
    server.faults.down = true;
    const closing = open();
    const staying = open();
    closing.send('t1', 'my last words');
    await clock.advance(100);
    server.faults.down = false;
    closing.close();
    staying.open('t1');
    staying.retryNow();
    await clock.advance(1_000);
    expect(texts(staying)).toEqual(['my last words']);
    server.faults.down = true;
    server.cutAll();
    await clock.advance(100);
    // A crash says nothing: only its record in the storage remains.
    const record = {
      client_msg_id: 'c1',
      conversation_id: 't1',
      text: 'cut off',
      kind: 'message',
      reply_to: null,
    };
    shared.setItem(
      'antiphon.out.vera.c1',
      JSON.stringify({
        ...record,
        created_at: 1,
        state: 'sending',
        error: null,
        order: 0,
        owner: 'dead',
        seq: null,
      }),
    );
    server.faults.down = false;
    const next = open();
    next.open('t1');
    await clock.advance(1_000);
    expect(texts(next)).toEqual(['my last words', 'cut off']);
    expect(shared.length).toBe(0);
  });

  it('a message thrown away in one disappears in the other', async () => {
    const { clock, server, client } = stage();
    const shared = new FakeStorage();
    const tabs = [0, 1].map(() => {
      const { storage, onStorage } = shared.tab();
      const tab = client({}, storage, { onStorage });
      tab.start();
      tab.open('t1');
      return tab;
    });
    await clock.advance(500);
    server.refuse = [{ code: 'invalid', status: 422 }];
    const id = tabs[0]!.send('t1', 'no');
    await clock.advance(500);
    expect(outgoing(tabs[1]!)).toEqual([['no', 'failed']]);
    tabs[1]!.discard(id);
    await clock.advance(10);
    expect(outgoing(tabs[0]!)).toEqual([]);
  });
});

describe('marks', () => {
  it('tells delivered and read, at most once a second, and shows them to the other side', async () => {
    const { clock, server, client, staff } = stage();
    const vera = client();
    const ana = staff();
    for (const one of [vera, ana]) {
      one.start();
      one.open('t1');
    }
    await clock.advance(500);
    for (let i = 0; i < 8; i++) {
      server.says(agent, `m${i}`);
      await clock.advance(50);
      vera.markRead('t1');
    }
    await clock.advance(3_000);
    const said = server.frames.filter(
      (frame) => frame.type === 'read' || frame.type === 'delivered',
    );
    expect(said.length).toBeLessThanOrEqual(3);
    expect(said.at(-1)).toMatchObject({ type: 'read', seq: 8 });
    const seen = thread(ana).participants.find((one) => one.id === visitor.id);
    expect(seen).toMatchObject({ last_read_seq: 8, last_delivered_seq: 8 });
    expect(vera.getState().unread).toBe(0);
  });

  it('takes for read what came before the words of the other side', async () => {
    const { clock, server, staff } = stage();
    const ana = staff();
    ana.start();
    ana.open('t1');
    await clock.advance(500);
    server.says(agent, 'Is it the blue one?');
    await clock.advance(100);
    const mark = () => thread(ana).participants.find((one) => one.id === visitor.id);
    expect(mark()).toMatchObject({ last_read_seq: 0 });
    server.says(visitor, 'Yes');
    await clock.advance(100);
    expect(mark()).toMatchObject({ last_read_seq: 2, last_delivered_seq: 2 });
  });

  it('counts unread until read', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(500);
    server.says(agent, 'one');
    server.says(agent, 'two');
    await clock.advance(100);
    expect(vera.getState().unread).toBe(2);
    vera.markRead('t1');
    expect(vera.getState().unread).toBe(0);
  });

  it('counts what comes while a conversation is being loaded', async () => {
    const { clock, server, client } = stage();
    server.says(agent, 'one');
    const vera = client();
    vera.start();
    vera.open('t1');
    // Between the answer about the conversation and the page of its messages.
    while (!server.calls.includes('GET /api/conversations/t1')) await clock.advance(1);
    expect(server.calls).not.toContain('GET /api/conversations/t1/messages');
    server.says(agent, 'two');
    await clock.advance(500);
    expect(thread(vera).messages.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(vera.getState().unread).toBe(2);
    server.says(agent, 'three');
    await clock.advance(100);
    expect(vera.getState().unread).toBe(3);
  });

  it('says a read mark again that went down with the socket', async () => {
    const { clock, server, client } = stage();
    server.says(agent, 'one');
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(2_000);
    vera.markRead('t1');
    await clock.advance(0);
    server.cutAll();
    await clock.advance(5_000);
    expect(server.talks.get('t1')!.participants[0]!.last_read_seq).toBe(1);
  });

  it('sends typing every three seconds at most and forgets it after six', async () => {
    const { clock, server, client, staff } = stage();
    const vera = client();
    const ana = staff();
    for (const one of [vera, ana]) {
      one.start();
      one.open('t1');
    }
    await clock.advance(500);
    for (let i = 0; i < 20; i++) {
      vera.setTyping('t1', true);
      await clock.advance(200);
    }
    expect(server.frames.filter((frame) => frame.type === 'typing')).toHaveLength(2);
    expect(thread(ana).typing).toEqual([visitor]);
    await clock.advance(6_100);
    expect(thread(ana).typing).toEqual([]);
    vera.setTyping('t1', true);
    await clock.advance(100);
    vera.send('t1', 'done');
    await clock.advance(100);
    expect(thread(ana).typing).toEqual([]);
  });
});

describe('the feed', () => {
  it('keeps the rows of all conversations true and tells when the cursor is spent', async () => {
    const { clock, server, staff } = stage();
    const ana = staff();
    ana.start();
    const list = ana.listConversations({ status: 'open' });
    await clock.advance(200);
    ana.followFeed((await list).feed_cursor);
    await clock.advance(500);
    server.says(visitor, 'help');
    await clock.advance(100);
    expect(ana.getState().conversations.t1?.last_message?.text).toBe('help');
    expect(ana.getState().unread).toBe(1);
    let expired = 0;
    ana.on('feed_expired', () => {
      expired += 1;
    });
    ana.followFeed('old');
    await clock.advance(100);
    expect(expired).toBe(1);
  });
});

it('a changed contact reaches the rows by the feed alone', async () => {
  const { clock, server, staff } = stage();
  server.says(visitor, 'help');
  const ana = staff();
  ana.start();
  const list = ana.listConversations();
  await clock.advance(200);
  ana.followFeed((await list).feed_cursor);
  await clock.advance(500);
  const before = ana.getState().conversations.t1!;
  const asked = server.calls.length;
  server.introduces({ id: 'v1', name: 'Vera Holm', email: 'vera@x.org', verified: false });
  await clock.advance(100);
  const row = ana.getState().conversations.t1!;
  expect(row.contact).toMatchObject({ name: 'Vera Holm', email: 'vera@x.org' });
  expect(row.last_seq).toBe(before.last_seq);
  expect(server.calls).toHaveLength(asked);
});

describe('the events inside a thread', () => {
  const events = (client: Client) => thread(client).events.map((one) => one.type);

  it('are all there, however many entries lie between two messages', async () => {
    const { clock, server, staff } = stage();
    const first = server.says(agent, 'one');
    server.event('conversation.assigned');
    for (let n = 0; n < 105; n++) server.edits(first, `one, ${n}`);
    server.event('conversation.resolved');
    for (let n = 0; n < 60; n++) server.says(agent, `m${n}`);
    server.event('conversation.reopened');
    const ana = staff();
    ana.start();
    ana.open('t1');
    await clock.advance(1_000);
    expect(events(ana)).toEqual(['conversation.reopened']);
    const older = ana.loadOlder('t1');
    await clock.advance(1_000);
    await older;
    server.event('conversation.resolved');
    await clock.advance(100);
    expect(events(ana)).toEqual([
      'conversation.assigned',
      'conversation.resolved',
      'conversation.reopened',
      'conversation.resolved',
    ]);
  });
});

describe('the connection', () => {
  it('waits longer after each failure, tells when it tries again, and at once on request', async () => {
    const { clock, server, client } = stage();
    server.faults.down = true;
    const vera = client();
    vera.start();
    await clock.advance(20_000);
    const { phase, retry_at } = vera.getState().connection;
    expect(phase).toBe('connecting');
    expect(retry_at).toBeGreaterThan(clock.now());
    server.faults.down = false;
    vera.retryNow();
    await clock.advance(500);
    expect(vera.getState().connection).toMatchObject({
      phase: 'online',
      transport: 'socket',
      retry_at: null,
    });
  });

  it('says offline when the device is, and comes back on its signal', async () => {
    const { clock, server, client } = stage();
    let online = true;
    let signal = () => {};
    const vera = client({}, undefined, {
      isOnline: () => online,
      onOnline: (run) => {
        signal = run;
        return () => {};
      },
    });
    vera.start();
    await clock.advance(500);
    online = false;
    server.faults.down = true;
    server.cutAll();
    await clock.advance(60_000);
    expect(vera.getState().connection.phase).toBe('offline');
    online = true;
    server.faults.down = false;
    signal();
    await clock.advance(500);
    expect(vera.getState().connection.phase).toBe('online');
  });

  it('obeys the wait that a draining server asks for', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    await clock.advance(500);
    const hellos = () => server.frames.filter((frame) => frame.type === 'hello').length;
    for (const peer of server.peers)
      peer.push({ type: 'bye', reason: 'draining', retry_after_ms: 7_000 });
    await clock.advance(100);
    server.cutAll(1001);
    await clock.advance(6_000);
    expect(hellos()).toBe(1);
    await clock.advance(1_500);
    expect(hellos()).toBe(2);
  });

  it('gives up a socket that went dead without a word', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.start();
    await clock.advance(500);
    for (const peer of server.peers) peer.push = () => {};
    await clock.advance(80_000);
    expect(vera.getState().connection.phase).toBe('online');
    expect(server.frames.filter((frame) => frame.type === 'hello')).toHaveLength(2);
  });

  it('refreshes the credential on the same socket', async () => {
    const { clock, server, staff } = stage();
    server.expiresIn = 600;
    const ana = staff();
    ana.start();
    await clock.advance(1_000_000);
    const kinds = server.frames.map((frame) => frame.type);
    expect(kinds.filter((type) => type === 'refresh').length).toBeGreaterThanOrEqual(1);
    expect(server.frames.find((frame) => frame.type === 'refresh')?.ticket).toBeTruthy();
  });

  it('renews a refused token once, then says signed out and stops', async () => {
    const { clock, server, client } = stage();
    const asked: boolean[] = [];
    const vera = client({
      auth: {
        mode: 'bearer',
        token: (renew) => {
          asked.push(renew);
          return 'vt_unknown';
        },
      },
    });
    let told = 0;
    vera.on('signed_out', () => {
      told += 1;
    });
    vera.start();
    await clock.advance(60_000);
    expect(asked).toEqual([false, true]);
    expect(told).toBe(1);
    expect(vera.getState().connection.phase).toBe('signed_out');
    expect(clock.pending).toBe(0);
    expect(server.peers.size).toBe(0);
  });

  it('a revoked session signs the cookie client out', async () => {
    const { clock, server, staff } = stage();
    const ana = staff();
    ana.start();
    ana.open('t1');
    await clock.advance(500);
    server.revoked.add('jwt_ana');
    server.cutAll(4401);
    await clock.advance(5_000);
    expect(ana.getState().connection.phase).toBe('signed_out');
    expect(clock.pending).toBe(0);
  });

  it('may be closed by whoever hears that it is open', async () => {
    const { clock, server, client } = stage();
    const vera = client();
    vera.subscribe(() => {
      if (vera.getState().me) vera.close();
    });
    vera.start();
    vera.open('t1');
    vera.send('t1', 'hello');
    await clock.advance(60_000);
    expect([clock.pending, server.peers.size]).toEqual([0, 0]);
    expect(vera.getState().connection.phase).toBe('idle');
  });

  it('leaves no timer and no socket behind after close', async () => {
    for (const fault of ['none', 'noSocket', 'down'] as const) {
      const { clock, server, client } = stage();
      if (fault !== 'none') server.faults[fault] = true;
      const vera = client();
      vera.start();
      vera.open('t1');
      vera.send('t1', 'hello');
      vera.setTyping('t1', true);
      await clock.advance(15_000);
      vera.send('t1', 'again');
      vera.close();
      await clock.advance(60_000);
      expect([fault, clock.pending, server.peers.size]).toEqual([fault, 0, 0]);
      expect(vera.getState().connection.phase).toBe('idle');
    }
  });
});

describe('falling back', () => {
  for (const [name, noStream] of [
    ['sse', false],
    ['poll', true],
  ] as const) {
    it(`talks over ${name} when the socket will not come up, and returns to it`, async () => {
      const { clock, server, client } = stage();
      server.faults.noSocket = true;
      server.faults.noStream = noStream;
      server.says(agent, 'before');
      const vera = client();
      vera.start();
      vera.open('t1');
      vera.send('t1', 'hello');
      await clock.advance(15_000);
      expect(vera.getState().connection).toMatchObject({ phase: 'online', transport: name });
      expect(texts(vera)).toEqual(['before', 'hello']);
      server.says(agent, 'answer');
      server.says(agent, 'secret', 't1', 'note');
      server.says(agent, 'more');
      await clock.advance(1_000);
      expect(texts(vera)).toEqual(['before', 'hello', 'answer', 'more']);
      vera.markRead('t1');
      vera.send('t1', 'thanks');
      await clock.advance(3_000);
      expect(server.talks.get('t1')!.participants[0]!.last_read_seq).toBeGreaterThan(3);
      server.faults.noSocket = false;
      await clock.advance(60_000);
      expect(vera.getState().connection).toMatchObject({ phase: 'online', transport: 'socket' });
      server.says(agent, 'on the socket');
      await clock.advance(500);
      expect(texts(vera)).toEqual(['before', 'hello', 'answer', 'more', 'thanks', 'on the socket']);
      expect(server.messages(agent, 't1').filter((one) => one.kind === 'message')).toHaveLength(6);
    });
  }

  it('survives the server going away meanwhile', async () => {
    const { clock, server, client } = stage();
    server.faults.noSocket = true;
    const vera = client();
    vera.start();
    vera.open('t1');
    await clock.advance(15_000);
    server.faults.down = true;
    server.cutAll();
    server.says(agent, 'while away');
    vera.send('t1', 'offline');
    await clock.advance(20_000);
    expect(vera.getState().connection.phase).toBe('reconnecting');
    server.faults.down = false;
    await clock.advance(40_000);
    expect(texts(vera)).toEqual(['while away', 'offline']);
  });

  it('follows the feed without a socket too', async () => {
    const { clock, server, staff } = stage();
    server.faults.noSocket = true;
    const ana = staff();
    ana.start();
    ana.followFeed('f0');
    await clock.advance(15_000);
    server.says(visitor, 'help');
    await clock.advance(1_000);
    expect(ana.getState().conversations.t1?.last_message?.text).toBe('help');
  });
});

function throwing() {
  const no = () => {
    throw new Error('blocked');
  };
  return {
    get length(): number {
      return no();
    },
    key: no,
    getItem: no,
    setItem: no,
    removeItem: no,
  };
}
