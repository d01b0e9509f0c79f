// What the reports say, in Spanish.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('es');

export const reports: Words['reports'] = {
  lead: (zone) => `Conversaciones con clientes, por día (${zone}).`,
  last: (days) =>
    count(days, { one: 'Último día', many: 'Últimos # días', other: 'Últimos # días' }),
  days: 'Días',
  counting: 'Contando',
  notLoaded: 'No se han podido cargar las cifras',
  nothing: 'No se dijo nada en estos días',
  nothingYet: 'Aquí se cuenta lo que escriben los clientes y responde el equipo.',
  ofCustomers: 'Mensajes de clientes',
  replies: 'Respuestas',
  firstReplyMedian: 'Primera respuesta, mediana',
  byDay: 'Cifras por día',
  day: 'Día',
  peopleWriting: 'Personas que escriben',
  messages: 'Mensajes',
  notRead: 'Sin leer',
  begun: 'Empezadas',
  unanswered: 'Sin respuesta',
  firstReply: 'Primera respuesta',
  nineInTen: '9 de 10 en',
  upTo: (most) => `hasta ${most}`,
};
