// What is said of files.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const files = {
  openPicture: (name: string) => `Open picture ${name}`,
  opens: (name: string) => `Open ${name}`,
  downloads: (name: string) => `Download ${name}`,
  inNote: ', in a note',
  olderMore: 'Older messages may have more.',
  toSend: 'Files to send',
  waiting: 'Waiting',
  again: (name: string) => `Try again: ${name}`,
  cancels: (name: string) => `Cancel ${name}`,
  sending: (name: string) => `Sending ${name}`,
  previous: 'Previous picture',
  next: 'Next picture',
  place: (at: string, of: string) => `${at} of ${of}`,
  cannotShow: 'This picture cannot be shown. Download it to look at it.',
  notDownloaded: (name: string, why: string) => `${name} was not downloaded. ${why}`,
  underWay: (n: number) =>
    count(n, {
      one: '# file on its way. Send when it is there.',
      other: '# files on their way. Send when all are there.',
    }),
  allThere: (n: number) =>
    count(n, { one: '# file ready to send', other: '# files ready to send' }),
  drop: {
    message: 'Drop files to add them to your message',
    note: 'Drop files to add them to your note',
  },
  /** Why a file was refused, by the refusal's code; without words here it says so itself, in English. */
  refused: {} as Record<string, string>,
  takenAway: 'Taken away by an admin',
};
