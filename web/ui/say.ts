// What the kit itself says, in English until `speak` was told another language's words, which is before
// anything is drawn.

export const english = {
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  notices: 'Notices',
  chosen: 'chosen',
  nothingFits: 'Nothing fits.',
  tryAgain: 'Try again',
  reload: 'Reload',
  theWindow: 'The window',
  theMenu: 'The menu',
  /** `part` is what stands at the beginning of the sentence: "The conversation list". */
  broke: (part: string) => `${part} ran into a problem`,
  restWorks: 'The rest of the page still works. If it happens again, reload the page.',
  pageNotLoaded: 'This page could not be loaded',
  partNotLoaded: (what: string, why: string) => `${what} could not be loaded. ${why}`,
  checkConnection: 'Check the connection and try again.',
  newVersion: 'There is a new version: reload the page to use it.',
  reloadToGoOn: 'Reload the page to go on.',
  justAgain: 'Try again.',
};

export const say = { ...english };

export function speak(words: typeof english): void {
  Object.assign(say, words);
}
