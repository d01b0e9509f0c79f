// The shape of a language: every part of the workspace with every word that English has.
import type { accounts } from './accounts.ts';
import type { allFiles } from './all-files.ts';
import type { audit } from './audit.ts';
import type { contacts } from './contacts.ts';
import type { conversations } from './conversations.ts';
import type { emoji } from './emoji.ts';
import type { everywhere } from './everywhere.ts';
import type { files } from './files.ts';
import type { inboxes } from './inboxes.ts';
import type { jobs } from './jobs.ts';
import type { notices } from './notices.ts';
import type { oversight } from './oversight.ts';
import type { prompts } from './prompts.ts';
import type { reports } from './reports.ts';
import type { search } from './search.ts';
import type { shell } from './shell.ts';
import type { signIn } from './sign-in.ts';
import type { ui } from './ui.ts';

export interface Words {
  accounts: typeof accounts;
  allFiles: typeof allFiles;
  audit: typeof audit;
  contacts: typeof contacts;
  conversations: typeof conversations;
  emoji: typeof emoji;
  everywhere: typeof everywhere;
  files: typeof files;
  inboxes: typeof inboxes;
  jobs: typeof jobs;
  notices: typeof notices;
  oversight: typeof oversight;
  prompts: typeof prompts;
  reports: typeof reports;
  search: typeof search;
  shell: typeof shell;
  signIn: typeof signIn;
  ui: typeof ui;
}
