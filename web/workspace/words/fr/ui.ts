// The kit's words in French.
import type { Words } from '../en/index.ts';

export const ui: Words['ui'] = {
  cancel: 'Annuler',
  close: 'Fermer',
  dismiss: 'Masquer',
  notices: 'Avis',
  chosen: 'choisi',
  nothingFits: 'Rien ne correspond.',
  tryAgain: 'Réessayer',
  reload: 'Recharger',
  theWindow: 'La fenêtre',
  theMenu: 'Le menu',
  broke: (part) => `${part} : un problème est survenu`,
  restWorks: 'Le reste de la page fonctionne toujours. Si cela se reproduit, rechargez la page.',
  pageNotLoaded: 'Cette page n’a pas pu être chargée',
  partNotLoaded: (what, why) => `Chargement impossible : ${what}. ${why}`,
  checkConnection: 'Vérifiez la connexion et réessayez.',
  newVersion: 'Il y a une nouvelle version : rechargez la page pour l’utiliser.',
  reloadToGoOn: 'Rechargez la page pour continuer.',
  justAgain: 'Réessayez.',
};
