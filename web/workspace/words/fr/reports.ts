// What the reports say, in French.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('fr');

export const reports: Words['reports'] = {
  lead: (zone) => `Conversations avec les clients, par jour (${zone}).`,
  last: (days) =>
    count(days, { one: 'Dernier jour', many: '# derniers jours', other: '# derniers jours' }),
  days: 'Jours',
  counting: 'Calcul en cours',
  notLoaded: 'Les chiffres n’ont pas pu être chargés',
  nothing: 'Rien n’a été dit ces jours-là',
  nothingYet: 'Ce que les clients écrivent et ce que l’équipe répond est compté ici.',
  ofCustomers: 'Messages de clients',
  replies: 'Réponses',
  firstReplyMedian: 'Première réponse, médiane',
  byDay: 'Chiffres par jour',
  day: 'Jour',
  peopleWriting: 'Personnes qui écrivent',
  messages: 'Messages',
  notRead: 'Non lus',
  begun: 'Commencées',
  unanswered: 'Sans réponse',
  firstReply: 'Première réponse',
  nineInTen: '9 sur 10 en',
  upTo: (most) => `jusqu’à ${most}`,
};
