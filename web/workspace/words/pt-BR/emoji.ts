// What the choice of emoji says, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('pt-BR');

export const emoji: Words['emoji'] = {
  emoji: 'Emojis',
  search: 'Buscar emojis',
  recent: 'Recentes',
  faces: 'Rostos',
  people: 'Pessoas',
  nature: 'Natureza',
  food: 'Comida',
  places: 'Lugares',
  activities: 'Atividades',
  things: 'Objetos',
  signs: 'Símbolos',
  found: 'Emojis encontrados',
  none: 'Nenhum emoji encontrado',
  hits: (n) =>
    count(n, {
      one: '# emoji encontrado',
      many: '# de emojis encontrados',
      other: '# emojis encontrados',
    }),
};
