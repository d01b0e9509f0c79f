// What the search says, in German.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('de');

export const search: Words['search'] = {
  title: 'In Nachrichten suchen',
  tab: (q) => `Suche: ${q}`,
  find: 'Finden, was gesagt wurde',
  how: 'Alle Wörter müssen in der Nachricht stehen; das letzte darf der Anfang eines Wortes sein. Durchsucht werden Nachrichten und Notizen aller Unterhaltungen, die Sie sehen dürfen.',
  searching: 'Wird gesucht',
  failed: 'Die Suche ist fehlgeschlagen',
  nothing: (q) => `Nichts gefunden für „${q}“`,
  fewer: 'Versuchen Sie es mit weniger Wörtern oder dem Anfang eines Wortes.',
  found: 'Gefundene Nachrichten',
  howMany: (n) => count(n, { one: '# gefunden', other: '# gefunden' }),
  orMore: (n) => count(n, { one: '# oder mehr gefunden', other: '# oder mehr gefunden' }),
  words: 'Gesuchte Wörter',
};
