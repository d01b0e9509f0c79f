// What is said of files, in German.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('de');

export const files: Words['files'] = {
  openPicture: (name) => `Bild ${name} öffnen`,
  opens: (name) => `${name} öffnen`,
  downloads: (name) => `${name} herunterladen`,
  inNote: ', in einer Notiz',
  olderMore: 'Ältere Nachrichten haben vielleicht mehr.',
  toSend: 'Dateien zum Senden',
  waiting: 'Wartet',
  again: (name) => `Noch einmal versuchen: ${name}`,
  cancels: (name) => `${name} abbrechen`,
  sending: (name) => `${name} wird gesendet`,
  previous: 'Voriges Bild',
  next: 'Nächstes Bild',
  place: (at, of) => `${at} von ${of}`,
  cannotShow: 'Dieses Bild kann nicht gezeigt werden. Laden Sie es herunter, um es anzusehen.',
  notDownloaded: (name, why) => `${name} wurde nicht heruntergeladen. ${why}`,
  underWay: (n) =>
    count(n, {
      one: '# Datei ist unterwegs. Senden Sie, wenn sie da ist.',
      other: '# Dateien sind unterwegs. Senden Sie, wenn alle da sind.',
    }),
  allThere: (n) =>
    count(n, { one: '# Datei bereit zum Senden', other: '# Dateien bereit zum Senden' }),
  drop: {
    message: 'Dateien hier ablegen, um sie an die Nachricht anzuhängen',
    note: 'Dateien hier ablegen, um sie an die Notiz anzuhängen',
  },
  refused: {
    too_many: 'Eine Nachricht nimmt höchstens 10 Dateien mit. Senden Sie diese mit der nächsten.',
    unreadable: 'Diese Datei kann nicht gelesen werden. Wählen Sie sie noch einmal.',
    too_large: 'Diese Datei ist zu groß.',
    wrong_type: 'Dateien dieser Art werden hier nicht angenommen.',
    network: 'Der Server ist nicht erreichbar. Versuchen Sie es noch einmal.',
  },
  takenAway: 'Von einem Admin weggenommen',
};
