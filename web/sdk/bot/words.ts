// Every word that EnhancedChatBot says by itself, in English: a page in another language gives others.

const plural = new Intl.PluralRules('en');
const count = (n: number, one: string, other: string) =>
  `${n} ${plural.select(n) === 'one' ? one : other}`;

export const english = {
  /** Of times, days and sizes. */
  locale: 'en',
  open: (bot: string) => `Open chat with ${bot}`,
  close: 'Close chat',
  unread: (n: number) => count(n, 'unread message', 'unread messages'),
  about: 'Automated answers',
  greeting: (bot: string) => `Hello, I am ${bot}. How can I help?`,
  invite: 'Write below, or begin with one of these.',
  inviteOnly: 'Write below. The answer appears here.',
  prompts: 'Begin with',
  log: 'Messages',
  you: 'You',
  today: 'Today',
  yesterday: 'Yesterday',
  compose: 'Write a message',
  send: 'Send',
  attach: 'Attach files',
  anew: 'New conversation',
  tooLong: (over: number) =>
    `Too long by ${count(over, 'character', 'characters')}: send it in parts.`,
  state: {
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
  },
  edited: 'edited',
  deleted: 'Message deleted',
  /** Before whose words they are. */
  inReplyTo: 'In reply to ',
  unlink: 'Remove preview',
  retry: 'Try again',
  discard: 'Discard',
  copy: 'Copy',
  copyMessage: (who: string) => `Copy message by ${who}`,
  copyCode: 'Copy code',
  code: 'Code',
  copied: 'Copied',
  notCopied: 'Not copied: this page may not use the clipboard.',
  replying: (bot: string) => `${bot} is replying`,
  typing: (name: string) => `${name} is typing`,
  noAnswer: 'The answer did not come.',
  fresh: (n: number) => count(n, 'new message', 'new messages'),
  older: 'Show older messages',
  olderLoaded: (n: number) => `${count(n, 'older message', 'older messages')} loaded`,
  waiting: (n: number) => (n ? ` ${count(n, 'message', 'messages')} waiting.` : ''),
  offline: 'You are offline.',
  reconnecting: 'Reconnecting…',
  loading: 'Loading…',
  signedOut: 'You are signed out. Sign in again to go on.',
  failed: (why: string) => `This cannot be shown. ${why}`,
  crashed: 'Something in the chat broke. Your messages are safe.',
  reactions: {
    react: 'React',
    list: 'Reactions',
    /** Of the emoji at hand, in their order. */
    quick: ['Thumbs up', 'Heart', 'Laughing', 'Party', 'Surprised', 'Sad'],
    others: (n: number) => count(n, 'other', 'others'),
    by: (names: string) => `by ${names}`,
    reacted: (name: string, emoji: string) => `${name} reacted with ${emoji}`,
    notSaved: 'The reaction was not saved.',
  },
  files: {
    list: 'Files to send',
    attached: 'Files',
    waiting: 'Waiting',
    sending: (name: string) => `Sending ${name}`,
    cancel: (name: string) => `Cancel ${name}`,
    remove: (name: string) => `Remove ${name}`,
    again: (name: string) => `Try again: ${name}`,
    ready: (n: number) => `${count(n, 'file', 'files')} ready to send`,
    wait: 'Files are on their way. Send when all are there.',
    drop: 'Drop files to send them',
    open: (name: string) => `Open picture ${name}`,
    save: (name: string) => `Download ${name}`,
    close: 'Close picture',
    notShown: 'This picture cannot be shown. Download it to look at it.',
    notSaved: 'Not downloaded. Check your connection and try again.',
  },
};

export type Words = typeof english;

/** The name of the day that a line begins. */
export function dayName(at: number, now: number, words: Words): string {
  const day = (time: number) => new Date(time).toDateString();
  if (day(at) === day(now)) return words.today;
  if (day(at) === day(now - 86_400_000)) return words.yesterday;
  return new Date(at).toLocaleDateString(words.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
}

export const timeOf = (at: number, words: Words): string =>
  new Date(at).toLocaleTimeString(words.locale, { hour: 'numeric', minute: '2-digit' });

/** "You, Ana and 2 others". */
export function whoReacted(
  by: readonly string[],
  me: string,
  names: ReadonlyMap<string, string>,
  words: Words,
): string {
  const known = by.flatMap((id) => (id === me ? [] : (names.get(id) ?? [])));
  const shown = [...(by.includes(me) ? [words.you] : []), ...known].slice(0, 5);
  const others = by.length - shown.length;
  if (others) shown.push(words.reactions.others(others));
  // Not every engine of an app has it.
  return Intl.ListFormat ? new Intl.ListFormat(words.locale).format(shown) : shown.join(', ');
}

const LONGEST = 10_000;

/** By how much it is too long, in characters as the server counts them: an emoji is one. */
export const tooMany = (text: string): number => [...text.trim()].length - LONGEST;
