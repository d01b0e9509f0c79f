// What whoever oversees the workspace reads, in German.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('de');

export const oversight: Words['oversight'] = {
  lead: 'Was in diesem Arbeitsbereich gesagt wird, auch von anderen. Jeder Blick in eine Unterhaltung, an der Sie nicht teilnehmen, steht im Änderungsprotokoll.',
  shelves: { any: 'Abgelegt oder nicht', false: 'Nicht abgelegt', true: 'Abgelegt' },
  kinds: {
    any: 'Jede Art',
    support: 'Mit Kunden',
    direct: 'Unter Personen',
    assistant: 'Mit dem Assistenten',
    meeting: 'Zu einem Termin',
    log: 'Von einem Bot gemeldet',
  },
  whoTakesPart: 'Wer teilnimmt',
  anybody: 'Alle Personen',
  noneFits: 'Keine Unterhaltung passt',
  nothingYet: 'Noch wurde nichts gesagt',
  fewerFilters: 'Wählen Sie weniger Filter.',
  firstAppears: 'Die erste Unterhaltung erscheint hier.',
  lastSaid: 'Zuletzt gesagt',
  state: 'Stand',
  putAway: 'Abgelegt',
  puts: 'Ablegen',
  atHand: 'Zur Hand',
  nobody: 'Niemand nimmt mehr teil',
  andMore: (names, n) =>
    count(n, { one: `${names} und # weitere Person`, other: `${names} und # weitere` }),
  isAway: 'Die Unterhaltung ist abgelegt.',
  isBack: 'Die Unterhaltung ist wieder da.',
  noSuch: 'Diese Unterhaltung gibt es nicht',
  begun: (kind, when) => `${kind}, begonnen am ${when}`,
  whatToDo: 'Aktionen für die Unterhaltung',
  askRename: 'Umbenennen…',
  fetchBack: 'Zurückholen',
  noPart:
    'Sie nehmen an dieser Unterhaltung nicht teil. Dass Sie sie angesehen haben, steht im Änderungsprotokoll.',
  renameTitle: 'Die Unterhaltung umbenennen',
  rename: 'Umbenennen',
  titleHint: 'Alle Teilnehmenden sehen ihn. Leer für keinen.',
  notAdded: (why) => `Nicht hinzugefügt. ${why}`,
  isOut: (name) => `${name} nimmt nicht mehr teil.`,
  notTakenOut: (why) => `Nicht herausgenommen. ${why}`,
  loadingPeople: 'Teilnehmende werden geladen',
  couldNot: 'Konnte nicht geladen werden',
  roles: { customer: 'Kunde', agent: 'Agent', admin: 'Admin', bot: 'Bot', member: 'Mitglied' },
  since: (role, when) => `${role}, seit ${when}`,
  lastRead: (when) => `, zuletzt gelesen ${when}`,
  takesOut: (name) => `${name} herausnehmen`,
  bringIn: 'Jemanden hereinholen',
  reallyTakeOut: (name) => `${name} herausnehmen?`,
  takeOut: 'Herausnehmen',
  takeOutMeans:
    'Die Person sieht von da an nichts mehr davon. Alle anderen sehen, dass sie gegangen ist. Sie kann wieder hereingeholt werden.',
  said: 'Was gesagt wurde',
  loadingSaid: 'Nachrichten werden geladen',
  showOlder: 'Ältere Nachrichten zeigen',
  nothing: 'Noch nichts.',
  messageDeeds: 'Aktionen für die Nachricht',
  askEdit: 'Bearbeiten…',
  askTakeBack: 'Zurücknehmen…',
  notTakenBack: (why) => `Nicht zurückgenommen. ${why}`,
  reallyTakeBack: 'Diese Nachricht zurücknehmen?',
  takeBack: 'Zurücknehmen',
  takeBackMeans:
    'Text und Dateien sind für alle in der Unterhaltung weg; sie sehen, dass hier eine Nachricht war. Das Team findet den Text weiterhin unter den früheren Fassungen.',
  editMessage: 'Die Nachricht bearbeiten',
  editHint:
    'Alle sehen, dass sie bearbeitet wurde. Der frühere Text bleibt aufgehoben, und die Änderung steht im Änderungsprotokoll.',
};
