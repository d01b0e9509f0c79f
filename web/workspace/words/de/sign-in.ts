// What is said of how people come in, in German.
import type { Words } from '../en/index.ts';

export const signIn: Words['signIn'] = {
  title: 'Einmalanmeldung',
  lead: 'Was die Anmeldung in diesem Arbeitsbereich verlangt, und wer neben dem Passwort Personen hereinlässt.',
  secondStep: 'Zweiter Schritt',
  ofEveryone: 'Alle brauchen einen zweiten Schritt',
  ofEveryoneMeans:
    'Wer ohne einen angemeldet ist, wird abgemeldet und richtet bei der nächsten Anmeldung einen ein. API-Schlüssel und Kunden im Chat werden nicht gefragt.',
  provider: 'Anbieter',
  removed: 'Der Anbieter ist entfernt. Die Anmeldung geht mit dem Passwort.',
  noneYet:
    'Noch keiner. Personen melden sich mit dem Konto an, das sie in Ihrer Firma haben, über OpenID Connect: Keycloak, Entra ID, Okta, Google und viele andere beherrschen es.',
  redirect: 'Rückleitungsadresse',
  redirectHint: 'Tragen Sie sie beim Anbieter ein, genau so.',
  pageOfWorkspace: 'Anmeldeseite dieses Arbeitsbereichs',
  pageHint: 'Sie hat den Knopf des Anbieters. Geben Sie sie Ihrem Team.',
  page: 'Anmeldeseite',
  noAddress: (setting) =>
    `Dieser Server weiß nicht, unter welcher Adresse er erreichbar ist. Wer ihn betreibt, legt zuerst ${setting} fest.`,
  works: 'Der Anbieter antwortet und kennt diesen Arbeitsbereich.',
  test: 'Verbindung prüfen',
  askRemove: 'Entfernen…',
  reallyRemove: 'Den Anbieter entfernen?',
  removeMeans:
    'Niemand kommt mehr über ihn herein. Wer kein Passwort hat, kann sich dann nicht anmelden.',
  comesIn: (who, how, step) => `${who} ${how}${step}.`,
  addressesAt: (domains) => `Adressen bei ${domains}`,
  allPeople: 'Alle seine Personen',
  newOnes: {
    admin: 'kommen herein, neue als Admins',
    agent: 'kommen herein, neue als Agenten',
    customer: 'kommen herein, neue als Kunden',
  },
  noNewOnes: 'kommen herein, wenn sie schon zu den Personen hier gehören',
  withStep: ', auch hier mit ihrem zweiten Schritt',

  setUp: 'Anbieter einrichten',
  edit: 'Den Anbieter bearbeiten',
  saved: 'Der Anbieter ist gespeichert. Prüfen Sie als Nächstes die Verbindung.',
  button: 'Mit Einmalanmeldung anmelden',
  issuer: 'Aussteller',
  issuerHint: 'Wie der Anbieter sich selbst nennt, etwa https://login.example.com/realms/team',
  clientId: 'Client-ID',
  clientSecret: 'Client-Geheimnis',
  secretHint: 'Lassen Sie es leer, um das gespeicherte zu behalten.',
  buttonWords: 'Aufschrift des Knopfs',
  domains: 'Zugelassene E-Mail-Domains',
  domainsHint: 'Etwa example.com example.org. Leer: alle Personen des Anbieters.',
  whoComesIn: 'Wer hereinkommt',
  newcomers: {
    nobody: 'Nur Personen, die schon hier sind',
    agent: 'Neue werden Agenten',
    admin: 'Neue werden Admins',
    customer: 'Neue werden Kunden',
  },
  askStep: 'Auch hier nach dem zweiten Schritt fragen',
  isOn: 'Der Knopf wird gezeigt und lässt Personen herein',
};
