// What the reports say, in Brazil's Portuguese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('pt-BR');

export const reports: Words['reports'] = {
  lead: (zone) => `Conversas com clientes, por dia (${zone}).`,
  last: (days) =>
    count(days, { one: 'Último dia', many: 'Últimos # dias', other: 'Últimos # dias' }),
  days: 'Dias',
  counting: 'Contando',
  notLoaded: 'Não foi possível carregar os números',
  nothing: 'Nada foi dito nestes dias',
  nothingYet: 'O que os clientes escrevem e a equipe responde é contado aqui.',
  ofCustomers: 'Mensagens de clientes',
  replies: 'Respostas',
  firstReplyMedian: 'Primeira resposta, mediana',
  byDay: 'Números por dia',
  day: 'Dia',
  peopleWriting: 'Pessoas escrevendo',
  messages: 'Mensagens',
  notRead: 'Não lidas',
  begun: 'Iniciadas',
  unanswered: 'Sem resposta',
  firstReply: 'Primeira resposta',
  nineInTen: '9 em 10 em até',
  upTo: (most) => `até ${most}`,
};
