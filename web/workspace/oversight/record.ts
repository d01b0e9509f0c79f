// The shapes of the list of all conversations, and what its rows are called.
import { everywhere } from '../words/everywhere.ts';
import { say } from './say.ts';

export interface Somebody {
  id: string;
  name: string;
  kind: 'person' | 'contact' | 'bot' | 'key' | 'system';
}

export interface Overseen {
  id: string;
  created_by: string;
  title: string | null;
  created_at: string;
  updated_at: string;
  is_archived: boolean;
  kind: 'support' | 'direct' | 'assistant' | 'meeting' | 'log';
  last_activity_at: string;
  people: Somebody[];
  /** What was found of it, in a search. */
  found?: Found;
}

export interface Found {
  why: 'title' | 'person' | 'message';
  snippet: { text: string; is_hit: boolean }[];
  message_id: string | null;
  seq: number | null;
  kind: 'message' | 'note' | null;
  sender: Somebody | null;
}

export interface Taking {
  conversation: string;
  user: string;
  role: string;
  joined_at: string;
  last_read_at: string | null;
  name: string;
  kind: Somebody['kind'];
}

export interface Said {
  id: string;
  conversation: string;
  sender: string;
  sender_name: string;
  type: 'text' | 'attachment' | 'deleted';
  text: string;
  attachments: { id: string; name: string; url: string }[];
  status: 'sent' | 'delivered' | 'read';
  created_at: string;
  seq: number;
}

export const path = '/api/chat/conversations';

export const kinds = [
  { id: 'any', label: say.kinds.any },
  { id: 'support', label: say.kinds.support },
  { id: 'direct', label: say.kinds.direct },
  { id: 'bot', label: say.kinds.bot },
  { id: 'assistant', label: say.kinds.assistant },
  { id: 'meeting', label: say.kinds.meeting },
  { id: 'log', label: say.kinds.log },
] as const;

export type KindChoice = (typeof kinds)[number]['id'];

/** What a choice asks the server for: a talk with a bot is one between people that a bot takes part in. */
export const asked: Partial<Record<KindChoice, Record<string, string>>> = {
  direct: { kind: 'direct', with_bot: 'false' },
  bot: { kind: 'direct', with_bot: 'true' },
};

export function kindOf({ kind, people }: Pick<Overseen, 'kind' | 'people'>): string {
  if (kind === 'direct' && people.some((one) => one.kind === 'bot')) return say.kinds.bot;
  return kinds.find((one) => one.id === kind)?.label ?? kind;
}

/** The title, or else who takes part. */
export const nameOf = (one: Pick<Overseen, 'title' | 'people'>): string =>
  one.title || peopleOf(one);

/** The first of those who take part, the other side before colleagues and bots. */
export function peopleOf({ people }: Pick<Overseen, 'people'>): string {
  const names = people.map((one) => one.name || everywhere.visitor);
  if (names.length === 0) return say.nobody;
  const more = names.length - 3;
  return more > 0 ? say.andMore(names.slice(0, 3).join(', '), more) : names.join(', ');
}
