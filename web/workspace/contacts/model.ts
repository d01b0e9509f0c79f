// What contacts are on the wire, what a list of them is narrowed by, and their values in words. Pure.
import { calendarDay } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { say } from './say.ts';

export type AttributeType = 'text' | 'number' | 'boolean' | 'date' | 'list' | 'link';

export interface Attribute {
  id: string;
  key: string;
  label: string;
  type: AttributeType;
  choices: string[];
  /** When it was deleted. */
  removed_at?: string | null;
}

export type Value = string | number | boolean;

export interface Company {
  id: string;
  name: string;
  domain: string | null;
}

export interface Contact {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  company: { id: string; name: string } | null;
  avatar_id: string | null;
  verified: boolean;
  blocked: boolean;
  removed_at: string | null;
  merged_into: string | null;
  external_id: string | null;
  attributes: Record<string, Value>;
  first_seen_at: string;
  last_seen_at: string | null;
}

export interface ContactChange {
  name?: string;
  email?: string | null;
  phone?: string | null;
  company_id?: string | null;
  external_id?: string | null;
  attributes?: Record<string, Value | null>;
}

export type Sort = 'name' | 'last_seen' | 'created';

/** What a list is narrowed by; an empty text narrows nothing. */
export interface Filters {
  q: string;
  sort: Sort;
  standing: 'all' | 'verified' | 'unverified' | 'blocked' | 'removed';
  company_id: string;
  /** `key:value`. */
  attribute: string;
}

export const everybody: Filters = {
  q: '',
  sort: 'name',
  standing: 'all',
  company_id: '',
  attribute: '',
};

export const sorts: { id: Sort; label: string }[] = [
  { id: 'name', label: say.sorts.name },
  { id: 'last_seen', label: say.sorts.last_seen },
  { id: 'created', label: say.sorts.created },
];

export const standings: { id: Filters['standing']; label: string }[] = [
  { id: 'all', label: say.standings.all },
  { id: 'verified', label: say.standings.verified },
  { id: 'unverified', label: say.standings.unverified },
  { id: 'blocked', label: say.standings.blocked },
  { id: 'removed', label: say.standings.removed },
];

/** As the server's list, export and edit of many understand them. */
export function asFilter(filters: Filters): Record<string, string | boolean> {
  const { q, standing, company_id, attribute } = filters;
  return {
    ...(q && { q }),
    ...(standing === 'verified' && { verified: true }),
    ...(standing === 'unverified' && { verified: false }),
    ...(standing === 'blocked' && { blocked: true }),
    ...(standing === 'removed' && { removed: true }),
    ...(company_id && { company_id }),
    ...(attribute && { attribute }),
  };
}

export function asQuery(filters: Filters, more: Record<string, string> = {}): string {
  const asked = Object.entries(asFilter(filters)).map(([name, value]) => [name, String(value)]);
  // What is searched for has an order of its own.
  const sort = filters.q || filters.sort === 'name' ? [] : [['sort', filters.sort]];
  return new URLSearchParams([...asked, ...sort, ...Object.entries(more)]).toString();
}

/** Filters as the page's address keeps them, and back. */
export function fromAddress(search: string): Filters {
  const params = new URLSearchParams(search);
  const one = <Id extends string>(name: string, all: { id: Id }[], none: Id): Id =>
    all.find(({ id }) => id === params.get(name))?.id ?? none;
  return {
    q: params.get('q') ?? '',
    sort: one('sort', sorts, 'name'),
    standing: one('standing', standings, 'all'),
    company_id: params.get('company_id') ?? '',
    attribute: params.get('attribute') ?? '',
  };
}

export function toAddress(filters: Filters): string {
  const told = Object.entries(filters).filter(
    ([name, value]) => value !== everybody[name as keyof Filters],
  );
  const query = new URLSearchParams(told).toString();
  return query ? `/contacts?${query}` : '/contacts';
}

/** Whether anything is narrowed but the order. */
export const isNarrowed = (filters: Filters): boolean => Object.keys(asFilter(filters)).length > 0;

/** A value as people read it. */
export function shown(attribute: Attribute, value: Value): string {
  if (attribute.type === 'boolean') return value ? everywhere.yes : everywhere.no;
  if (attribute.type === 'date') return calendarDay(String(value));
  return String(value);
}

/** What was typed as the type wants it; nothing takes the value away. */
export function typed(attribute: Attribute, text: string): Value | null {
  const given = text.trim();
  if (!given) return null;
  if (attribute.type === 'boolean') return given === 'true';
  if (attribute.type === 'number') {
    const number = Number(given.replace(',', '.'));
    // What is no number goes as it is: the server says what is wrong with it.
    return Number.isNaN(number) ? given : number;
  }
  return given;
}
