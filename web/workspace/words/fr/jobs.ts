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
  kinds: {
    'accounts.letter': 'Envoi d’un e-mail',
    'bot.answer': 'Réponse du bot',
    'contacts.clean_imports': 'Nettoyage des importations',
    'contacts.edit': 'Modification de contacts',
    'contacts.import': 'Importation de contacts',
    'contacts.index': 'Indexation des contacts',
    'conversations.give_back': 'Restitution de conversations',
    'files.clean': 'Nettoyage des fichiers',
    'jobs.clean': 'Nettoyage des tâches',
    'workspace.bring_in': 'Reprise de données',
  },
};
