// What the choice of emoji says, in German.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('de');

export const emoji: Words['emoji'] = {
  emoji: 'Emoji',
  search: 'Emoji suchen',
  recent: 'Zuletzt benutzt',
  faces: 'Gesichter',
  people: 'Personen',
  nature: 'Natur',
  food: 'Essen',
  places: 'Orte',
  activities: 'Aktivitäten',
  things: 'Dinge',
  signs: 'Zeichen',
  found: 'Gefundene Emoji',
  none: 'Keine Emoji gefunden',
  hits: (n) => count(n, { one: '# Emoji gefunden', other: '# Emoji gefunden' }),
};
