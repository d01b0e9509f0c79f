// What the inboxes say, in German.
import type { Words } from '../en/index.ts';

export const inboxes: Words['inboxes'] = {
  inboxes: 'Posteingänge',
  lead: 'Ein Posteingang ist ein Weg herein: eine Website, die das Widget zeigt.',
  add: 'Posteingang hinzufügen',
  none: 'Noch kein Posteingang',
  noneYet: 'Fügen Sie einen für jede Website hinzu, auf der Kunden schreiben können sollen.',
  visitorsOwn: 'Die des Besuchers',
  right: 'Rechts',
  left: 'Links',
  notRotated: (why) => `Nicht erneuert. ${why}`,
  snippet: 'Code-Schnipsel',
  paste: 'Fügen Sie ihn auf jeder Seite der Website vor dem Ende des Body ein.',
  snippetFor: (name) => `Code-Schnipsel für ${name}`,
  allowedSites: 'Erlaubte Websites',
  noSites: 'Noch keine: Das Widget funktioniert nur auf den eigenen Seiten dieses Servers.',
  identitySecret: 'Identitätsgeheimnis',
  copySecret: 'Kopieren Sie das Identitätsgeheimnis jetzt: Es wird nicht noch einmal gezeigt.',
  askNewSecret: 'Neues Identitätsgeheimnis…',
  reallyNew: 'Ein neues Identitätsgeheimnis erstellen?',
  makeNew: 'Ein neues erstellen',
  newMeans:
    'Ihre Website unterschreibt mit diesem Geheimnis, wer ihre Besucher sind. Tokens, die mit dem alten unterschrieben sind, werden von nun an abgelehnt.',
  nameHint: 'Kunden sehen ihn oben im Widget.',
  oneAddress: 'Eine Adresse pro Zeile, etwa https://shop.example.org',
  line: (place, why) => `Zeile ${place}: ${why}`,
  widgetLanguage: 'Sprache des Widgets',
  side: 'Seite des Fensters',
};
