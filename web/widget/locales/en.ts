// Every word of the widget in English, and thereby the shape that each further language fills.
// Functions where a number or a name comes in; plurals by Intl, not by an "s".

import { launcher } from './en-launcher.ts';

const plural = new Intl.PluralRules('en');
const count = (n: number, one: string, other: string) =>
  `${n} ${plural.select(n) === 'one' ? one : other}`;

export const en = {
  locale: 'en',
  open: launcher.open,
  close: launcher.close,
  unread: (n: number) => count(n, 'unread message', 'unread messages'),
  title: 'Chat with us',
  greeting: 'Hello. How can we help?',
  invite: 'Write below. The answer appears here, also when you come back.',
  prompts: 'Begin with',
  here: (names: string) => `${names} here now`,
  away: 'Leave a message any time',
  resolved: 'This conversation is closed. Write to open it again.',
  log: 'Messages',
  you: 'You',
  today: 'Today',
  yesterday: 'Yesterday',
  compose: 'Write a message',
  send: 'Send',
  attach: 'Attach files',
  partFailed: 'Part of the chat did not load.',
  editing: 'Editing your message',
  cancel: 'Cancel',
  edited: 'edited',
  deleted: 'Message deleted',
  tooLong: (over: number) =>
    `Too long by ${count(over, 'character', 'characters')}: send it in parts.`,
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
  waiting: (n: number) => (n ? ` ${count(n, 'message', 'messages')} waiting.` : ''),
  offline: 'You are offline.',
  reconnecting: 'Reconnecting…',
  loading: 'Loading…',
  unavailable: 'The chat is not available at the moment.',
  unreachable: 'The chat cannot be reached. Check your connection; it keeps trying.',
  failed: (why: string) => `This cannot be shown. ${why}`,
  crashed: 'Something in the chat broke. Your messages are safe.',
};

export type Words = typeof en;
