// Conversations in words: who it is with, what was said last, what an event means. Pure.

import { plain } from '@antiphon/markdown';
import type { Conversation, Entry, Participant, Principal, Status } from '@antiphon/sdk/core';
import { everywhere } from '../words/everywhere.ts';
import { say } from './say.ts';

export const statusWords: Record<Status, string> = say.status;

export const statusTones: Record<Status, 'amber' | 'accent' | 'plain' | 'green'> = {
  queued: 'amber',
  open: 'accent',
  pending: 'plain',
  snoozed: 'plain',
  resolved: 'green',
  active: 'accent',
  completed: 'green',
  abandoned: 'plain',
};

type Named = Pick<Principal, 'id' | 'name'>;

/** Of people among themselves: nobody's to take or to resolve, and without notes. */
export const isDirect = (conversation: Conversation): boolean => conversation.kind === 'direct';

/**
 * With whom it is, and whose face stands for it: the customer, or the others, all of them once its
 * thread is loaded, before that who spoke last.
 */
export function whoOf(
  conversation: Conversation,
  me: string,
  participants: readonly Named[] = [],
): Named {
  const { id, contact, last_message } = conversation;
  if (contact) return contact;
  const known = participants.length || !last_message ? participants : [last_message.sender];
  const others = known.filter((one) => one.id !== me);
  const names = others.map((one) => one.name).join(', ');
  return { id: others[0]?.id ?? id, name: names || everywhere.direct };
}

/** What it is called: its title, and second with whom it is; without a title that alone. */
export function callOf(...about: Parameters<typeof whoOf>): { first: string; second?: string } {
  const { title } = about[0];
  const { name } = whoOf(...about);
  if (!title) return { first: name };
  return name === everywhere.direct ? { first: title } : { first: title, second: name };
}

export const nameOf = (...about: Parameters<typeof whoOf>): string => callOf(...about).first;

/** The last line of a row: "You: …", "Ana: …", or what the customer wrote. */
export function lastLine(conversation: Conversation, me: string): string {
  const last = conversation.last_message;
  if (!last) return everywhere.noMessages;
  const text = last.text === null ? everywhere.deleted : plain(last.text);
  if (last.sender.id === me) return say.youSaid(text);
  // A customer is a contact, or somebody with an account of their own.
  const isCustomer = last.sender.kind === 'contact' || last.sender.id === conversation.contact?.id;
  if (conversation.contact && !isCustomer)
    return say.saidBy(last.sender.name.split(' ')[0] || say.staff, text);
  return text;
}

export const roleWords: Record<Participant['role'], string> = say.roles;

/** What the server tells with its events. */
interface About {
  /** Without a name when it is somebody who was shut out since. */
  participant?: { id: string; name: string | null };
  assignee?: Named | null;
  title?: string | null;
  from?: Status;
}

/** What an event of the log says, with the doer's name; null for those that need no line. */
export function eventLine({ type, actor, data }: Entry, me: string | null): string | null {
  const { participant, assignee, title, from }: About = data ?? {};
  const nameFor = ({ id, name }: NonNullable<About['participant']>) =>
    id === me ? null : (name ?? say.event.colleague);
  const who = actor.id === me ? null : actor.name;
  const isOther = participant && participant.id !== actor.id;

  switch (type) {
    case 'participant.joined':
      return isOther ? say.event.added(who, nameFor(participant)) : say.event.joined(who);
    case 'participant.left':
      return isOther ? say.event.removed(who, nameFor(participant)) : say.event.left(who);
    case 'conversation.assigned':
      if (!assignee) return say.event.unassigned(who);
      if (assignee.id === actor.id) return say.event.took(who);
      return say.event.assigned(who, nameFor(assignee));
    // Queued is what every conversation begins as, and an answer opens it: both show by themselves.
    case 'conversation.opened':
      return from === 'queued' ? null : say.event.opened(who);
    case 'conversation.pending':
      return say.event.pending(who);
    case 'conversation.snoozed':
      return say.event.snoozed(who);
    case 'conversation.resolved':
      return say.event.resolved(who);
    case 'conversation.reopened':
      return say.event.reopened(who);
    case 'conversation.renamed':
      return title ? say.event.named(who, title) : say.event.unnamed(who);
    case 'conversation.archived':
      return say.event.archived(who);
    case 'conversation.unarchived':
      return say.event.unarchived(who);
    default:
      return null;
  }
}
