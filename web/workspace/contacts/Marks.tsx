// What a contact is at a glance: vouched for, blocked, deleted. Apart from the contacts' pages and their words.
import { Badge } from '@antiphon/ui';
import { BadgeCheck, Ban, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { everywhere } from '../words/everywhere.ts';
import type { Contact } from './model.ts';

export interface MarksProps {
  contact: Pick<Contact, 'verified' | 'blocked' | 'removed_at'>;
  /** What else is to be said, behind whether the site vouched for them. */
  children?: ReactNode;
}

export function Marks({ contact, children }: MarksProps) {
  return (
    <>
      {contact.verified ? (
        <Badge tone="green" icon={<BadgeCheck aria-hidden />}>
          {everywhere.verified}
        </Badge>
      ) : (
        <Badge>{everywhere.notVerified}</Badge>
      )}
      {children}
      {contact.blocked ? (
        <Badge tone="red" icon={<Ban aria-hidden />}>
          {everywhere.blocked}
        </Badge>
      ) : null}
      {contact.removed_at ? (
        <Badge tone="amber" icon={<Trash2 aria-hidden />}>
          {everywhere.removed}
        </Badge>
      ) : null}
    </>
  );
}
