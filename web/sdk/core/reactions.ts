// The emoji under a message: who gave which, what they are once a wish has come true, and how one is
// given or taken back. Pure but for that.
import type { Client } from './types.ts';
import type { Message, Reaction } from './wire.ts';

/** What somebody wants of a message that it does not say yet: there or not, by emoji. */
export type Wanted = ReadonlyMap<string, boolean>;

export const hasReacted = ({ reactions }: Message, emoji: string, who: string): boolean =>
  !!reactions?.some((one) => one.emoji === emoji && one.by.includes(who));

/** The reactions as they are once what is wanted has happened. */
export function withWanted(reactions: readonly Reaction[], wanted: Wanted, me: string): Reaction[] {
  const all = new Map(reactions.map((one) => [one.emoji, [...one.by]]));
  for (const [emoji, there] of wanted) {
    const others = (all.get(emoji) ?? []).filter((id) => id !== me);
    all.set(emoji, there ? [...others, me] : others);
  }
  return [...all].flatMap(([emoji, by]) => (by.length ? { emoji, count: by.length, by } : []));
}

/** What is left to want, now that the message says this: the same map where all of it is. */
export function stillWanted(wanted: Wanted, message: Message, me: string): Wanted {
  const left = [...wanted].filter(([emoji, there]) => there !== hasReacted(message, emoji, me));
  return left.length < wanted.size ? new Map(left) : wanted;
}

/** The reactions of others that a message has and its earlier state had not, each with who gave it. */
export const newReactions = (
  { reactions = [] }: Message,
  old: Message,
  me: string,
): [who: string, emoji: string][] =>
  reactions.flatMap(({ emoji, by }) => {
    const who = by.find((id) => id !== me && !hasReacted(old, emoji, id));
    return who ? [[who, emoji]] : [];
  });

/** Gives a reaction or takes it back; twice is once. The log's next entry has it. */
export const react = (
  client: Pick<Client, 'request'>,
  { id, conversation_id }: Message,
  emoji: string,
  there: boolean,
): Promise<unknown> =>
  client.request(
    there ? 'PUT' : 'DELETE',
    `/api/conversations/${conversation_id}/messages/${id}/reactions/${encodeURIComponent(emoji)}`,
  );
