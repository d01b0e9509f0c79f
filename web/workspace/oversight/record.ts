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
  { id: 'assistant', label: say.kinds.assistant },
  { id: 'meeting', label: say.kinds.meeting },
  { id: 'log', label: say.kinds.log },
] as const;

export type KindChoice = (typeof kinds)[number]['id'];

export const kindOf = (kind: Overseen['kind']): string =>
  kinds.find((one) => one.id === kind)?.label ?? kind;

/** The title, or the first of those who take part, the other side before colleagues and bots. */
export function nameOf({ title, people }: Pick<Overseen, 'title' | 'people'>): string {
  if (title) return title;
  const names = people.map((one) => one.name || everywhere.visitor);
  if (names.length === 0) return say.nobody;
  const more = names.length - 3;
  return more > 0 ? say.andMore(names.slice(0, 3).join(', '), more) : names.join(', ');
}
