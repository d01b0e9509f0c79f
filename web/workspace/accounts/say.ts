// What this part of the workspace says, in the language that is spoken.
import { accounts } from '../words/en/accounts.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('accounts', accounts);
