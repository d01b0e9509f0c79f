// What the widget says about files in English; apart, since it is loaded with them.
import { plural } from './plural.ts';

const count = plural<'one' | 'other'>('en');

export const files = {
  list: 'Files to send',
  attached: 'Files',
  waiting: 'Waiting',
  sending: (name: string) => `Sending ${name}`,
  cancel: (name: string) => `Cancel ${name}`,
  remove: (name: string) => `Remove ${name}`,
  again: (name: string) => `Try again: ${name}`,
  ready: (n: number) => count(n, { one: '# file ready to send', other: '# files ready to send' }),
  wait: 'Files are on their way. Send when all are there.',
  drop: 'Drop files to send them',
  open: (name: string) => `Open picture ${name}`,
  save: 'Download',
  close: 'Close picture',
  loading: 'Loading…',
  notShown: 'This picture cannot be shown. Download it to look at it.',
  notSaved: 'Not downloaded. Check your connection and try again.',
  refused: {
    too_many: 'A message takes at most 10 files. Send this one with the next.',
    unreadable: 'This file cannot be read. Choose it again.',
  } as Record<string, string>,
};
