// A prompt as the server gives it, how the list of them is asked for, and whom its roles mean.

import type { Client } from '@antiphon/sdk/core';
import { say } from './say.ts';

export type Role = 'customer' | 'agent' | 'admin';

export interface Prompt {
  id: string;
  title: string;
  text: string;
  is_active: boolean;
  order: number;
  role: Role | null;
  page: string | null;
}

export const path = '/api/chat/prompts';

/** All of them at once: the server keeps 200 at most. */
export const list = (client: Pick<Client, 'request'>) => ({
  queryKey: ['prompts'],
  queryFn: async () => (await client.request<{ prompts: Prompt[] }>('GET', path)).prompts,
});

export const roles = [
  { id: 'everyone', label: say.roles.everyone },
  { id: 'customer', label: say.roles.customer },
  { id: 'agent', label: say.roles.agent },
  { id: 'admin', label: say.roles.admin },
] as const;

export const roleOf = (role: Role | null) =>
  roles.find((one) => one.id === (role ?? 'everyone'))?.label ?? role;
