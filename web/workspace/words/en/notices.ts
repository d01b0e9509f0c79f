// What the page of notices says, and its settings.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const notices = {
  these: 'the notices',
  which: 'Which notices',
  unread: 'Unread',
  type: 'Type',
  anyType: 'All types',
  types: {
    SCHEDULING_UPDATE: 'Progress',
    CONFIRMATION: 'Confirmation',
    CLARIFICATION: 'Question',
    CANCELLATION: 'Cancellation',
    ERROR: 'Error',
    INFO: 'Information',
  },
  means: {
    SCHEDULING_UPDATE: 'How a task goes on',
    CONFIRMATION: 'Something is done',
    CLARIFICATION: 'Something has to be answered',
    CANCELLATION: 'Something was called off',
    ERROR: 'Something failed',
    INFO: 'Anything else worth knowing',
  },
  priorities: { low: 'Low', high: 'High', urgent: 'Urgent' },
  /** Before the type, for screen readers. */
  unreadMark: 'Unread: ',
  markRead: 'Mark as read',
  markUnread: 'Mark as unread',
  markAll: 'Mark all as read',
  markThese: 'Mark these as read',
  toSettings: 'Settings of notices',
  showUnread: 'Show unread notices only',
  showRead: 'Show read notices too',
  task: 'Task',
  /** After the name of a task, for screen readers. */
  onlyThis: ': show this task only',
  onlyTask: (task: string) => `Task ${task} only`,
  allTasks: ': show all tasks',
  details: 'Details',
  actions: 'What can be done',
  open: 'Open',
  showAll: 'Show all of it',
  showLess: 'Show less',
  worksOn: (who: string, task: string) => `${who} is working on ${task}…`,
  noneYet: 'No notices yet',
  whatAppears: 'What programs tell you about your tasks appears here.',
  nothingUnread: 'Everything is read',
  newAppears: 'What comes next appears here at once.',
  noneFits: 'No such notice',
  otherFilter: 'There is none of this type or task.',
  showEverything: 'Show all notices',
  settingsLead:
    'What you are told of while this page is hidden. Everything is on the page of notices in any case.',
  inBrowser: 'Browser notifications',
  browserMay: 'The browser shows notifications.',
  browserMayNot:
    'The browser does not show any from here: you, or somebody before you, refused. It is changed in its settings for this site.',
  browserCannot:
    'This browser shows no notifications from this address. It needs a secure connection (https).',
  browserAsks:
    'The browser will ask you whether it may. It shows notices only while this page is hidden.',
  allow: 'Allow notifications',
  ofWhich: 'Of which types',
  retentionLead:
    'Notices stay for ever unless a number of days stands here. What is overdue goes once a day.',
  readDays: 'Read, days',
  unreadDays: 'Unread, days',
  forever: 'For ever',
  daysBetween: 'Give 1 to 3,650 days, or nothing.',
  seeAndSave: 'See what would go, and save',
  wouldGo: (n: number) => count(n, { one: '# notice would go', other: '# notices would go' }),
  noneWouldGo: 'No notice would go now',
  ofType: (type: string, n: number) => `${type}: ${n.toLocaleString('en')}`,
  goesDaily: 'They go with the next daily cleaning and cannot be brought back after that.',
  goesLater: 'From now on they go when they are that old.',
  retentionSaved: 'Saved. What is overdue goes once a day.',
  retentionAsBefore: 'Notices stay as long as before.',
};
