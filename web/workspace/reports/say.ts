// What this part of the workspace says, in the language that is spoken.
import { reports } from '../words/en/reports.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('reports', reports);
