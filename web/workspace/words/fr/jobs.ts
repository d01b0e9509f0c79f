// What the jobs say, in French.
import type { Words } from '../en/index.ts';

export const jobs: Words['jobs'] = {
  lead: 'Le travail qui découle de ce que les personnes ont fait, comme les importations et les e-mails. Il est retenté de lui-même ; ce qui échoue trop souvent est abandonné et conservé 30 jours.',
  states: {
    any: 'Toutes',
    dead: 'Abandonnées',
    ready: 'En attente',
    running: 'En cours',
    done: 'Terminées',
  },
  triedAgain: 'La tâche est retentée.',
  givenUp: 'La tâche est abandonnée.',
  where: 'Où elle en est',
  nothingGivenUp: 'Rien n’a été abandonné',
  nothingOwed: 'Rien n’est en attente',
  appears: 'Les tâches apparaissent ici tant qu’elles attendent, et un jour après leur achèvement.',
  work: 'Tâche',
  state: 'État',
  tries: 'Essais',
  triesOf: (tried, most) => `${tried} sur ${most}`,
  when: 'Quand',
  triesAgain: (kind) => `Réessayer ${kind}`,
  givesUp: (kind) => `Abandonner ${kind}`,
  giveUp: 'Abandonner',
};
