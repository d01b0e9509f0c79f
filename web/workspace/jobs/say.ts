// What this part of the workspace says, in the language that is spoken.
import { jobs } from '../words/en/jobs.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('jobs', jobs);
