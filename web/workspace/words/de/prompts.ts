// What the prompts say, in German.
import type { Words } from '../en/index.ts';

export const prompts: Words['prompts'] = {
  lead: 'Fertige erste Nachrichten, in dieser Reihenfolge als Schaltflächen angeboten.',
  add: 'Vorschlag hinzufügen',
  none: 'Noch keine Vorschläge',
  noneYet:
    'Fügen Sie hinzu, was am häufigsten gefragt wird, etwa „Wo ist meine Bestellung?“ oder „Mit jemandem sprechen“. Der Befehl antiphon seed-prompts fügt fünf Beispiele hinzu.',
  prompt: 'Vorschlag',
  for: 'Für',
  page: 'Seite',
  allPages: 'Alle',
  active: 'Aktiv',
  isActive: (title) => `${title} ist aktiv`,
  movesUp: (title) => `${title} nach oben`,
  movesDown: (title) => `${title} nach unten`,
  isNow: (title, place, of) => `${title} ist jetzt ${place} von ${of}.`,
  isDeleted: (title) => `„${title}“ ist gelöscht.`,
  notPutBack: (why) => `Nicht wiederhergestellt. ${why}`,
  reallyDelete: (title) => `„${title}“ löschen?`,
  deleteMeans:
    'Er wird niemandem mehr angeboten. Um zu pausieren, schalten Sie ihn stattdessen aus.',
  askEdit: 'Bearbeiten…',
  titleHint: 'Steht auf der Schaltfläche.',
  textHint: 'Wird als erste Nachricht gesagt, wenn die Schaltfläche gedrückt wird.',
  pageHint: 'Ihr Pfad, etwa /preise, um ihn nur dort anzubieten. Leer für alle Seiten.',
  activeFromNow: 'Aktiv: wird von nun an angeboten',
  roles: { everyone: 'Alle', customer: 'Kunden', agent: 'Agenten', admin: 'Admins' },
};
