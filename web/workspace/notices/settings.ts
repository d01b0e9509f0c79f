// How this person wants to be told, as the server keeps it: by the settings page and by whoever tells.
import type { Client } from '@antiphon/sdk/core';
import type { NoticeType } from '@antiphon/sdk/notices';

export interface NoticeSettings {
  types: { type: NoticeType; in_browser: boolean }[];
}

export const settingsOf = (client: Pick<Client, 'request'>) => ({
  queryKey: ['notice-settings'],
  queryFn: () => client.request<NoticeSettings>('GET', '/api/me/notice-settings'),
  staleTime: 5 * 60_000,
});
