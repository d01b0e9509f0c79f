// What this part of the workspace says, in the language that is spoken.
import { inboxes } from '../words/en/inboxes.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('inboxes', inboxes);
