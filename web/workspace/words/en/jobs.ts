// What the jobs say.

export const jobs = {
  lead: 'Work that is owed for what people did, such as imports and mail. It is tried again by itself; what failed too often is given up and kept for 30 days.',
  states: { any: 'All', dead: 'Given up', ready: 'Waiting', running: 'Running', done: 'Done' },
  triedAgain: 'It is tried again.',
  givenUp: 'It is given up.',
  where: 'Where it stands',
  nothingGivenUp: 'Nothing was given up',
  nothingOwed: 'Nothing is owed',
  appears: 'Work appears here while it waits, and for a day after it was done.',
  work: 'Work',
  state: 'State',
  tries: 'Tries',
  triesOf: (tried: string, most: string) => `${tried} of ${most}`,
  when: 'When',
  triesAgain: (kind: string) => `Try ${kind} again`,
  givesUp: (kind: string) => `Give up ${kind}`,
  giveUp: 'Give up',
  /** What the work is, by its name on the wire; one that is not named here reads as its name does. */
  kinds: {
    'accounts.letter': 'Accounts letter',
    'bot.answer': 'Bot answer',
    'contacts.clean_imports': 'Contacts clean imports',
    'contacts.edit': 'Contacts edit',
    'contacts.import': 'Contacts import',
    'contacts.index': 'Contacts index',
    'conversations.give_back': 'Conversations give back',
    'files.clean': 'Files clean',
    'jobs.clean': 'Jobs clean',
    'previews.make': 'Previews make',
    'workspace.bring_in': 'Workspace bring in',
  } as Record<string, string>,
};
