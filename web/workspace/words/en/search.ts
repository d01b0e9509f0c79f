// What the search says.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const search = {
  title: 'Search in messages',
  tab: (q: string) => `Search: ${q}`,
  find: 'Find what was said',
  how: 'All words must stand in the message; the last may be the beginning of one. Messages and notes are searched, in every conversation that you may see.',
  searching: 'Searching',
  failed: 'The search failed',
  nothing: (q: string) => `Nothing found for “${q}”`,
  fewer: 'Try fewer words, or the beginning of one.',
  found: 'Messages found',
  howMany: (n: number) => count(n, { one: '# found', other: '# found' }),
  orMore: (n: number) => count(n, { one: '# or more found', other: '# or more found' }),
  words: 'Words to look for',
};
