// What the jobs say, in German.
import type { Words } from '../en/index.ts';

export const jobs: Words['jobs'] = {
  lead: 'Arbeit, die aus dem folgt, was Personen taten, etwa Importe und E-Mails. Sie wird von selbst wiederholt; was zu oft scheitert, wird aufgegeben und 30 Tage aufgehoben.',
  states: {
    any: 'Alle',
    dead: 'Aufgegeben',
    ready: 'Wartend',
    running: 'In Arbeit',
    done: 'Erledigt',
  },
  triedAgain: 'Es wird noch einmal versucht.',
  givenUp: 'Es ist aufgegeben.',
  where: 'Stand',
  nothingGivenUp: 'Nichts wurde aufgegeben',
  nothingOwed: 'Nichts steht aus',
  appears:
    'Aufgaben erscheinen hier, solange sie warten, und einen Tag, nachdem sie erledigt sind.',
  work: 'Aufgabe',
  state: 'Stand',
  tries: 'Versuche',
  triesOf: (tried, most) => `${tried} von ${most}`,
  when: 'Wann',
  triesAgain: (kind) => `${kind} noch einmal versuchen`,
  givesUp: (kind) => `${kind} aufgeben`,
  giveUp: 'Aufgeben',
  kinds: {
    'accounts.letter': 'E-Mail senden',
    'bot.answer': 'Antwort des Bots',
    'contacts.clean_imports': 'Importe aufräumen',
    'contacts.edit': 'Kontakte ändern',
    'contacts.edit_undo': 'Rückgängigmachen einer Kontaktänderung',
    'contacts.import': 'Kontakte importieren',
    'contacts.import_undo': 'Rückgängigmachen eines Kontaktimports',
    'contacts.index': 'Kontakte für die Suche erfassen',
    'conversations.give_back': 'Unterhaltungen zurückgeben',
    'files.clean': 'Dateien aufräumen',
    'jobs.clean': 'Aufgaben aufräumen',
    'previews.make': 'Vorschauen erstellen',
    'workspace.bring_in': 'Daten übernehmen',
  },
};
