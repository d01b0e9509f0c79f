// Words about files.
import type { DraftKind } from '../conversations/drafts.ts';

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);

/** Why a message cannot go yet. */
export const underWay = (count: number) =>
  `${files(count)} on ${count === 1 ? 'its' : 'their'} way. Send when ${count === 1 ? 'it is' : 'all are'} there.`;

export const allThere = (count: number) => `${files(count)} ready to send`;

export const dropWords: Record<DraftKind, string> = {
  message: 'Drop files to add them to your message',
  note: 'Drop files to add them to your note',
};
