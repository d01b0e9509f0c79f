// Conversations in words: who it is with, what was said last, what an event means. Pure.
import type { Conversation, Entry, Participant, Principal, Status } from '@antiphon/sdk/core';

export const statusWords: Record<Status, string> = {
  queued: 'Queued',
  open: 'Open',
  pending: 'Pending',
  snoozed: 'Snoozed',
  resolved: 'Resolved',
  active: 'Active',
  completed: 'Completed',
  abandoned: 'Abandoned',
};

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
 * With whom it is, and whose face stands for it. A direct conversation has a title, or else the
 * names of the others: all of them once its thread is loaded, before that who spoke last.
 */
export function whoOf(
  conversation: Conversation,
  me: string,
  participants: readonly Named[] = [],
): Named {
  const { id, contact, title, last_message } = conversation;
  if (contact) return contact;
  const known = participants.length || !last_message ? participants : [last_message.sender];
  const others = known.filter((one) => one.id !== me);
  const names = others.map((one) => one.name).join(', ');
  return { id: others[0]?.id ?? id, name: title || names || 'Direct conversation' };
}

export const nameOf = (...about: Parameters<typeof whoOf>): string => whoOf(...about).name;

/** The last line of a row: "You: …", "Ana: …", or what the customer wrote. */
export function lastLine(conversation: Conversation, me: string): string {
  const last = conversation.last_message;
  if (!last) return 'No messages yet';
  const text = (last.text ?? 'Message deleted').replace(/\s+/g, ' ');
  if (last.sender.id === me) return `You: ${text}`;
  if (last.sender.kind !== 'contact' && conversation.contact)
    return `${last.sender.name.split(' ')[0] || 'Staff'}: ${text}`;
  return text;
}

export const roleWords: Record<Participant['role'], string> = {
  customer: 'Customer',
  agent: 'Agent',
  admin: 'Admin',
  bot: 'Bot',
  member: 'Member',
};

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
    id === me ? 'you' : (name ?? 'a colleague');
  const who = actor.id === me ? 'You' : actor.name;
  const other = participant && participant.id !== actor.id ? nameFor(participant) : null;

  switch (type) {
    case 'participant.joined':
      return other ? `${who} added ${other}` : `${who} joined`;
    case 'participant.left':
      return other ? `${who} removed ${other}` : `${who} left`;
    case 'conversation.assigned':
      if (!assignee) return `${who} unassigned this conversation`;
      if (assignee.id === actor.id) return `${who} took this conversation`;
      return `${who} assigned this conversation to ${nameFor(assignee)}`;
    // Queued is what every conversation begins as, and an answer opens it: both show by themselves.
    case 'conversation.opened':
      return from === 'queued' ? null : `${who} set this conversation to open`;
    case 'conversation.pending':
      return `${who} set this conversation to pending`;
    case 'conversation.snoozed':
      return `${who} snoozed this conversation`;
    case 'conversation.resolved':
      return `${who} resolved this conversation`;
    case 'conversation.reopened':
      return `${who} reopened this conversation`;
    case 'conversation.renamed':
      return title ? `${who} named this conversation “${title}”` : `${who} removed the title`;
    case 'conversation.archived':
      return `${who} archived this conversation`;
    case 'conversation.unarchived':
      return `${who} took this conversation out of the archive`;
    default:
      return null;
  }
}
