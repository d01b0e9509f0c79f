// Every word of the workspace in Spanish.
import type { Words } from '../en/index.ts';
import { accounts } from './accounts.ts';
import { allFiles } from './all-files.ts';
import { audit } from './audit.ts';
import { contacts } from './contacts.ts';
import { conversations } from './conversations.ts';
import { emoji } from './emoji.ts';
import { everywhere } from './everywhere.ts';
import { files } from './files.ts';
import { inboxes } from './inboxes.ts';
import { jobs } from './jobs.ts';
import { notices } from './notices.ts';
import { oversight } from './oversight.ts';
import { prompts } from './prompts.ts';
import { reports } from './reports.ts';
import { search } from './search.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { ui } from './ui.ts';

export const words: Words = {
  accounts,
  allFiles,
  audit,
  contacts,
  conversations,
  emoji,
  everywhere,
  files,
  inboxes,
  jobs,
  notices,
  oversight,
  prompts,
  reports,
  search,
  shell,
  signIn,
  ui,
};
