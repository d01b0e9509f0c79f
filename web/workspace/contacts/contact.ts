// One contact, asked for wherever somebody sees who that is: apart from the contacts' pages and their words.
import { useClient } from '@antiphon/sdk/react';
import { useQuery } from '@tanstack/react-query';
import type { Contact } from './model.ts';

export function useContact(id: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['contact', id],
    queryFn: () => client.request<Contact>('GET', `/api/contacts/${id}`),
  });
}
