// Filters in the address, and which rows a view shows.
import { describe, expect, it } from 'vitest';
import { row } from '../testing.tsx';
import {
  asQuery,
  belongs,
  breadth,
  type Filters,
  readFilters,
  rowsOf,
  standard,
  team,
  writeFilters,
} from './filters.ts';

describe('in the address', () => {
  it('says nothing for the standard view', () => {
    expect(writeFilters(standard)).toBe('');
    expect(readFilters('')).toEqual(standard);
  });
  it.each<Filters>([
    { tab: 'mine', status: 'resolved', kind: 'support', q: 'müller & söhne' },
    { tab: 'unassigned', status: 'any', kind: 'support', q: '' },
    team,
  ])('comes back as it was written: %o', (filters) => {
    expect(readFilters(writeFilters(filters))).toEqual(filters);
  });
  it('takes an unknown value for the standard one', () => {
    expect(readFilters('?tab=theirs&status=gone&kind=&q=x')).toEqual({ ...standard, q: 'x' });
  });
});

it('asks the server for what the view shows', () => {
  expect(asQuery(standard)).toEqual({ kind: 'support', status: 'queued,open,pending,snoozed' });
  expect(asQuery({ ...standard, tab: 'mine', status: 'any', q: 'a' })).toEqual({
    kind: 'support',
    assignee: 'me',
    q: 'a',
  });
  expect(asQuery(team)).toEqual({ kind: 'direct' });
  expect(asQuery({ ...standard, tab: 'unassigned', status: 'queued' })).toEqual({
    kind: 'support',
    assignee: 'none',
    status: 'queued',
  });
});

it.each([
  [{}, 'conversations that are not resolved', { status: 'any' }],
  [{ tab: 'mine', status: 'pending' }, 'your conversations that are pending', { status: 'any' }],
  [{ tab: 'unassigned', status: 'any' }, 'unassigned conversations', { tab: 'all' }],
  [{ status: 'any' }, '', { q: '', status: 'active' }],
] as [Partial<Filters>, string, Partial<Filters>][])(
  'a search in vain says how the view narrows it, and what is wider: %o',
  (filters, now, to) => {
    const found = breadth({ ...standard, q: 'priya', ...filters });
    expect([found.now, found.wider.to]).toEqual([now, to]);
  },
);

describe('a row belongs', () => {
  const mine = row({ assignee: { id: 'me', name: 'Me' } });
  it('to Mine only when it is assigned to me', () => {
    expect(belongs(mine, { ...standard, tab: 'mine' }, 'me')).toBe(true);
    expect(belongs(mine, { ...standard, tab: 'mine' }, 'you')).toBe(false);
    expect(belongs(row(), { ...standard, tab: 'mine' }, 'me')).toBe(false);
  });
  it('to Unassigned only when it is nobody’s', () => {
    expect(belongs(mine, { ...standard, tab: 'unassigned' }, 'me')).toBe(false);
    expect(belongs(row(), { ...standard, tab: 'unassigned' }, 'me')).toBe(true);
  });
  it('to a view of its own kind only, however it came here', () => {
    const ours = row({ kind: 'direct', contact: null });
    expect(belongs(ours, { ...standard, status: 'any' }, 'me')).toBe(false);
    expect(belongs(ours, { ...standard, tab: 'unassigned' }, 'me')).toBe(false);
    expect(belongs(ours, team, 'me')).toBe(true);
    expect(belongs(row(), team, 'me')).toBe(false);
    expect(belongs(row({ kind: 'assistant' }), standard, 'me')).toBe(false);
  });
  it('to the standard view until it is resolved', () => {
    const done = row({ status: 'resolved' });
    expect(belongs(done, standard, 'me')).toBe(false);
    expect(belongs(done, { ...standard, status: 'any' }, 'me')).toBe(true);
    expect(belongs(done, { ...standard, status: 'resolved' }, 'me')).toBe(true);
  });
});

describe('the rows of a view', () => {
  const known = Object.fromEntries(
    [
      row({ id: 'old', last_activity_at: '2026-11-01T00:00:00Z' }),
      row({ id: 'new', last_activity_at: '2026-11-03T00:00:00Z' }),
      row({ id: 'mid', last_activity_at: '2026-11-02T00:00:00.5Z' }),
    ].map((one) => [one.id, one]),
  );
  const ids = (found: Set<string> | null, until: string | null) =>
    rowsOf(known, standard, 'me', found, until).map((one) => one.id);

  it('come newest first', () => {
    expect(ids(null, null)).toEqual(['new', 'mid', 'old']);
  });
  it('end where the loaded pages end, since older ones may have gaps', () => {
    expect(ids(null, '2026-11-02T00:00:00Z')).toEqual(['new', 'mid']);
  });
  it('are only the found ones in a search', () => {
    expect(ids(new Set(['old']), null)).toEqual(['old']);
  });
});
