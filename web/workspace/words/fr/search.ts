// What the search says, in French.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('fr');

export const search: Words['search'] = {
  title: 'Rechercher dans les messages',
  tab: (q) => `Recherche : ${q}`,
  find: 'Retrouver ce qui a été dit',
  how: 'Tous les mots doivent figurer dans le message ; le dernier peut être le début d’un mot. La recherche porte sur les messages et les notes de toutes les conversations que vous pouvez voir.',
  searching: 'Recherche en cours',
  failed: 'La recherche a échoué',
  nothing: (q) => `Rien trouvé pour « ${q} »`,
  fewer: 'Essayez avec moins de mots, ou le début de l’un d’eux.',
  found: 'Messages trouvés',
  howMany: (n) => count(n, { one: '# trouvé', many: '# de trouvés', other: '# trouvés' }),
  orMore: (n) =>
    count(n, { one: '# trouvé ou plus', many: '# de trouvés ou plus', other: '# trouvés ou plus' }),
  words: 'Mots à rechercher',
};
