// What the prompts say.

export const prompts = {
  lead: 'Ready first messages, offered as buttons in this order.',
  add: 'Add a prompt',
  none: 'No prompts yet',
  noneYet:
    'Add what people ask most, such as “Where is my order?” or “Talk to a person”. The command antiphon seed-prompts adds five samples.',
  prompt: 'Prompt',
  for: 'For',
  page: 'Page',
  allPages: 'All',
  active: 'Active',
  isActive: (title: string) => `${title} is active`,
  movesUp: (title: string) => `Move ${title} up`,
  movesDown: (title: string) => `Move ${title} down`,
  isNow: (title: string, place: number, of: number) => `${title} is now ${place} of ${of}.`,
  isDeleted: (title: string) => `“${title}” is deleted.`,
  notPutBack: (why: string) => `Not put back. ${why}`,
  reallyDelete: (title: string) => `Delete “${title}”?`,
  deleteMeans: 'It is no longer offered to anybody. To pause it, turn it off instead.',
  askEdit: 'Edit…',
  titleHint: 'Stands on the button.',
  textHint: 'Is said as the first message when the button is pressed.',
  pageHint: 'Its path, such as /pricing, to offer it there only. Empty for all pages.',
  activeFromNow: 'Active: offered from now on',
  roles: { everyone: 'Everyone', customer: 'Customers', agent: 'Agents', admin: 'Admins' },
};
