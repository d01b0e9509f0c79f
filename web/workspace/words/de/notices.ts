// Was die Seite der Mitteilungen sagt, und ihre Einstellungen.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('de');

export const notices: Words['notices'] = {
  these: 'die Mitteilungen',
  which: 'Welche Mitteilungen',
  unread: 'Ungelesen',
  type: 'Art',
  anyType: 'Alle Arten',
  types: {
    SCHEDULING_UPDATE: 'Zwischenstand',
    CONFIRMATION: 'Bestätigung',
    CLARIFICATION: 'Rückfrage',
    CANCELLATION: 'Absage',
    ERROR: 'Fehler',
    INFO: 'Hinweis',
  },
  means: {
    SCHEDULING_UPDATE: 'Wie es mit einer Aufgabe weitergeht',
    CONFIRMATION: 'Etwas ist erledigt',
    CLARIFICATION: 'Etwas muss beantwortet werden',
    CANCELLATION: 'Etwas wurde abgesagt',
    ERROR: 'Etwas ist fehlgeschlagen',
    INFO: 'Sonst etwas Wissenswertes',
  },
  priorities: { low: 'Niedrig', high: 'Hoch', urgent: 'Dringend' },
  unreadMark: 'Ungelesen: ',
  markRead: 'Als gelesen markieren',
  markUnread: 'Als ungelesen markieren',
  markAll: 'Alle als gelesen markieren',
  markThese: 'Diese als gelesen markieren',
  toSettings: 'Einstellungen der Mitteilungen',
  showUnread: 'Nur ungelesene Mitteilungen zeigen',
  showRead: 'Auch gelesene Mitteilungen zeigen',
  task: 'Aufgabe',
  onlyThis: ': nur diese Aufgabe zeigen',
  onlyTask: (task) => `Nur Aufgabe ${task}`,
  allTasks: ': alle Aufgaben zeigen',
  details: 'Einzelheiten',
  actions: 'Was sich tun lässt',
  open: 'Öffnen',
  showAll: 'Ganz zeigen',
  showLess: 'Weniger zeigen',
  worksOn: (who, task) => `${who} arbeitet an ${task} …`,
  noneYet: 'Noch keine Mitteilungen',
  whatAppears: 'Was Programme Ihnen über Ihre Aufgaben mitteilen, erscheint hier.',
  nothingUnread: 'Alles ist gelesen',
  newAppears: 'Was als Nächstes kommt, erscheint hier sofort.',
  noneFits: 'Keine solche Mitteilung',
  otherFilter: 'Es gibt keine dieser Art oder zu dieser Aufgabe.',
  showEverything: 'Alle Mitteilungen zeigen',
  settingsLead:
    'Worauf Sie hingewiesen werden, während diese Seite verborgen ist. Auf der Seite der Mitteilungen steht in jedem Fall alles.',
  inBrowser: 'Benachrichtigungen des Browsers',
  browserMay: 'Der Browser zeigt Benachrichtigungen.',
  browserMayNot:
    'Der Browser zeigt von hier keine: Sie oder jemand vor Ihnen hat es abgelehnt. Ändern lässt es sich in seinen Einstellungen für diese Website.',
  browserCannot:
    'Dieser Browser zeigt von dieser Adresse keine Benachrichtigungen. Dazu braucht es eine sichere Verbindung (https).',
  browserAsks:
    'Der Browser wird Sie fragen, ob er darf. Er zeigt Mitteilungen nur, während diese Seite verborgen ist.',
  allow: 'Benachrichtigungen erlauben',
  ofWhich: 'Bei welchen Arten',
  retentionLead:
    'Mitteilungen bleiben für immer, wenn hier keine Zahl von Tagen steht. Was überfällig ist, geht einmal am Tag.',
  readDays: 'Gelesene, Tage',
  unreadDays: 'Ungelesene, Tage',
  forever: 'Für immer',
  daysBetween: 'Geben Sie 1 bis 3.650 Tage an, oder nichts.',
  seeAndSave: 'Zeigen, was ginge, und speichern',
  wouldGo: (n) =>
    count(n, { one: '# Mitteilung würde gehen', other: '# Mitteilungen würden gehen' }),
  noneWouldGo: 'Jetzt würde keine Mitteilung gehen',
  ofType: (type, n) => `${type}: ${n.toLocaleString('de')}`,
  goesDaily:
    'Sie gehen mit der nächsten täglichen Bereinigung und lassen sich danach nicht zurückholen.',
  goesLater: 'Von nun an gehen sie, wenn sie so alt sind.',
  retentionSaved: 'Gespeichert. Was überfällig ist, geht einmal am Tag.',
  retentionAsBefore: 'Mitteilungen bleiben so lange wie zuvor.',
};
