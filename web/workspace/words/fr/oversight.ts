// What whoever oversees the workspace reads, in French.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('fr');

export const oversight: Words['oversight'] = {
  lead: 'Ce qui se dit dans cet espace de travail, y compris entre d’autres personnes. Chaque consultation d’une conversation à laquelle vous ne participez pas figure dans le journal d’audit.',
  shelves: { any: 'Rangées ou non', false: 'Non rangées', true: 'Rangées' },
  kinds: {
    any: 'Tous les genres',
    support: 'Avec des clients',
    direct: 'Entre personnes',
    assistant: 'Avec l’assistant',
    meeting: 'À propos d’un rendez-vous',
    log: 'Signalée par un bot',
  },
  whoTakesPart: 'Qui participe',
  anybody: 'N’importe qui',
  noneFits: 'Aucune conversation ne correspond',
  nothingYet: 'Rien n’a encore été dit',
  fewerFilters: 'Choisissez moins de filtres.',
  firstAppears: 'La première conversation apparaît ici.',
  lastSaid: 'Dernier message',
  state: 'État',
  putAway: 'Rangée',
  puts: 'Ranger',
  atHand: 'À portée de main',
  nobody: 'Plus personne ne participe',
  andMore: (names, n) =>
    count(n, {
      one: `${names} et # autre`,
      many: `${names} et # d’autres`,
      other: `${names} et # autres`,
    }),
  isAway: 'La conversation est rangée.',
  isBack: 'La conversation est de retour.',
  noSuch: 'Cette conversation n’existe pas',
  begun: (kind, when) => `${kind}, commencée le ${when}`,
  whatToDo: 'Actions sur la conversation',
  askRename: 'Renommer…',
  fetchBack: 'Ressortir',
  noPart:
    'Vous ne participez pas à cette conversation. Votre consultation figure dans le journal d’audit.',
  renameTitle: 'Renommer la conversation',
  rename: 'Renommer',
  titleHint: 'Tous les participants le voient. Vide pour aucun.',
  notAdded: (why) => `Non ajouté. ${why}`,
  isOut: (name) => `${name} n’y participe plus.`,
  notTakenOut: (why) => `Non retiré. ${why}`,
  loadingPeople: 'Chargement des participants',
  couldNot: 'Le chargement a échoué',
  roles: { customer: 'client', agent: 'agent', admin: 'admin', bot: 'Bot', member: 'membre' },
  since: (role, when) => `${role}, depuis le ${when}`,
  lastRead: (when) => `, dernière lecture ${when}`,
  takesOut: (name) => `Retirer ${name} de la conversation`,
  bringIn: 'Faire entrer quelqu’un',
  reallyTakeOut: (name) => `Retirer ${name} de la conversation ?`,
  takeOut: 'Retirer de la conversation',
  takeOutMeans:
    'La personne n’en voit plus rien. Tous les autres voient qu’elle est partie. Elle peut être invitée à nouveau.',
  said: 'Ce qui a été dit',
  loadingSaid: 'Chargement des messages',
  showOlder: 'Afficher les messages précédents',
  nothing: 'Encore rien.',
  messageDeeds: 'Actions sur le message',
  askEdit: 'Modifier…',
  askTakeBack: 'Reprendre…',
  notTakenBack: (why) => `Non repris. ${why}`,
  reallyTakeBack: 'Reprendre ce message ?',
  takeBack: 'Reprendre',
  takeBackMeans:
    'Son texte et ses fichiers disparaissent pour tous les participants, qui voient qu’il y avait un message. L’équipe retrouve le texte parmi ses versions antérieures.',
  editMessage: 'Modifier le message',
  editHint:
    'Tout le monde voit qu’il a été modifié. Le texte antérieur est conservé, et la modification figure dans le journal d’audit.',
};
