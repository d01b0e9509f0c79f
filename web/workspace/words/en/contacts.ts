// What the contacts say.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const contacts = {
  // Attributes
  hints: {
    date: 'A day, such as 2026-11-21.',
    link: 'An address, such as https://example.com.',
  },
  types: {
    text: 'Text',
    number: 'Number',
    boolean: 'Yes or no',
    date: 'Date',
    list: 'List of choices',
    link: 'Link',
  },
  attributesLead: 'What you want to know of your contacts beside name and address.',
  addAttribute: 'Add an attribute',
  noAttributes: 'No attributes yet',
  noAttributesYet:
    "Add one for what agents should see and filter by, such as a plan or a contract's end.",
  label: 'Label',
  keptAs: 'Kept as',
  type: 'Type',
  choices: 'Choices',
  reallyDelete: (name: string) => `Delete ${name}?`,
  deleteMeans:
    'It and its values of all contacts are shown nowhere any more. You can bring them back whenever you want.',
  deletedAttributes: 'Deleted attributes',
  keyHint: 'By which programs know it: small letters, digits and _. It stays.',
  onePerLine: 'One per line.',

  // Many at once
  undone: 'Undone.',
  gaveUp: 'The change was given up on the way.',
  changed: (n: number) => count(n, { one: '# contact changed.', other: '# contacts changed.' }),
  deletedMany: (n: number) => count(n, { one: '# contact deleted.', other: '# contacts deleted.' }),
  broughtBack: (n: number) =>
    count(n, { one: '# contact brought back.', other: '# contacts brought back.' }),
  changing: (n: number) =>
    count(n, {
      one: 'Changing contacts… # contact so far',
      other: 'Changing contacts… # contacts so far',
    }),
  notFollowed: (why: string) => `How far the change has come is not known. It goes on. ${why}`,
  /** Within a sentence. */
  allFound: 'all that the filters find',
  many: (n: number) => count(n, { one: '# contact', other: '# contacts' }),
  changeChosen: 'Change the chosen contacts',
  allFoundChosen: 'All that the filters find',
  chosen: (n: number) => count(n, { one: '# chosen', other: '# chosen' }),
  chooseAllFound: 'Choose all that the filters find',
  askCompany: 'Company…',
  askAttribute: 'Attribute…',
  askBlock: 'Block…',
  clear: 'Clear',
  reallyBlock: (many: string) => `Block ${many}?`,
  blockMeans:
    'They can read what was said, and cannot write any more until somebody unblocks them.',
  removeMeans:
    'They go from every list. Their conversations, messages and notes stay. They are back when you bring them back, or when they write again.',
  companyOf: (many: string) => `Company of ${many}`,
  attributeOf: (many: string) => `Attribute of ${many}`,
  attribute: 'Attribute',
  value: 'Value',
  noAttributesHere:
    'There are no attributes yet. An admin defines them under Settings, Attributes.',
  isBlocked: (name: string) => `${name} is blocked and cannot write any more.`,
  canWrite: (name: string) => `${name} can write again.`,
  isRemoved: (name: string) => `${name} is deleted.`,
  isBack: (name: string) => `${name} is back.`,

  // The company of a contact
  takesAwayCompany: (name: string) => `Take away the company ${name}`,
  takeAway: 'Take away',
  typeName: 'Type a name and choose one below.',
  companies: 'Companies',
  adds: (name: string) => `Add “${name}”`,

  // One contact
  whatToDo: (name: string) => `What to do with ${name}`,
  askMerge: 'Merge another contact in…',
  wasMerged: 'This contact was merged into another one.',
  openThat: 'Open that one',
  blockedMeans: 'Blocked: they can read what was said and cannot write.',
  removedMeans: 'Deleted: in no list. Conversations, messages and notes stay.',
  bringBack: 'Bring back',
  details: 'Details',
  pictureNotChanged: (why: string) => `The picture was not changed. ${why}`,
  pictureOf: (name: string) => `Picture of ${name}`,
  picture: 'Picture',
  changePicture: 'Change the picture',
  choosePicture: 'Choose a picture…',
  takePicture: 'Take the picture away',
  noneYet: 'None yet.',
  pagesVisited: 'Pages visited',
  noneKnown: 'None known.',
  notLoaded: (what: string, why: string) => `Not loaded: ${what}. ${why}`,
  sets: (label: string) => `Set ${label}`,
  set: 'Set',
  externalId: 'External id',

  // The list
  import: 'Import',
  export: 'Export',
  newContact: 'New contact',
  all: 'All contacts',
  search: 'Search contacts',
  searchHint: 'Name, e-mail, phone, company, id',
  standing: 'Standing',
  anyCompany: 'Any company',
  anyAttributes: 'Any attributes',
  order: 'Order',
  chooseShown: 'Choose all that are shown',
  chooses: (name: string) => `Choose ${name}`,
  nobodyFound: (q: string) => `Nobody found for “${q}”`,
  nobodyFits: 'Nobody fits these filters',
  clearFilters: 'Clear filters',
  searchLooks:
    'Search looks at the beginnings of words: of names, addresses, numbers, companies and ids.',
  noContacts: 'No contacts yet',
  noContactsYet:
    'Whoever writes through a widget appears here. You can also add people, or import a table.',
  sorts: { name: 'By name', last_seen: 'Last seen first', created: 'Newest first' },
  standings: {
    all: 'Everybody',
    verified: 'Verified',
    unverified: 'Not verified',
    blocked: 'Blocked',
    removed: 'Deleted',
  },
  phoneHint: "With the country's code, such as +49 151 2345678.",

  // The import
  importContacts: 'Import contacts',
  needsPermission: 'Importing needs the permission contacts:manage, which admins have.',
  csv: 'A table as CSV in UTF-8. The first line names the columns, such as name, email, phone, company.',
  chooseFile: 'Choose a file',
  orDrop: 'or drop it here. Nothing is changed before you say so.',
  sendingTable: 'Sending the table…',
  readingTable: 'Reading the table…',
  sent: 'Sent',
  table: 'Table of contacts',
  leaveOut: 'Leave out',
  linesOf: (name: string, n: number) =>
    count(n, {
      one: `${name}: # line. Say what each column is; the first lines are below.`,
      other: `${name}: # lines. Say what each column is; the first lines are below.`,
    }),
  findBy: 'Find contacts by',
  thoseThere: 'Those that are there',
  update: 'Update them',
  leaveAsIs: 'Leave them as they are',
  thoseNot: 'Those that are not',
  addThem: 'Add them',
  leaveThem: 'Leave them out',
  faulty: (n: number, shown: number) =>
    count(n, {
      one: `# line of the ${shown} shown will not be taken in as they are. The others will.`,
      other: `# lines of the ${shown} shown will not be taken in as they are. The others will.`,
    }),
  firstLines: 'The first lines',
  line: 'Line',
  column: (heading: string) => `Column ${heading}`,
  problems: 'Problems',
  imports: (n: number) => count(n, { one: 'Import # line', other: 'Import # lines' }),
  importsAtMost: (n: number) =>
    count(n, { one: 'Import at most # line', other: 'Import at most # lines' }),
  notCancelled: (why: string) => `Not cancelled. ${why}`,
  importDone: 'The import is done.',
  importCancelled: 'The import was cancelled. What was taken in by then stays.',
  undoing: 'Undoing…',
  undoImport: 'Undo this import?',
  undoImportMeans:
    'Contacts that it added are deleted, unless they were here since. Those that it changed get back what they had, where nobody changed it since.',
  importUndone: 'The import was undone.',
  importing: (done: string, n: number) =>
    count(n, {
      one: `Importing… ${done} of # line. It goes on if you leave this page.`,
      other: `Importing… ${done} of # lines. It goes on if you leave this page.`,
    }),
  earlierImports: 'Earlier imports',
  importStates: { running: 'Running', done: 'Done', cancelled: 'Cancelled' },
  carriedOut: 'Lines carried out',
  counts: { added: 'Added', updated: 'Updated', leftOut: 'Left out', notTaken: 'Not taken in' },
  whyNot: 'Why lines were not taken in',
  cancelRest: 'Cancel the rest',
  another: 'Import another table',
  see: 'See the contacts',

  // Merging
  standsAlone: (name: string) => `${name} stands alone again.`,
  wasMergedInto: (from: string, into: string) => `${from} was merged into ${into}.`,
  mergeInto: (name: string) => `Merge into ${name}`,
  merge: 'Merge',
  chooseOther: 'Choose another contact',
  looking: 'Looking what would change',
  toMerge: 'Contact to merge in',
  toMergeHint: 'It goes from the lists; its conversations, notes and pages are shown here.',
  found: 'Contacts found',
  nobody: 'Nobody found.',
  mergedHas: 'What the merged contact has',
  field: 'Field',
  takenOver: ' (taken over)',
  willBeListed: (n: number, from: string, into: string) =>
    count(n, {
      one: `# conversation of ${from} will be listed under ${into}.`,
      other: `# conversations of ${from} will be listed under ${into}.`,
    }),
  staysKnown: (id: string) => ` The external id ${id} stays known.`,
  canBeUndone: ' It can be undone.',
  mergedIn: 'Merged in',

  // Notes
  notes: 'Notes',
  changeNote: 'Change the note',
  newNote: 'New note',
  onlyColleagues: 'Only colleagues see it.',
  addNote: 'Add note',
  notTaken: (why: string) => `Not taken away. ${why}`,
  edited: 'edited',
  noteOf: (name: string) => `Note of ${name}`,
  changesNote: (name: string) => `Change the note of ${name}`,
  reallyDeleteNote: 'Delete this note?',
  noteIsDeleted: 'The note is deleted.',
  deleteNoteMeans: 'Nobody sees it any more. That it was deleted stays in the audit trail.',
  notBegun: (why: string) => `Not begun. ${why}`,
  writeToThem: 'Write to them',
};
