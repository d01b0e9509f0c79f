// Every word of the widget's first part in English, and thereby the shape that each further language
// fills. Functions where a number or a name comes in. What lazy parts say is in files of its own
// (en-files.ts, en-emoji.ts), which come with them.
import type { emoji } from './en-emoji.ts';
import type { files } from './en-files.ts';
import { launcher } from './en-launcher.ts';
import { plural } from './plural.ts';

const count = plural<'one' | 'other'>('en');

export const en = {
  locale: 'en',
  open: launcher.open,
  close: launcher.close,
  unread: (n: number) => count(n, { one: '# unread message', other: '# unread messages' }),
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
  emoji: 'Emoji',
  partFailed: 'Part of the chat did not load.',
  editing: 'Editing your message',
  cancel: 'Cancel',
  edited: 'edited',
  unlink: 'Remove preview',
  deleted: 'Message deleted',
  /** Before whose words they are. */
  inReplyTo: 'In reply to ',
  tooLong: (over: number) =>
    count(over, {
      one: 'Too long by # character: send it in parts.',
      other: 'Too long by # characters: send it in parts.',
    }),
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
  fresh: (n: number) => count(n, { one: '# new message', other: '# new messages' }),
  older: 'Show older messages',
  olderLoaded: (n: number) =>
    count(n, { one: '# older message loaded', other: '# older messages loaded' }),
  waiting: (n: number) => count(n, { one: '# message waiting.', other: '# messages waiting.' }),
  offline: 'You are offline.',
  reconnecting: 'Reconnecting…',
  loading: 'Loading…',
  unavailable: 'The chat is not available at the moment.',
  unreachable: 'The chat cannot be reached. Check your connection; it keeps trying.',
  failed: (why: string) => `This cannot be shown. ${why}`,
  crashed: 'Something in the chat broke. Your messages are safe.',
  /** What a refusal means, by its code; `other` for all that are not named. In English the server says it itself. */
  refused: {} as Record<string, string>,
};

/** A language whole; English brings the words of its lazy parts with them. */
export type Words = typeof en & { files?: typeof files; signs?: typeof emoji };

/** Of a further language nothing is missing. */
export type Language = Required<Words> & {
  launcher: typeof launcher;
  refused: Record<Refusal, string>;
};

/** The refusals that a visitor can meet. */
type Refusal =
  | 'network'
  | 'blocked'
  | 'forbidden'
  | 'not_found'
  | 'deleted'
  | 'invalid'
  | 'too_many_reactions'
  | 'unavailable'
  | 'other';
