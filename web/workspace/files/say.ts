// What this part of the workspace says, in the language that is spoken.
import { files } from '../words/en/files.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('files', files);
