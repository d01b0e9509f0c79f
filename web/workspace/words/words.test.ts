// Every language says all that English says: each word, each sentence with what it is told, each form in
// which it counts, and nothing left in English but what is written alike.
import { expect, it, vi } from 'vitest';
import { words as ar } from './ar/index.ts';
import { words as de } from './de/index.ts';
import { accounts } from './en/accounts.ts';
import { allFiles } from './en/all-files.ts';
import { audit } from './en/audit.ts';
import { contacts } from './en/contacts.ts';
import { conversations } from './en/conversations.ts';
import { emoji } from './en/emoji.ts';
import { everywhere } from './en/everywhere.ts';
import { files } from './en/files.ts';
import { inboxes } from './en/inboxes.ts';
import type { Words } from './en/index.ts';
import { jobs } from './en/jobs.ts';
import { notices } from './en/notices.ts';
import { oversight } from './en/oversight.ts';
import { prompts } from './en/prompts.ts';
import { reports } from './en/reports.ts';
import { search } from './en/search.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { ui } from './en/ui.ts';
import { words as es } from './es/index.ts';
import { words as fr } from './fr/index.ts';
import { words as ja } from './ja/index.ts';
import { languages } from './language.ts';
import { words as pt } from './pt-BR/index.ts';

/** The forms that were named, by language. */
const named = vi.hoisted(() => new Map<string, string[][]>());

vi.mock('./forms.ts', async (real) => {
  const forms = await real<typeof import('./forms.ts')>();
  return {
    ...forms,
    counting: (locale: string) => {
      const count = forms.counting<Intl.LDMLPluralRule>(locale);
      return (n: number, given: Record<Intl.LDMLPluralRule, string>) => {
        named.set(locale, [...(named.get(locale) ?? []), Object.keys(given)]);
        return count(n, given);
      };
    },
  };
});

const en: Words = {
  accounts,
  signIn,
  emoji,
  allFiles,
  audit,
  contacts,
  conversations,
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
  ui,
};
const others = { de, fr, es, 'pt-BR': pt, ja, ar };

type Sentence = (...told: string[]) => string;

function flat(value: object, path = '', into = new Map<string, string | Sentence>()) {
  for (const [key, one] of Object.entries(value)) {
    const place = path ? `${path}.${key}` : key;
    if (one && typeof one === 'object') flat(one, place, into);
    else into.set(place, one);
  }
  return into;
}

/** What a sentence is told in this test; a number is none, so that every language takes its general form. */
const told = ['w0', 'w1', 'w2'];
const said = (word: string | Sentence) => (typeof word === 'string' ? word : word(...told));
const has = (word: string | Sentence, one: string) => said(word).toLowerCase().includes(one);

const english = flat(en);
/** Words for refusals that English leaves to whoever refuses. */
const own = /^files\.refused\./;

it('is asked of every language that can be chosen', () => {
  expect(Object.keys(languages).sort()).toEqual(['en', ...Object.keys(others)].sort());
});

it.each(Object.entries(others))('%s has every word, and tells all that it is told', (_, words) => {
  const mine = flat(words);
  expect([...mine.keys()].filter((key) => !own.test(key)).sort()).toEqual(
    [...english.keys()].sort(),
  );
  const wrong: string[] = [];
  for (const [key, word] of english) {
    const its = mine.get(key);
    if (typeof its !== typeof word) wrong.push(`${key}: ${typeof its}`);
    else if (typeof word === 'function' && word.length !== (its as Sentence).length)
      wrong.push(`${key}: is told ${(its as Sentence).length} things`);
    else if (!said(its!).trim()) wrong.push(`${key}: empty`);
    else
      for (const one of told) if (has(word, one) !== has(its!, one)) wrong.push(`${key}: ${one}`);
  }
  expect(wrong).toEqual([]);
});

it.each(Object.keys(others))('%s counts in all of its forms', (locale) => {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  for (const forms of named.get(locale) ?? [])
    expect(forms.toSorted()).toEqual(pluralCategories.toSorted());
  expect(named.get(locale)?.length).toBeGreaterThan(9);
});

/** Written as in English: names, and words that the language has taken over. */
const alike: Record<string, string[]> = {
  de: [
    'Admin',
    'Admins',
    'Agent',
    'Bot',
    'Browser',
    'Emoji',
    'Link',
    'Name',
    'Status',
    'Team',
    'Text',
    'w0 in w1w2.',
  ],
  fr: [
    'Active',
    'Admin',
    'Admins',
    'Agent',
    'Agents',
    'Bot',
    'Confirmation',
    'Contact',
    'Contacts',
    'Conversation',
    'Conversations',
    'Date',
    'Documents',
    'E-mail',
    'Information',
    'Mentions',
    'Message',
    'Messages',
    'Nature',
    'Note',
    'Notes',
    'Page',
    'Participants',
    'Question',
    'Session',
    'Sessions',
    'Type',
    'admin',
    'agent',
    'conversationsw0',
    'w0 contacts',
  ],
  es: ['Admin', 'Admins', 'Bot', 'No', 'Roles', 'admin'],
  'pt-BR': ['Admin', 'Admins', 'Bot', 'E-mail', 'Link', 'Status', 'admin'],
};

it.each(Object.entries(others))('%s leaves nothing in English', (locale, words) => {
  const same = [...flat(words)].flatMap(([key, word]) => {
    const text = english.has(key) ? said(english.get(key)!) : '';
    // Without letters of its own it is the same everywhere.
    const isWord = /\p{L}/u.test(text.replace(/w\d/g, ''));
    return isWord && said(word) === text ? [text] : [];
  });
  expect([...new Set(same)].sort()).toEqual(alike[locale]?.toSorted() ?? []);
});
