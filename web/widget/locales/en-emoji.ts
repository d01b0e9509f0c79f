// What the widget says about emoji and reactions in English; apart, since it is loaded with them.
import { plural } from './plural.ts';

const count = plural<'one' | 'other'>('en');

export const emoji = {
  search: 'Search emoji',
  none: 'No emoji found',
  found: (n: number) => count(n, { one: '# emoji found', other: '# emoji found' }),
  recent: 'Recent',
  /** By the order of the groups in @antiphon/emoji. */
  groups: ['Faces', 'People', 'Nature', 'Food', 'Places', 'Activities', 'Things', 'Signs'],
  react: 'React',
  more: 'More emoji',
  reactions: 'Reactions',
  /** By the order of `quick` in @antiphon/emoji. */
  quick: ['Thumbs up', 'Heart', 'Laughing', 'Party', 'Surprised', 'Sad'],
  you: 'You',
  others: (n: number) => count(n, { one: '# other', other: '# others' }),
  by: (names: string) => `by ${names}`,
  reacted: (name: string, emoji: string) => `${name} reacted with ${emoji}`,
  notSaved: 'The reaction was not saved.',
};
