// Follows the notices from the frame: the number for the bell, and a word outside the page while that is hidden. Loaded
// after the first page is drawn.
import type { Client } from '@antiphon/sdk/core';
import { noticesOf } from '@antiphon/sdk/notices';
import type { QueryClient } from '@tanstack/react-query';

export function follow(
  client: Client,
  queries: QueryClient,
  onUnread: (unread: number) => void,
  onOpen: () => void,
): () => void {
  const notices = noticesOf(client);
  const tell = () => onUnread(notices.getState().unread);
  const ends = [
    notices.open(null),
    notices.subscribe(tell),
    notices.onNotice((notice) => {
      if (document.hidden)
        import('./alert.ts')
          .then(({ alertOf }) => alertOf(notice, client, queries, onOpen))
          // The notice is on the page all the same.
          .catch(() => {});
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
