// Permissions in words, and roles as they can be chosen. The server decides what there is; one that has no
// words here shows by its own name.

import { useClient } from '@antiphon/sdk/react';
import type { SelectOption } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
import { everywhere } from '../words/everywhere.ts';
import { say } from './say.ts';

export interface Role {
  id: string;
  name: string;
  permissions: string[];
  people: number;
  invitations: number;
}

export interface Roles {
  roles: Role[];
  built_in: { role: BuiltIn; permissions: string[] }[];
}

export type BuiltIn = 'customer' | 'agent' | 'admin';

/** What somebody has, or is to have: one of the three, or one of the workspace's own. */
export interface Standing {
  role: BuiltIn;
  role_id: string | null;
}

const words: Record<string, string> = say.permissions;

export function inWords(permission: string): string {
  return words[permission] ?? permission;
}

export const builtIn: Record<BuiltIn, string> = {
  admin: everywhere.admin,
  agent: everywhere.agent,
  customer: everywhere.customer,
};

export function useRoles() {
  const client = useClient();
  return useQuery({
    queryKey: ['roles'],
    queryFn: () => client.request<Roles>('GET', '/api/roles'),
  });
}

export function nameOf(standing: Standing, roles: Role[]): string {
  if (!standing.role_id) return builtIn[standing.role];
  return roles.find((role) => role.id === standing.role_id)?.name ?? '…';
}

/** The roles that one may choose among: only those that hold nothing one lacks oneself. */
export function choices({ roles, built_in }: Roles, mine: string[]): SelectOption<string>[] {
  const may = (permissions: string[]) => permissions.every((one) => mine.includes(one));
  return [
    ...built_in
      .filter((one) => one.role !== 'customer' && may(one.permissions))
      .map((one) => ({ id: one.role, label: builtIn[one.role] })),
    ...roles.filter((one) => may(one.permissions)).map(({ id, name }) => ({ id, label: name })),
  ];
}

/** As the server takes what was chosen. */
export function chosen(id: string): { role: string } | { role_id: string } {
  return id in builtIn ? { role: id } : { role_id: id };
}
