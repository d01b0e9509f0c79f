// What is said of files, in French.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'many' | 'other'>('fr');

export const files: Words['files'] = {
  openPicture: (name) => `Ouvrir l’image ${name}`,
  opens: (name) => `Ouvrir ${name}`,
  downloads: (name) => `Télécharger ${name}`,
  inNote: ', dans une note',
  olderMore: 'Les messages précédents en ont peut-être d’autres.',
  toSend: 'Fichiers à envoyer',
  waiting: 'En attente',
  again: (name) => `Réessayer : ${name}`,
  cancels: (name) => `Annuler ${name}`,
  sending: (name) => `Envoi de ${name}`,
  previous: 'Image précédente',
  next: 'Image suivante',
  place: (at, of) => `${at} sur ${of}`,
  cannotShow: 'Cette image ne peut pas être affichée. Téléchargez-la pour la voir.',
  notDownloaded: (name, why) => `${name} n’a pas été téléchargé. ${why}`,
  underWay: (n) =>
    count(n, {
      one: '# fichier est en route. Envoyez quand il est arrivé.',
      many: '# de fichiers sont en route. Envoyez quand tous sont arrivés.',
      other: '# fichiers sont en route. Envoyez quand tous sont arrivés.',
    }),
  allThere: (n) =>
    count(n, {
      one: '# fichier prêt à être envoyé',
      many: '# de fichiers prêts à être envoyés',
      other: '# fichiers prêts à être envoyés',
    }),
  drop: {
    message: 'Déposez des fichiers pour les ajouter à votre message',
    note: 'Déposez des fichiers pour les ajouter à votre note',
  },
  refused: {
    too_many: 'Un message prend au plus 10 fichiers. Envoyez celui-ci avec le suivant.',
    unreadable: 'Ce fichier ne peut pas être lu. Choisissez-le à nouveau.',
    too_large: 'Ce fichier est trop grand.',
    wrong_type: 'Les fichiers de ce type ne sont pas acceptés ici.',
    network: 'Le serveur est injoignable. Réessayez.',
  },
  takenAway: 'Enlevé par un admin',
};
