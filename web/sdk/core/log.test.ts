// Which of two readings of a message counts, whatever order they come in.
import { expect, it } from 'vitest';
import { merge } from './log.ts';
import type { Message } from './wire.ts';

const said = { id: 'm', seq: 1, text: 'a', edited_at: null, deleted_at: null } as Message;
const edited: Message = { ...said, text: 'b', edited_at: '2026-11-20T10:00:00Z', revision: 1 };
const deleted: Message = {
  ...edited,
  text: null,
  deleted_at: '2026-11-20T10:01:00Z',
  revision: 2,
};
const restored: Message = { ...edited, revision: 3 };
const again: Message = { ...restored, text: 'c', revision: 4 };

it('keeps the newest reading in every order in which they come', () => {
  const story = [said, edited, deleted, restored, again];
  for (let last = 1; last <= story.length; last++) {
    const known = story.slice(0, last);
    for (let turn = 0; turn < last; turn++) {
      const order = [...known.slice(turn), ...known.slice(0, turn)];
      for (const come of [order, order.toReversed()])
        expect(come.reduce((list, one) => merge(list, [one]), [] as readonly Message[])).toEqual([
          known.at(-1),
        ]);
    }
  }
});

it('takes what is beside the text as it comes', () => {
  const pinned = { ...deleted, pinned_at: '2026-11-20T10:02:00Z' };
  expect(merge([deleted], [pinned])).toEqual([pinned]);
});
