// What the prompts say, in French.
import type { Words } from '../en/index.ts';

export const prompts: Words['prompts'] = {
  lead: 'Des premiers messages tout prêts, proposés comme boutons dans cet ordre.',
  add: 'Ajouter une suggestion',
  none: 'Pas encore de suggestions',
  noneYet:
    'Ajoutez ce qui est demandé le plus souvent, par exemple « Où est ma commande ? » ou « Parler à quelqu’un ». La commande antiphon seed-prompts ajoute cinq exemples.',
  prompt: 'Suggestion',
  for: 'Pour',
  page: 'Page',
  allPages: 'Toutes',
  active: 'Active',
  isActive: (title) => `${title} est active`,
  movesUp: (title) => `Monter ${title}`,
  movesDown: (title) => `Descendre ${title}`,
  isNow: (title, place, of) => `${title} est maintenant ${place} sur ${of}.`,
  isDeleted: (title) => `« ${title} » est supprimée.`,
  notPutBack: (why) => `Non rétablie. ${why}`,
  reallyDelete: (title) => `Supprimer « ${title} » ?`,
  deleteMeans: 'Elle n’est plus proposée à personne. Pour la suspendre, désactivez-la plutôt.',
  askEdit: 'Modifier…',
  titleHint: 'Figure sur le bouton.',
  textHint: 'Est dit comme premier message quand le bouton est pressé.',
  pageHint:
    'Son chemin, par exemple /tarifs, pour la proposer seulement là. Vide pour toutes les pages.',
  activeFromNow: 'Active : proposée dès maintenant',
  roles: { everyone: 'Tout le monde', customer: 'Clients', agent: 'Agents', admin: 'Admins' },
};
