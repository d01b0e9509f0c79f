// Words about files.
import type { DraftKind } from '../conversations/drafts.ts';
import { say } from './say.ts';

/** Why a message cannot go yet. */
export const underWay: (count: number) => string = say.underWay;

export const allThere: (count: number) => string = say.allThere;

export const dropWords: Record<DraftKind, string> = say.drop;
