// What the search says, in Spanish.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('es');

export const search: Words['search'] = {
  title: 'Buscar en los mensajes',
  tab: (q) => `Búsqueda: ${q}`,
  find: 'Encuentre lo que se dijo',
  how: 'Todas las palabras tienen que estar en el mensaje; la última puede ser el principio de una. Se busca en los mensajes y notas de todas las conversaciones que usted puede ver.',
  searching: 'Buscando',
  failed: 'La búsqueda ha fallado',
  nothing: (q) => `No se ha encontrado nada para «${q}»`,
  fewer: 'Pruebe con menos palabras o con el principio de una.',
  found: 'Mensajes encontrados',
  howMany: (n) =>
    count(n, { one: '# encontrado', many: '# de encontrados', other: '# encontrados' }),
  orMore: (n) =>
    count(n, {
      one: '# o más encontrados',
      many: '# o más encontrados',
      other: '# o más encontrados',
    }),
  words: 'Palabras que buscar',
};
