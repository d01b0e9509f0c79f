// The chat response service against a server that answers as written: the signatures that senders know, and that sending never throws.
import { afterEach, beforeEach, expect, expectTypeOf, it, vi } from 'vitest';
import * as standard from './chat-response.ts';
import { type ChatMessageResult, ChatResponseError, chatResponseService } from './chat-response.ts';

type Answer = [status: number, body: unknown] | Error;

interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: { messageIds?: string[]; [field: string]: unknown } | null;
}

/** A server that gives these answers one after the other. */
function answering(...answers: Answer[]) {
  const calls: Call[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    const { method = 'GET', headers, body } = init;
    calls.push({
      method,
      path: String(url).replace('https://chat.test', ''),
      headers: headers as Record<string, string>,
      body: body ? JSON.parse(String(body)) : null,
    });
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new Error('nothing more to say');
    const [status, said] = answer;
    return new Response(typeof said === 'string' ? said : JSON.stringify(said), { status });
  };
  const service = chatResponseService({ url: 'https://chat.test/', apiKey: 'ak_1', fetch });
  return { service, calls };
}

const stored = { success: true, pusherSent: false, databaseStored: true, messageId: 'n1' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** Lets the waits between tries pass. */
async function patient<T>(promise: Promise<T>): Promise<T> {
  const settled = promise.catch(() => {});
  await vi.runAllTimersAsync();
  await settled;
  return promise;
}

it('sends as senders write it', async () => {
  const { service, calls } = answering([201, stored]);
  const result = await service.sendChatMessage(
    {
      type: 'confirmation',
      taskId: 'task_123',
      userId: 'user_456',
      content: 'Your meeting has been scheduled successfully.',
      data: { eventId: 'event_789' },
      timestamp: '2026-11-22T10:00:00.000Z',
    },
    'org_abc',
  );
  expect(result).toEqual(stored);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    method: 'POST',
    path: '/api/chat-messages',
    headers: { authorization: 'Bearer ak_1', 'idempotency-key': expect.stringMatching(/.{20}/) },
    body: {
      type: 'confirmation',
      taskId: 'task_123',
      userId: 'user_456',
      content: 'Your meeting has been scheduled successfully.',
      data: { eventId: 'event_789' },
      timestamp: '2026-11-22T10:00:00.000Z',
      orgId: 'org_abc',
    },
  });
});

it('sends each kind by a function of its own', async () => {
  const { service, calls } = answering([201, stored], [201, stored], [201, stored], [201, stored]);
  await service.sendSchedulingUpdate('t', 'u', 'a', { step: 1 }, 'o');
  await service.sendConfirmation('t', 'u', 'b');
  await service.sendClarification('t', 'u', 'c');
  await service.sendCancellation('t', 'u', 'd');
  expect(calls.map(({ body }) => body)).toEqual([
    {
      type: 'scheduling_update',
      taskId: 't',
      userId: 'u',
      content: 'a',
      data: { step: 1 },
      orgId: 'o',
    },
    { type: 'confirmation', taskId: 't', userId: 'u', content: 'b' },
    { type: 'clarification', taskId: 't', userId: 'u', content: 'c' },
    { type: 'cancellation', taskId: 't', userId: 'u', content: 'd' },
  ]);
});

it('never throws when it sends, whatever happens', async () => {
  const message = { type: 'info', userId: 'u', content: 'x' } as const;
  const refused = {
    error: { code: 'invalid', field: 'userId', message: 'Give the id of a person.' },
  };
  const notStored = {
    ...{ success: false, pusherSent: false, databaseStored: false },
    error: { code: 'unavailable', message: 'Storage is away.' },
  };
  const failed = { success: false, pusherSent: false, databaseStored: false };
  const again = <T>(one: T): T[] => [one, one, one];
  const cases: [answers: Answer[], error: RegExp, tries: number][] = [
    [[[422, refused]], /^Give the id of a person\.$/, 1],
    [[[401, '']], /401/, 1],
    [again<Answer>([503, notStored]), /^Storage is away\.$/, 3],
    [again<Answer>([502, '<html>']), /502/, 3],
    [again<Answer>([200, 'no JSON']), /200/, 3],
    [again<Answer>(new Error('ECONNREFUSED')), /cannot be reached: ECONNREFUSED/, 3],
  ];
  for (const [answers, error, tries] of cases) {
    const { service, calls } = answering(...answers);
    const result = await patient(service.sendChatMessage(message));
    expect(result).toEqual({ ...failed, error: expect.stringMatching(error) });
    expect(calls).toHaveLength(tries);
  }
  const { service } = answering();
  const data: Record<string, unknown> = {};
  data.self = data;
  expect(await patient(service.sendChatMessage({ ...message, data }))).toMatchObject(failed);
});

