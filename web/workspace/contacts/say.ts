// What this part of the workspace says, in the language that is spoken.
import { contacts } from '../words/en/contacts.ts';
import { spoken } from '../words/language.ts';

export const say = spoken('contacts', contacts);
