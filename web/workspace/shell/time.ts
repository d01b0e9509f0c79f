// Times in words, in the language that is spoken and the browser's zone, through Intl. Pure but for that.

import { locale } from '../words/language.ts';
import { say } from './say.ts';

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const longDay = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

const calendar = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });

/** Short, as rows have little room: "5m" in English, "5 Min." in German. */
const unit = (of: 'minute' | 'hour' | 'day') =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: of, unitDisplay: 'narrow' }).format;
const units = { minute: unit('minute'), hour: unit('hour'), day: unit('day') };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The day a time falls on, for comparing: not for showing. */
export const dayOf = (at: number) => new Date(at).toDateString();

export const timeOfDay = (at: number) => clock.format(at);
export const fullTime = (at: number | string) => whole.format(new Date(at));

/** A day of the calendar, which no zone moves: "2026-11-21" as "21 Nov 2026". What is none stays as it is. */
export function calendarDay(date: string): string {
  const day = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(day) ? date : calendar.format(day);
}

/** For list rows: "now", "5m", "14:02", "Tue", "3 Nov", "3 Nov 2025". */
export function shortTime(at: number, now: number): string {
  if (now - at < minute) return say.now;
  if (now - at < hour) return units.minute(Math.floor((now - at) / minute));
  if (dayOf(at) === dayOf(now)) return clock.format(at);
  if (now - at < 6 * day) return weekday.format(at);
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) return dayMonth.format(at);
  return dayMonthYear.format(at);
}

/** For day lines: "Today", "Yesterday", "Monday, 3 November". */
export function dayName(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return say.today;
  if (dayOf(at) === dayOf(now - day)) return say.yesterday;
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) return longDay.format(at);
  return dayMonthYear.format(at);
}

/** "just now", "4 minutes ago", "3 days ago", then the date. */
export function ago(at: number, now: number): string {
  const past = Math.max(0, now - at);
  if (past < minute) return say.justNow;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (past < hour) return words.format(-Math.floor(past / minute), 'minute');
  if (past < day) return words.format(-Math.floor(past / hour), 'hour');
  if (past < 30 * day) return words.format(-Math.floor(past / day), 'day');
  return dayMonthYear.format(at);
}

/** How long somebody waits: "1m", "2h", "3d"; never less than a minute. */
export function span(ms: number): string {
  if (ms < hour) return units.minute(Math.max(1, Math.floor(ms / minute)));
  if (ms < day) return units.hour(Math.floor(ms / hour));
  return units.day(Math.floor(ms / day));
}
