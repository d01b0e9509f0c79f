// What this part of the workspace says, in the language that is spoken.
import { signIn } from '../words/en/sign-in.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('signIn', signIn);
