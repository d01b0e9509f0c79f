// The kit's words in German.
import type { Words } from '../en/index.ts';

export const ui: Words['ui'] = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  notices: 'Hinweise',
  chosen: 'ausgewählt',
  nothingFits: 'Nichts passt.',
  tryAgain: 'Noch einmal versuchen',
  reload: 'Neu laden',
  theWindow: 'Das Fenster',
  theMenu: 'Das Menü',
  broke: (part) => `${part}: Hier ist etwas schiefgegangen`,
  restWorks:
    'Der Rest der Seite funktioniert weiter. Wenn es wieder vorkommt, laden Sie die Seite neu.',
  pageNotLoaded: 'Diese Seite konnte nicht geladen werden',
  partNotLoaded: (what, why) => `${what} konnte nicht geladen werden. ${why}`,
  checkConnection: 'Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  newVersion: 'Es gibt eine neue Version: Laden Sie die Seite neu, um sie zu benutzen.',
  reloadToGoOn: 'Laden Sie die Seite neu, um weiterzumachen.',
  justAgain: 'Versuchen Sie es noch einmal.',
};
