// What the choice of emoji says, in Spanish.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('es');

export const emoji: Words['emoji'] = {
  emoji: 'Emojis',
  search: 'Buscar emojis',
  recent: 'Recientes',
  faces: 'Caras',
  people: 'Personas',
  nature: 'Naturaleza',
  food: 'Comida',
  places: 'Lugares',
  activities: 'Actividades',
  things: 'Objetos',
  signs: 'Símbolos',
  found: 'Emojis encontrados',
  none: 'Ningún emoji encontrado',
  hits: (n) =>
    count(n, {
      one: '# emoji encontrado',
      many: '# de emojis encontrados',
      other: '# emojis encontrados',
    }),
};
