// Ce que dit la page des avis, et leurs réglages.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('fr');

export const notices: Words['notices'] = {
  these: 'les avis',
  which: 'Quels avis',
  unread: 'Non lus',
  type: 'Type',
  anyType: 'Tous les types',
  types: {
    SCHEDULING_UPDATE: 'Avancement',
    CONFIRMATION: 'Confirmation',
    CLARIFICATION: 'Question',
    CANCELLATION: 'Annulation',
    ERROR: 'Erreur',
    INFO: 'Information',
  },
  means: {
    SCHEDULING_UPDATE: 'Où en est une tâche',
    CONFIRMATION: 'Quelque chose est fait',
    CLARIFICATION: 'Une réponse est attendue',
    CANCELLATION: 'Quelque chose a été annulé',
    ERROR: 'Quelque chose a échoué',
    INFO: 'Tout ce qui est bon à savoir',
  },
  priorities: { low: 'Basse', high: 'Haute', urgent: 'Urgente' },
  unreadMark: 'Non lu : ',
  markRead: 'Marquer comme lu',
  markUnread: 'Marquer comme non lu',
  markAll: 'Tout marquer comme lu',
  markThese: 'Marquer ceux-ci comme lus',
  toSettings: 'Réglages des avis',
  showUnread: 'Afficher seulement les avis non lus',
  showRead: 'Afficher aussi les avis lus',
  task: 'Tâche',
  onlyThis: ' : afficher seulement cette tâche',
  onlyTask: (task) => `Tâche ${task} seulement`,
  allTasks: ' : afficher toutes les tâches',
  details: 'Détails',
  actions: 'Ce qu’on peut faire',
  open: 'Ouvrir',
  showAll: 'Tout afficher',
  showLess: 'Afficher moins',
  worksOn: (who, task) => `${who} travaille sur ${task}…`,
  noneYet: 'Pas encore d’avis',
  whatAppears: 'Ce que des programmes vous disent de vos tâches apparaît ici.',
  nothingUnread: 'Tout est lu',
  newAppears: 'Ce qui viendra ensuite apparaîtra ici aussitôt.',
  noneFits: 'Aucun avis de ce genre',
  otherFilter: 'Il n’y en a aucun de ce type ou de cette tâche.',
  showEverything: 'Afficher tous les avis',
  settingsLead:
    'Ce dont vous êtes averti pendant que cette page est cachée. La page des avis contient tout de toute façon.',
  inBrowser: 'Notifications du navigateur',
  browserMay: 'Le navigateur affiche les notifications.',
  browserMayNot:
    'Le navigateur n’en affiche aucune d’ici : vous, ou quelqu’un avant vous, avez refusé. Cela se change dans ses réglages pour ce site.',
  browserCannot:
    'Ce navigateur n’affiche pas de notifications depuis cette adresse. Il faut une connexion sécurisée (https).',
  browserAsks:
    'Le navigateur vous demandera s’il le peut. Il ne montre les avis que pendant que cette page est cachée.',
  allow: 'Autoriser les notifications',
  ofWhich: 'De quels types',
  retentionLead:
    'Les avis restent pour toujours, sauf si un nombre de jours figure ici. Ce qui est échu part une fois par jour.',
  readDays: 'Lus, jours',
  unreadDays: 'Non lus, jours',
  forever: 'Pour toujours',
  daysBetween: 'Indiquez de 1 à 3 650 jours, ou rien.',
  seeAndSave: 'Voir ce qui partirait, et enregistrer',
  wouldGo: (n) =>
    count(n, {
      one: '# avis partirait',
      many: '# d’avis partiraient',
      other: '# avis partiraient',
    }),
  noneWouldGo: 'Aucun avis ne partirait maintenant',
  ofType: (type, n) => `${type} : ${n.toLocaleString('fr')}`,
  goesDaily:
    'Ils partent au prochain nettoyage quotidien et ne peuvent plus être récupérés ensuite.',
  goesLater: 'Désormais ils partent quand ils ont cet âge.',
  retentionSaved: 'Enregistré. Ce qui est échu part une fois par jour.',
  retentionAsBefore: 'Les avis restent aussi longtemps qu’avant.',
};
