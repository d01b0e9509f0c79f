// Every word of the widget in English, and thereby the shape that each further language fills.
// Functions where a number or a name comes in; plurals by Intl, not by an "s".

import { launcher } from './en-launcher.ts';

const plural = new Intl.PluralRules('en');
const count = (n: number, one: string, other: string) =>
  `${n} ${plural.select(n) === 'one' ? one : other}`;

export const en = {
  locale: 'en',
  ...launcher,
  unread: (n: number) => count(n, 'unread message', 'unread messages'),
  title: 'Chat with us',
  greeting: 'Hello. How can we help?',
  invite: 'Write below. The answer appears here, also if you leave this page and come back.',
  here: (names: string) => `${names} here now`,
  away: 'Leave a message any time',
  resolved: 'This conversation is closed. Write to open it again.',
  log: 'Messages',
  you: 'You',
  today: 'Today',
  yesterday: 'Yesterday',
  compose: 'Write a message',
  send: 'Send',
  save: 'Save',
  editing: 'Editing your message',
  cancel: 'Cancel',
  edited: 'edited',
  deleted: 'Message deleted',
  tooLong: (over: number) =>
    `Too long by ${count(over, 'character', 'characters')}. Send it in parts.`,
  state: {
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
  },
  retry: 'Try again',
  discard: 'Discard',
  typing: (name: string) => `${name} is typing`,
  fresh: (n: number) => count(n, 'new message', 'new messages'),
  older: 'Show older messages',
  olderLoaded: (n: number) => `${count(n, 'older message', 'older messages')} loaded`,
  waiting: (n: number) =>
    n ? ` ${count(n, 'message is', 'messages are')} kept and sent then.` : '',
  offline: 'You are offline.',
  reconnecting: 'Connecting again.',
  online: 'Connected',
  retryNow: 'Try now',
  loading: 'Loading the conversation',
  unreachable: 'The chat cannot be reached. Check your connection; it tries again by itself.',
  refused: (why: string) => `The chat cannot start here: ${why}`,
  notShown: (why: string) => `The conversation cannot be shown: ${why}`,
  crashed: 'Something in the chat broke. Your messages are safe.',
};

export type Words = typeof en;
