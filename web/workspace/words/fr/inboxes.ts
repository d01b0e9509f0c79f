// What the inboxes say, in French.
import type { Words } from '../en/index.ts';

export const inboxes: Words['inboxes'] = {
  inboxes: 'Boîtes de réception',
  lead: 'Une boîte de réception est une entrée : un site qui affiche le widget.',
  add: 'Ajouter une boîte de réception',
  none: 'Pas encore de boîte de réception',
  noneYet: 'Ajoutez-en une pour chaque site où les clients doivent pouvoir écrire.',
  visitorsOwn: 'Celle du visiteur',
  right: 'Droite',
  left: 'Gauche',
  notRotated: (why) => `Non renouvelé. ${why}`,
  snippet: 'Extrait de code',
  paste: 'Collez-le avant la fin du body sur chaque page du site.',
  snippetFor: (name) => `Extrait de code pour ${name}`,
  allowedSites: 'Sites autorisés',
  noSites: 'Aucun pour l’instant : le widget ne fonctionne que sur les pages de ce serveur.',
  identitySecret: 'Secret d’identité',
  copySecret: 'Copiez le secret d’identité maintenant : il ne sera plus affiché.',
  askNewSecret: 'Nouveau secret d’identité…',
  reallyNew: 'Créer un nouveau secret d’identité ?',
  makeNew: 'En créer un nouveau',
  newMeans:
    'Votre site signe l’identité de ses visiteurs avec ce secret. Les jetons signés avec l’ancien sont refusés dès maintenant.',
  nameHint: 'Les clients le voient en haut du widget.',
  oneAddress: 'Une adresse par ligne, par exemple https://shop.example.org',
  line: (place, why) => `Ligne ${place} : ${why}`,
  widgetLanguage: 'Langue du widget',
  side: 'Côté de la page',
};
