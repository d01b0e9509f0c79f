// What the choice of emoji says, in French.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('fr');

export const emoji: Words['emoji'] = {
  emoji: 'Émojis',
  search: 'Rechercher un émoji',
  recent: 'Récents',
  faces: 'Visages',
  people: 'Personnes',
  nature: 'Nature',
  food: 'Nourriture',
  places: 'Lieux',
  activities: 'Activités',
  things: 'Objets',
  signs: 'Symboles',
  found: 'Émojis trouvés',
  none: 'Aucun émoji trouvé',
  hits: (n) =>
    count(n, { one: '# émoji trouvé', many: '# d’émojis trouvés', other: '# émojis trouvés' }),
};
