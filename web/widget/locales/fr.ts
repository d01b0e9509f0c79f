// Every word of the widget in French.
import type { Language } from './en.ts';
import { plural } from './plural.ts';

const count = /* @__PURE__ */ plural<'one' | 'many' | 'other'>('fr');

export const launcher = {
  open: 'Ouvrir le chat',
  close: 'Fermer le chat',
  failed: 'Chat non chargé. Appuyez à nouveau.',
};

export const language: Language = {
  locale: 'fr',
  launcher,
  open: launcher.open,
  close: launcher.close,
  unread: (n) =>
    count(n, {
      one: '# message non lu',
      many: '# de messages non lus',
      other: '# messages non lus',
    }),
  title: 'Écrivez-nous',
  greeting: 'Bonjour. Comment pouvons-nous vous aider ?',
  invite: 'Écrivez ci-dessous. La réponse s’affiche ici, même si vous revenez plus tard.',
  prompts: 'Commencer par',
  here: (names) => `En ligne : ${names}`,
  away: 'Laissez un message à tout moment',
  resolved: 'Cette conversation est terminée. Écrivez pour la rouvrir.',
  log: 'Messages échangés',
  you: 'Vous',
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  compose: 'Écrire un message',
  send: 'Envoyer',
  attach: 'Joindre des fichiers',
  emoji: 'Émoji',
  partFailed: 'Une partie du chat ne s’est pas chargée.',
  editing: 'Vous modifiez votre message',
  cancel: 'Annuler',
  edited: 'modifié',
  unlink: 'Retirer l’aperçu',
  deleted: 'Message supprimé',
  inReplyTo: 'En réponse à ',
  tooLong: (over) =>
    count(over, {
      one: 'Trop long de # caractère : envoyez-le en plusieurs fois.',
      many: 'Trop long de # de caractères : envoyez-le en plusieurs fois.',
      other: 'Trop long de # caractères : envoyez-le en plusieurs fois.',
    }),
  state: {
    sending: 'Envoi en cours',
    sent: 'Envoyé',
    delivered: 'Distribué',
    read: 'Lu',
    failed: 'Non envoyé',
  },
  retry: 'Réessayer',
  discard: 'Abandonner',
  typing: (name) => `${name} écrit`,
  fresh: (n) =>
    count(n, {
      one: '# nouveau message',
      many: '# de nouveaux messages',
      other: '# nouveaux messages',
    }),
  older: 'Afficher les messages précédents',
  olderLoaded: (n) =>
    count(n, {
      one: '# message précédent chargé',
      many: '# de messages précédents chargés',
      other: '# messages précédents chargés',
    }),
  waiting: (n) =>
    count(n, {
      one: '# message en attente.',
      many: '# de messages en attente.',
      other: '# messages en attente.',
    }),
  offline: 'Vous êtes hors ligne.',
  reconnecting: 'Reconnexion…',
  loading: 'Chargement…',
  unavailable: 'Le chat n’est pas disponible pour le moment.',
  unreachable: 'Le chat est injoignable. Vérifiez votre connexion ; de nouveaux essais suivent.',
  failed: (why) => `Ceci ne peut pas être affiché. ${why}`,
  crashed: 'Un problème est survenu dans le chat. Vos messages sont en sécurité.',
  refused: {
    network: 'Le serveur est injoignable. Réessayez.',
    blocked: 'Vous ne pouvez plus écrire ici. Les messages déjà échangés restent lisibles.',
    forbidden: 'Cela n’est pas permis ici.',
    not_found: 'Cela n’existe plus, ou vous ne pouvez pas le voir.',
    deleted: 'Ce message a été supprimé. Écrivez-en un nouveau.',
    invalid: 'Cela ne peut pas être envoyé ainsi. Modifiez le texte.',
    too_many_reactions: 'Ce message ne peut pas recevoir plus de réactions.',
    unavailable: 'Ce n’est pas possible pour le moment. Réessayez dans un instant.',
    other: 'Cela n’a pas fonctionné. Réessayez.',
  },
  files: {
    list: 'Fichiers à envoyer',
    attached: 'Fichiers',
    waiting: 'En attente',
    sending: (name) => `Envoi de ${name}`,
    cancel: (name) => `Annuler ${name}`,
    remove: (name) => `Retirer ${name}`,
    again: (name) => `Réessayer : ${name}`,
    ready: (n) =>
      count(n, {
        one: '# fichier prêt à être envoyé',
        many: '# de fichiers prêts à être envoyés',
        other: '# fichiers prêts à être envoyés',
      }),
    wait: 'Des fichiers sont en cours d’envoi. Envoyez quand ils sont tous là.',
    drop: 'Déposez des fichiers pour les envoyer',
    open: (name) => `Ouvrir l’image ${name}`,
    save: 'Télécharger',
    close: 'Fermer l’image',
    loading: 'Chargement…',
    notShown: 'Cette image ne peut pas être affichée. Téléchargez-la pour la voir.',
    notSaved: 'Non téléchargé. Vérifiez votre connexion et réessayez.',
    refused: {
      too_many: 'Un message contient au plus 10 fichiers. Envoyez celui-ci avec le suivant.',
      unreadable: 'Ce fichier ne peut pas être lu. Choisissez-le à nouveau.',
      too_large: 'Ce fichier est trop volumineux.',
      wrong_type: 'Les fichiers de ce type ne sont pas acceptés ici.',
      invalid: 'Ce fichier n’est pas accepté.',
    },
  },
  signs: {
    search: 'Rechercher un émoji',
    none: 'Aucun émoji trouvé',
    found: (n) =>
      count(n, { one: '# émoji trouvé', many: '# d’émojis trouvés', other: '# émojis trouvés' }),
    recent: 'Récents',
    groups: [
      'Visages',
      'Personnes',
      'Nature',
      'Cuisine',
      'Lieux',
      'Activités',
      'Objets',
      'Symboles',
    ],
    react: 'Réagir',
    more: 'Plus d’émojis',
    reactions: 'Réactions',
    quick: ['Pouce levé', 'Cœur', 'Rire', 'Fête', 'Surprise', 'Tristesse'],
    you: 'vous',
    others: (n) =>
      count(n, {
        one: '# autre personne',
        many: '# d’autres personnes',
        other: '# autres personnes',
      }),
    by: (names) => `par ${names}`,
    reacted: (name, emoji) => `${name} a réagi avec ${emoji}`,
    notSaved: 'La réaction n’a pas été enregistrée.',
  },
};
