// Times, refusals and counts in words.
import { describe, expect, it } from 'vitest';
import { row } from '../testing.tsx';
import { fieldError, formError, placeInField, retryAfter, retryable, sentence } from './server.ts';
import { ago, dayName, shortTime, span } from './time.ts';
import { count } from './unread.ts';

const minute = 60_000;
const now = new Date(2026, 10, 20, 15, 0).getTime();

describe('times', () => {
  it.each([
    [10_000, 'now'],
    [5 * minute, '5m'],
    [59 * minute, '59m'],
  ])('%i ms ago in a row is %s', (past, words) => {
    expect(shortTime(now - past, now)).toBe(words);
  });
  it('of today show the clock, older ones the day, then the date', () => {
    expect(shortTime(now - 5 * 60 * minute, now)).toMatch(/10:00/);
    expect(shortTime(now - 3 * 24 * 60 * minute, now)).toBe('Tue');
    expect(shortTime(new Date(2026, 9, 3).getTime(), now)).toMatch(/Oct/);
    expect(shortTime(new Date(2024, 9, 3).getTime(), now)).toMatch(/2024/);
  });
  it('name the day', () => {
    expect(dayName(now - minute, now)).toBe('Today');
    expect(dayName(now - 20 * 60 * minute, now)).toBe('Yesterday');
    expect(dayName(new Date(2026, 10, 3).getTime(), now)).toMatch(/Tuesday/);
  });
  it('say how long somebody waits, and at least a minute', () => {
    expect([0, 90 * 1000, 3 * 60 * minute, 50 * 60 * minute].map(span)).toEqual([
      '1m',
      '1m',
      '3h',
      '2d',
    ]);
  });
  it('say how long ago', () => {
    expect(ago(now - 1000, now)).toBe('just now');
    expect(ago(now - 4 * minute, now)).toBe('4 minutes ago');
    expect(ago(now + 5 * minute, now)).toBe('just now');
  });
});

describe('refusals', () => {
  const refusal = (more: object) =>
    Object.assign(new Error('Choose a longer one.'), { status: 422, code: 'invalid', ...more });
  it('keep the words of the server for what it refused', () => {
    expect(sentence(refusal({}))).toBe('Choose a longer one.');
  });
  it('say what to do when no answer came or the server failed', () => {
    expect(sentence(refusal({ status: 0, code: 'network' }))).toContain('does not answer');
    expect(sentence(refusal({ status: 500, request_id: 'r7' }))).toContain('r7');
    expect(sentence(new TypeError('x is not a function'))).not.toContain('function');
  });
  it('stand at their field, and in the banner only without one', () => {
    const error = refusal({ field: 'password' });
    expect(fieldError(error, 'password')).toBe('Choose a longer one.');
    expect(fieldError(error, 'name')).toBeUndefined();
    expect(formError(error, ['password'])).toBeUndefined();
    expect(formError(error, ['name'])).toBe('Choose a longer one.');
    expect(formError(null, [])).toBeUndefined();
  });
  it('of a part of a field stand at the field, and tell which part', () => {
    const error = refusal({ field: 'sites[2]' });
    expect(fieldError(error, 'sites')).toBe('Choose a longer one.');
    expect(formError(error, ['name', 'sites'])).toBeUndefined();
    expect(placeInField(error, 'sites')).toBe(2);
    expect(fieldError(error, 'site')).toBeUndefined();
    expect(placeInField(refusal({ field: 'sites' }), 'sites')).toBeUndefined();
    expect(fieldError(refusal({ field: 'look.color' }), 'look')).toBe('Choose a longer one.');
    expect(formError(refusal({}), ['sites'])).toBe('Choose a longer one.');
  });
  it('are tried again only when another try may help', () => {
    expect(retryable(refusal({}))).toBe(false);
    expect(retryable(refusal({ status: 503 }))).toBe(true);
    expect(retryable(refusal({ status: 0 }))).toBe(true);
    expect(retryable(refusal({ status: 429 }))).toBe(true);
    expect(retryAfter(0, refusal({ status: 429, retry_after_ms: 1700 }))).toBe(1700);
    expect([0, 1, 9].map((tries) => retryAfter(tries, refusal({})))).toEqual([500, 1000, 8000]);
  });
});

it('counts what is unread for me and what waits for anybody', () => {
  const rows = [
    row({ id: '1', unread: 2, assignee: { id: 'me', name: 'Me' } }),
    row({ id: '2', unread: 1, assignee: { id: 'ben', name: 'Ben' } }),
    row({ id: '3', status: 'queued' }),
    row({ id: '4', status: 'resolved', unread: 5 }),
    row({ id: '5', kind: 'direct', contact: null, unread: 1 }),
    row({ id: '6', status: 'pending' }),
    row({ id: '7', kind: 'assistant', contact: null, unread: 3 }),
  ];
  expect(count(rows, 'me')).toEqual({ mine: 1, unassigned: 1, team: 1, unread: 4 });
  expect(count([row()], 'me').team).toBeNull();
});