it('tries again with the same key, so that nothing is sent twice', async () => {
  const { service, calls } = answering(
    new Error('reset'),
    [409, { error: { code: 'conflict', message: 'It is being carried out.' } }],
    [201, stored],
  );
  expect(await patient(service.sendConfirmation('t', 'u', 'x'))).toEqual(stored);
  const keys = calls.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});

const unread = (from: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `n${from + at}` }));

it('reads unread ones up to the limit, page by page', async () => {
  const { service, calls } = answering(
    [200, { messages: unread(0, 100), total: 300, hasMore: true, nextCursor: 'c1' }],
    [200, { messages: unread(100, 20), total: 300, hasMore: true, nextCursor: 'c2' }],
  );
  const { messages, total } = await service.getUnreadMessages('user 456', 120);
  expect([messages.length, total]).toEqual([120, 300]);
  expect(calls.map(({ path }) => path)).toEqual([
    '/api/chat-messages?userId=user+456&limit=100',
    '/api/chat-messages?userId=user+456&limit=20&cursor=c1',
  ]);
});

it('marks as many as there are, and reads all of a task', async () => {
  const ids = unread(0, 501).map(({ id }) => id);
  const marking = answering(
    [200, { success: true, markedCount: 500 }],
    [200, { success: true, markedCount: 1 }],
  );
  expect(await marking.service.markMessagesAsRead(ids, 'u')).toEqual({ count: 501 });
  expect(marking.calls.map(({ body }) => body?.messageIds?.length)).toEqual([500, 1]);
  expect(await marking.service.markMessagesAsRead([], 'u')).toEqual({ count: 0 });
  const task = answering(
    [200, { taskId: 'a/b', messages: [{ id: 'n1' }], count: 2, nextCursor: 'c1' }],
    [200, { taskId: 'a/b', messages: [{ id: 'n2' }], count: 2 }],
  );
  const { messages } = await task.service.getTaskMessages('a/b', 'u');
  expect(messages.map(({ id }) => id)).toEqual(['n1', 'n2']);
  expect(task.calls[1]?.path).toBe('/api/chat-messages/a%2Fb?userId=u&limit=100&cursor=c1');
});

it('says why it could not read', async () => {
  const { service } = answering([403, { error: { code: 'forbidden', message: 'Not this key.' } }]);
  const error = await service.getUnreadMessages('u').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ChatResponseError);
  expect(error).toMatchObject({ status: 403, code: 'forbidden', message: 'Not this key.' });
});

it('works as a module too, by what the environment names', async () => {
  vi.stubEnv('ANTIPHON_URL', '');
  expect(await standard.sendConfirmation('t', 'u', 'x')).toMatchObject({
    success: false,
    error: expect.stringContaining('ANTIPHON_URL'),
  });
  await expect(standard.getUnreadMessages('u')).rejects.toThrow('ANTIPHON_URL');
  vi.stubEnv('ANTIPHON_URL', 'https://chat.test');
  vi.stubEnv('ANTIPHON_API_KEY', 'ak_2');
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => Response.json(stored));
  vi.stubGlobal('fetch', fetch);
  expect(await standard.sendChatMessage({ type: 'ERROR', userId: 'u', content: 'x' })).toEqual(
    stored,
  );
  expect(fetch.mock.calls[0]?.[1].headers).toMatchObject({ authorization: 'Bearer ak_2' });
  standard.configure({ url: 'https://other.test', apiKey: 'ak_3' });
  await standard.sendClarification('t', 'u', 'x');
  expect(fetch.mock.calls[1]?.[0]).toBe('https://other.test/api/chat-messages');
});

it('has the signatures that senders know', () => {
  type Data = Record<string, unknown>;
  type Sends = (
    taskId: string,
    userId: string,
    content: string,
    data?: Data,
    orgId?: string,
  ) => Promise<ChatMessageResult>;
  expectTypeOf(standard.sendSchedulingUpdate).toEqualTypeOf<Sends>();
  expectTypeOf(standard.sendConfirmation).toEqualTypeOf<Sends>();
  expectTypeOf(standard.sendClarification).toEqualTypeOf<Sends>();
  expectTypeOf(standard.sendCancellation).toEqualTypeOf<Sends>();
  expectTypeOf(standard.sendChatMessage).parameter(1).toEqualTypeOf<string | undefined>();
  expectTypeOf<ChatMessageResult['error']>().toEqualTypeOf<string | undefined>();
  expectTypeOf(standard.getUnreadMessages).parameters.toEqualTypeOf<[string, number?]>();
  expectTypeOf(standard.markMessagesAsRead).returns.resolves.toEqualTypeOf<{ count: number }>();
  expectTypeOf(standard.getTaskMessages).parameters.toEqualTypeOf<[string, string]>();
  // @ts-expect-error there is no such type
  expectTypeOf(standard.sendChatMessage).toBeCallableWith({ type: 'x', userId: '', content: '' });
});
