// Tells of a notice outside the page, while that is hidden: where the browser may and the person wants it for this
// type. Loaded when the first one comes.
import { withoutTurns } from '@antiphon/markdown/turns';
import type { Client } from '@antiphon/sdk/core';
import type { Notice } from '@antiphon/sdk/notices';
import type { QueryClient } from '@tanstack/react-query';
import { say } from './say.ts';
import { settingsOf } from './settings.ts';

const LONGEST = 240;

export async function alertOf(
  notice: Notice,
  client: Client,
  queries: QueryClient,
  onPress: () => void,
): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const { types } = await queries.fetchQuery(settingsOf(client));
  if (!types.some(({ type, in_browser }) => type === notice.type && in_browser)) return;
  const text = withoutTurns(notice.content);
  const shown = new Notification(say.types[notice.type], {
    body: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
    // One for all tabs that are open.
    tag: `antiphon:${notice.id}`,
    icon: '/app/icon.svg',
  });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onPress();
  };
}
