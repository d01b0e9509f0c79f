// What the choice of emoji says.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const emoji = {
  emoji: 'Emoji',
  search: 'Search emoji',
  recent: 'Recent',
  faces: 'Faces',
  people: 'People',
  nature: 'Nature',
  food: 'Food',
  places: 'Places',
  activities: 'Activities',
  things: 'Things',
  signs: 'Signs',
  found: 'Emoji found',
  none: 'No emoji found',
  hits: (n: number) => count(n, { one: '# emoji found', other: '# emoji found' }),
};
