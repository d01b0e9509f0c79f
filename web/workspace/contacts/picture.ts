// Where a contact's picture is. Its id stands in the address, so that a new one is fetched anew.
import type { Contact } from './model.ts';

export const picture = ({
  id,
  avatar_id,
}: Pick<Contact, 'id' | 'avatar_id'>): string | undefined =>
  avatar_id ? `/api/contacts/${id}/avatar?v=${avatar_id}` : undefined;
