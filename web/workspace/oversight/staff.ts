// People of the workspace, for menus that choose one.
import { useClient } from '@antiphon/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { allOf } from '../shell/Paged.tsx';

interface Person {
  id: string;
  name: string;
  email: string;
}

/** Everybody with an account here, by name; nobody while they are not known. */
export function useStaff(): { id: string; label: string }[] {
  const client = useClient();
  const asked = useQuery({
    queryKey: ['people', 'all'],
    queryFn: () => allOf<Person>(client, '/api/people', 'people'),
    staleTime: 60_000,
  });
  return (asked.data ?? []).map(({ id, name, email }) => ({ id, label: name || email }));
}
