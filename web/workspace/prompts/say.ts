// What this part of the workspace says, in the language that is spoken.
import { prompts } from '../words/en/prompts.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('prompts', prompts);
