// What is said of how people come in, in French.
import type { Words } from '../en/index.ts';

export const signIn: Words['signIn'] = {
  title: 'Authentification unique',
  lead: 'Ce que demande la connexion à cet espace de travail, et qui, outre le mot de passe, laisse entrer les personnes.',
  secondStep: 'Deuxième étape',
  ofEveryone: 'Tous ont besoin d’une deuxième étape',
  ofEveryoneMeans:
    'Qui s’est connecté sans elle est déconnecté, et en configure une à la connexion suivante. Elle n’est pas demandée aux clés d’API ni aux clients dans le chat.',
  provider: 'Fournisseur',
  removed: 'Le fournisseur est retiré. Les personnes se connectent avec leur mot de passe.',
  noneYet:
    'Pas encore de fournisseur. Les personnes se connectent avec le compte de votre société, par OpenID Connect : Keycloak, Entra ID, Okta, Google et bien d’autres le parlent.',
  redirect: 'Adresse de redirection',
  redirectHint: 'Saisissez-la chez le fournisseur, telle quelle.',
  pageOfWorkspace: 'Page de connexion de cet espace de travail',
  pageHint: 'Elle a le bouton du fournisseur. Donnez-la à votre équipe.',
  page: 'Page de connexion',
  noAddress: (setting) =>
    `Ce serveur ne connaît pas l’adresse à laquelle il est joignable. La personne qui l’exploite doit d’abord définir ${setting}.`,
  works: 'Le fournisseur répond et connaît cet espace de travail.',
  test: 'Tester la connexion',
  askRemove: 'Retirer…',
  reallyRemove: 'Retirer le fournisseur ?',
  removeMeans:
    'Plus personne n’entre par lui. Qui n’a pas de mot de passe ne peut alors plus se connecter.',
  comesIn: (who, how, step) => `${who} ${how}${step}.`,
  addressesAt: (domains) => `Les personnes dont l’adresse est chez ${domains}`,
  allPeople: 'Toutes ses personnes',
  newOnes: {
    admin: 'peuvent entrer, les nouvelles comme admins',
    agent: 'peuvent entrer, les nouvelles comme agents',
    customer: 'peuvent entrer, les nouvelles comme clients',
  },
  noNewOnes: 'peuvent entrer si elles font déjà partie des personnes d’ici',
  withStep: ', avec leur deuxième étape ici aussi',

  setUp: 'Configurer un fournisseur',
  edit: 'Modifier le fournisseur',
  saved: 'Le fournisseur est enregistré. Testez maintenant la connexion.',
  button: 'Se connecter par authentification unique',
  issuer: 'Émetteur',
  issuerHint:
    'Comme le fournisseur se nomme lui-même, par exemple https://login.example.com/realms/team',
  clientId: 'Identifiant client',
  clientSecret: 'Secret client',
  secretHint: 'Laissez-le vide pour garder celui qui est enregistré.',
  buttonWords: 'Texte du bouton',
  domains: 'Domaines d’e-mail admis',
  domainsHint: 'Par exemple example.com example.org. Vide : toutes les personnes du fournisseur.',
  whoComesIn: 'Qui peut entrer',
  newcomers: {
    nobody: 'Seulement les personnes déjà ici',
    agent: 'Les nouveaux deviennent agents',
    admin: 'Les nouveaux deviennent admins',
    customer: 'Les nouveaux deviennent clients',
  },
  askStep: 'Demander ici aussi la deuxième étape',
  isOn: 'Le bouton est affiché et laisse entrer les personnes',
};
