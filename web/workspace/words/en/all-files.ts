// What the pages say that show all files: the gallery, and all that is kept.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const allFiles = {
  all: 'All',
  kinds: { any: 'Any kind', picture: 'Pictures', document: 'Documents', other: 'Others' },
  pictures: 'Pictures',
  sentBy: 'Sent by',
  anybody: 'From anybody',
  noneFits: 'No file fits',
  noneYet: 'No files yet',
  whatToDo: (name: string) => `What to do with ${name}`,

  // The gallery
  /** What it shows only: `what` is a conversation or a contact, as `only` says it. */
  onlyOf: (what: string, name: string) => `${what}: ${name}`,
  only: { conversation: 'Only from this conversation', contact: 'Only from this contact' },
  /** After what it shows only, for screen readers. */
  showAll: '. Show those of all conversations',
  onlyFrom: (name: string) => `Only from ${name}`,
  otherKind: 'Choose another kind, or fewer filters.',
  sentAppears: 'What is sent with messages, in every conversation that you may see, appears here.',
  toItsMessage: (name: string) => `${name}: go to its message`,
  toMessage: 'Go to the message',
  inNote: 'In a note',

  // All that is kept
  lead: 'Everything that was sent in this workspace. Each download from here is in the audit trail.',
  partOfName: 'A part of the name',
  states: {
    any: 'All but taken away',
    sent: 'Shown somewhere',
    unsent: 'Shown nowhere',
    removed: 'Taken away',
  },
  shownNowhere: 'Shown nowhere',
  sizes: { any: 'Any size', from: (size: string) => `${size} and more` },
  orders: { newest: 'Newest first', largest: 'Largest first' },
  state: 'State',
  size: 'Size',
  order: 'Order',
  noneTaken: 'Nothing was taken away',
  stays: 'What you take away stays here for 30 days.',
  fewerFilters: 'Choose fewer filters.',
  appears: 'What is sent with messages appears here.',
  file: 'File',
  sent: 'Sent',
  where: 'Where',
  isTaken: (name: string) => `${name} is taken away.`,
  isBack: (name: string) => `${name} is back.`,
  askRename: 'Rename…',
  rename: 'Rename',
  renameTitle: 'Rename the file',
  renameHint: 'The ending stays: it says what kind of file it is.',
  isCalled: (name: string) => `It is called ${name} now.`,
  onlyOfSender: (name: string) => `Only files of ${name}`,
  thisVisitor: 'this visitor',
  giveBack: 'Give back',
  askTakeAway: 'Take away…',
  takeAway: 'Take away',
  reallyTake: 'Take this file away?',
  takeMeans: (name: string) =>
    `Nobody can open ${name} any more, wherever it is shown. You can give it back for 30 days; then it is gone for good.`,
  onItsWay: (percent: string, size: string) => `${percent} % of ${size} is here`,
  pictureOf: (name: string) => `Picture of ${name}`,
  goneOn: (when: string) => `Taken away; gone on ${when}`,
  counting: 'Counting the files',
  /** How much room is taken, by how many files, and what is taken away and still there. */
  room: (taken: string, files: string, removed: string) => `${taken} in ${files}${removed}.`,
  ofRoom: (taken: string, quota: string) => `${taken} of ${quota}`,
  many: (n: number) => count(n, { one: '# file', other: '# files' }),
  andRemoved: (size: string) => `, and ${size} that were taken away`,
  largest: (size: string) => `A file may have ${size}.`,
  roomTaken: 'Room that is taken',
};
