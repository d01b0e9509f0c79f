// What the reports say, in German.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'one' | 'other'>('de');

export const reports: Words['reports'] = {
  lead: (zone) => `Unterhaltungen mit Kunden, nach Tagen (${zone}).`,
  last: (days) => count(days, { one: 'Letzter Tag', other: 'Letzte # Tage' }),
  days: 'Tage',
  counting: 'Wird gezählt',
  notLoaded: 'Die Zahlen konnten nicht geladen werden',
  nothing: 'In diesen Tagen wurde nichts gesagt',
  nothingYet: 'Was Kunden schreiben und das Team antwortet, wird hier gezählt.',
  ofCustomers: 'Nachrichten von Kunden',
  replies: 'Antworten',
  firstReplyMedian: 'Erste Antwort, Median',
  byDay: 'Zahlen nach Tagen',
  day: 'Tag',
  peopleWriting: 'Schreibende',
  messages: 'Nachrichten',
  notRead: 'Ungelesen',
  begun: 'Begonnen',
  unanswered: 'Unbeantwortet',
  firstReply: 'Erste Antwort',
  nineInTen: '9 von 10 in',
  upTo: (most) => `bis ${most}`,
};
