// What this part of the workspace says, in the language that is spoken.
import { audit } from '../words/en/audit.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('audit', audit);
