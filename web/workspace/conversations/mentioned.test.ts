// Names in texts: which are called, and which one is being written.
import { expect, it } from 'vitest';
import { mentionedIn, split, writing } from './mentioned.ts';

const people = [
  { id: 'a', name: 'Ana' },
  { id: 'b', name: 'Ana Berg' },
];

it('finds the longest name after each @', () => {
  expect(split('Hi @Ana Berg, @Ana and @Nobody', people)).toEqual([
    'Hi ',
    people[1],
    ', ',
    people[0],
    ' and @Nobody',
  ]);
  expect(mentionedIn('@Ana @Ana', people)).toEqual(['a']);
  expect(mentionedIn('no one', people)).toEqual([]);
});

it('knows the name that is being written at the caret', () => {
  expect(writing('Hi @an', 6)).toEqual({ at: 3, begun: 'an' });
  expect(writing('@', 1)).toEqual({ at: 0, begun: '' });
  expect(writing('@ana be', 7)).toEqual({ at: 0, begun: 'ana be' });
  for (const none of ['mail@example', 'Hi @ana, and then', '@a b c d', 'plain'])
    expect(writing(none, none.length)).toBeNull();
});
