// The list's filters as they stand in the address, so that a view can be linked and survives a
// reload; and whether a row belongs to a view, so that the feed can keep it true.

import type { Conversation } from '@antiphon/sdk/core';
import { everywhere } from '../words/everywhere.ts';
import { say } from './say.ts';

export type TabId = 'mine' | 'unassigned' | 'all' | 'mentions';
export type StatusId =
  | 'active'
  | 'queued'
  | 'open'
  | 'pending'
  | 'snoozed'
  | 'resolved'
  | 'any'
  | 'archived';
export type KindId = 'support' | 'direct';

export interface Filters {
  tab: TabId;
  status: StatusId;
  kind: KindId;
  q: string;
}

export const tabs: { id: TabId; label: string }[] = [
  { id: 'mine', label: say.tabs.mine },
  { id: 'unassigned', label: say.tabs.unassigned },
  { id: 'all', label: say.tabs.all },
  { id: 'mentions', label: say.tabs.mentions },
];
export const statuses: { id: StatusId; label: string }[] = [
  { id: 'active', label: say.statuses.active },
  { id: 'queued', label: say.statuses.queued },
  { id: 'open', label: say.statuses.open },
  { id: 'pending', label: say.statuses.pending },
  { id: 'snoozed', label: say.statuses.snoozed },
  { id: 'resolved', label: say.statuses.resolved },
  { id: 'any', label: say.statuses.any },
  { id: 'archived', label: say.statuses.archived },
];
export const kinds: { id: KindId; label: string }[] = [
  { id: 'support', label: everywhere.customers },
  { id: 'direct', label: everywhere.team },
];

export const standard: Filters = { tab: 'all', status: 'active', kind: 'support', q: '' };

/** People among themselves: nobody's to take or to resolve, and search is for customers. */
export const team: Filters = { ...standard, kind: 'direct' };

/** Reads the address; what is not a known value counts as the standard one. */
export function readFilters(search: string): Filters {
  const params = new URLSearchParams(search);
  const known = <Id extends string>(of: { id: Id }[], name: string, otherwise: Id) =>
    of.find((one) => one.id === params.get(name))?.id ?? otherwise;
  if (params.get('kind') === team.kind) return team;
  return {
    ...standard,
    tab: known(tabs, 'tab', standard.tab),
    status: known(statuses, 'status', standard.status),
    q: params.get('q') ?? '',
  };
}

/** The search part of an address, with its "?"; empty for the standard view. */
export function writeFilters(filters: Filters): string {
  const params = new URLSearchParams();
  for (const name of ['tab', 'status', 'kind', 'q'] as const)
    if (filters[name] !== standard[name]) params.set(name, filters[name]);
  const text = params.toString();
  return text ? `?${text}` : '';
}

const activeStatuses = ['queued', 'open', 'pending', 'snoozed'];

/** What to ask the server for. */
export function asQuery(filters: Filters) {
  if (filters.kind === 'direct') return { kind: filters.kind };
  if (filters.tab === 'mentions') return { mentioned: 'me' as const };
  return {
    kind: filters.kind,
    ...(filters.tab === 'mine' ? { assignee: 'me' } : {}),
    ...(filters.tab === 'unassigned' ? { assignee: 'none' } : {}),
    ...(filters.status === 'active' ? { status: activeStatuses.join(',') } : {}),
    ...(filters.status === 'archived' ? { archived: true } : {}),
    ...(!['active', 'any', 'archived'].includes(filters.status) ? { status: filters.status } : {}),
    ...(filters.q ? { q: filters.q } : {}),
  };
}

/** How a view narrows a search, in words, and the next step to a wider one. */
export function breadth({ tab, status }: Filters): {
  now: string;
  wider: { label: string; to: Partial<Filters> };
} {
  const name = status === 'any' ? '' : say.searchedIn.ofStatus(say.statuses[status]);
  const now = say.searchedIn[tab === 'mentions' ? 'all' : tab](name);
  if (status !== 'any') return { now, wider: { label: say.allStatuses, to: { status: 'any' } } };
  if (tab !== 'all') return { now, wider: { label: say.everybodys, to: { tab: 'all' } } };
  return { now: '', wider: { label: say.clearSearch, to: { q: '', status: standard.status } } };
}

/** Whether a row belongs to the view, but for the searched text, which only the server can tell. */
export function belongs(row: Conversation, filters: Filters, me: string): boolean {
  // Whatever mentions one, of whichever kind; the server says which those are.
  if (filters.tab === 'mentions') return true;
  if (row.kind !== filters.kind) return false;
  if (filters.kind === 'direct') return true;
  if ((row.archived_at != null) !== (filters.status === 'archived')) return false;
  if (filters.tab === 'mine' && row.assignee?.id !== me) return false;
  if (filters.tab === 'unassigned' && row.assignee !== null) return false;
  if (filters.status === 'any' || filters.status === 'archived') return true;
  if (filters.status === 'active') return row.status !== 'resolved';
  return row.status === filters.status;
}

/** The rows of a view, newest first, from everything the client knows. */
export function rowsOf(
  known: Readonly<Record<string, Conversation>>,
  filters: Filters,
  me: string,
  /** Rows the server gave for a search or for mentions; null when all that belong are shown. */
  found: ReadonlySet<string> | null,
  /** Where the loaded pages end: older rows may have gaps between them. Null: all is loaded. */
  until: string | null,
): Conversation[] {
  return Object.values(known)
    .filter((row) => (found ? found.has(row.id) : true))
    .filter((row) => belongs(row, filters, me))
    .filter((row) => until === null || isPinned(row) || activeAt(row) >= Date.parse(until))
    .sort(
      (a, b) =>
        Number(isPinned(b)) - Number(isPinned(a)) ||
        activeAt(b) - activeAt(a) ||
        (a.id < b.id ? 1 : -1),
    );
}

const isPinned = (row: Conversation) => row.pinned_at != null;

/** Rows are never changed, only replaced: each one's time is read once, not at every comparison. */
const times = new WeakMap<Conversation, number>();

function activeAt(row: Conversation): number {
  let at = times.get(row);
  if (at === undefined) {
    at = Date.parse(row.last_activity_at);
    times.set(row, at);
  }
  return at;
}
