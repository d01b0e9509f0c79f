// People of the workspace, for menus and mentions that choose one.
import { useClient } from '@antiphon/sdk/react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allOf } from './allOf.ts';

interface Person {
  id: string;
  name: string;
  email: string;
  role: string;
  disabled_at: string | null;
}

/** Everybody with an account here; nobody while they are not known. */
function usePeople<Chosen>(choose: (people: Person[]) => Chosen[]): Chosen[] {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['people', 'all'],
    queryFn: () => allOf<Person>(client, '/api/people', 'people'),
    staleTime: 5 * 60_000,
  });
  return useMemo(() => choose(data ?? []), [choose, data]);
}

const working = (people: Person[]) =>
  people.filter((one) => !one.disabled_at && one.role !== 'customer');

/** People of the team who are not shut out. */
export const useColleagues = (): Person[] => usePeople(working);

const options = (people: Person[]) =>
  people.map(({ id, name, email }) => ({ id, label: name || email }));

/** Everybody, as a menu offers them. */
export const useStaff = (): { id: string; label: string }[] => usePeople(options);
