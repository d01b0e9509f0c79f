// Addresses of files: asked for once, kept until shortly before they end.
import { expect, it } from 'vitest';
import { FakeClock } from '../core/testing/index.ts';
import { createAddresses } from './addresses.ts';
import { FakeFiles } from './testing.ts';

const place = { conversation_id: 't1', message_id: 'm1', file_id: 'f1' };

function begin() {
  const clock = new FakeClock();
  const asked: string[] = [];
  let answer: () => unknown = () => ({
    url: `/api/files/f1/content?n=${asked.length}`,
    thumbnail_url: '/api/files/f1/thumbnail?n=1',
    expires_in: 3600,
  });
  const { options } = new FakeFiles(clock).client();
  const addresses = createAddresses({
    options,
    request: async <T>(_: string, path: string) => {
      asked.push(path);
      return answer() as T;
    },
  });
  return { clock, asked, addresses, answers: (next: () => unknown) => (answer = next) };
}

it('is asked for once, and again shortly before it ends', async () => {
  const { clock, asked, addresses } = begin();
  const both = await Promise.all([addresses.of(place), addresses.of(place)]);
  expect(both[0]).toEqual({
    url: 'https://chat.test/api/files/f1/content?n=1',
    thumbnail_url: 'https://chat.test/api/files/f1/thumbnail?n=1',
  });
  expect(both[1]).toBe(both[0]);
  expect(asked).toEqual(['/api/conversations/t1/messages/m1/files/f1']);
  await clock.advance(58 * 60_000);
  await addresses.of(place);
  expect(asked).toHaveLength(1);
  await clock.advance(2 * 60_000);
  expect((await addresses.of(place)).url).toContain('n=2');
});

it('is asked for anew when the known one does not hold', async () => {
  const { asked, addresses } = begin();
  await addresses.of(place);
  await addresses.of(place, true);
  expect(asked).toHaveLength(2);
});

it('does not keep what failed, nor what is none', async () => {
  const { asked, addresses, answers } = begin();
  answers(() => {
    throw new Error('away');
  });
  await expect(addresses.of(place)).rejects.toThrow('away');
  answers(() => ({ url: 7 }));
  await expect(addresses.of(place)).rejects.toThrow('cannot be read');
  answers(() => ({ url: '/u', expires_in: 60 }));
  expect(await addresses.of(place)).toEqual({ url: 'https://chat.test/u', thumbnail_url: null });
  expect(asked).toHaveLength(3);
});
