// What the search says, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('pt-BR');

export const search: Words['search'] = {
  title: 'Buscar nas mensagens',
  tab: (q) => `Busca: ${q}`,
  find: 'Encontre o que foi dito',
  how: 'Todas as palavras devem estar na mensagem; a última pode ser o começo de uma. A busca olha mensagens e notas de todas as conversas que você pode ver.',
  searching: 'Buscando',
  failed: 'A busca falhou',
  nothing: (q) => `Nada encontrado para “${q}”`,
  fewer: 'Tente com menos palavras, ou com o começo de uma.',
  found: 'Mensagens encontradas',
  howMany: (n) =>
    count(n, { one: '# encontrada', many: '# de encontradas', other: '# encontradas' }),
  orMore: (n) =>
    count(n, {
      one: '# ou mais encontradas',
      many: '# ou mais encontradas',
      other: '# ou mais encontradas',
    }),
  words: 'Palavras a buscar',
};
