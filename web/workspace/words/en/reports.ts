// What the reports say.
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('en');

export const reports = {
  lead: (zone: string) => `Conversations with customers, by day (${zone}).`,
  last: (days: number) => count(days, { one: 'Last day', other: 'Last # days' }),
  days: 'Days',
  counting: 'Counting',
  notLoaded: 'The figures could not be loaded',
  nothing: 'Nothing was said in these days',
  nothingYet: 'What customers write and the team answers is counted here.',
  ofCustomers: 'Messages of customers',
  replies: 'Replies',
  firstReplyMedian: 'First reply, median',
  byDay: 'Figures by day',
  day: 'Day',
  peopleWriting: 'People writing',
  messages: 'Messages',
  notRead: 'Not read',
  begun: 'Begun',
  unanswered: 'Unanswered',
  firstReply: 'First reply',
  nineInTen: '9 in 10 within',
  upTo: (most: string) => `up to ${most}`,
};
