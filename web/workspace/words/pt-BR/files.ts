// What is said of files, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('pt-BR');

export const files: Words['files'] = {
  openPicture: (name) => `Abrir a imagem ${name}`,
  opens: (name) => `Abrir ${name}`,
  downloads: (name) => `Baixar ${name}`,
  inNote: ', em uma nota',
  olderMore: 'Mensagens anteriores podem ter mais.',
  toSend: 'Arquivos para enviar',
  waiting: 'Aguardando',
  again: (name) => `Tentar de novo: ${name}`,
  cancels: (name) => `Cancelar ${name}`,
  sending: (name) => `Enviando ${name}`,
  previous: 'Imagem anterior',
  next: 'Próxima imagem',
  place: (at, of) => `${at} de ${of}`,
  cannotShow: 'Não é possível mostrar esta imagem. Baixe-a para ver.',
  notDownloaded: (name, why) => `${name} não foi baixado. ${why}`,
  underWay: (n) =>
    count(n, {
      one: '# arquivo a caminho. Envie quando ele chegar.',
      many: '# de arquivos a caminho. Envie quando todos chegarem.',
      other: '# arquivos a caminho. Envie quando todos chegarem.',
    }),
  allThere: (n) =>
    count(n, {
      one: '# arquivo pronto para enviar',
      many: '# de arquivos prontos para enviar',
      other: '# arquivos prontos para enviar',
    }),
  drop: {
    message: 'Solte arquivos para adicioná-los à sua mensagem',
    note: 'Solte arquivos para adicioná-los à sua nota',
  },
  refused: {
    too_many: 'Uma mensagem leva no máximo 10 arquivos. Envie este com a próxima.',
    unreadable: 'Não é possível ler este arquivo. Escolha-o de novo.',
    too_large: 'Este arquivo é grande demais.',
    wrong_type: 'Arquivos deste tipo não são aceitos aqui.',
    network: 'Não foi possível acessar o servidor. Tente de novo.',
  },
  takenAway: 'Retirado por um admin',
};
