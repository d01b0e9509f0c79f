// The cards of the pages that a message links to: what is drawn of each, and how one is taken away.
// Pure but for that.
import type { Client } from './types.ts';
import type { LinkPreview, Message } from './wire.ts';

export interface Card extends LinkPreview {
  /** The site as it calls itself, and in any case where the link leads. */
  place: string;
}

/** None of a message that is on its way, and none that leads elsewhere than to a page. */
export const cardsOf = (message: Message | null): Card[] =>
  (message?.previews ?? []).flatMap((preview) => {
    const [, host] = /^https?:\/\/([^/?#]+)/.exec(preview.url) ?? [];
    const { site_name } = preview;
    return host ? [{ ...preview, place: site_name ? `${site_name} · ${host}` : host }] : [];
  });

/** Takes a card from beneath a message for good; it goes with the log's next entry. */
export const removeCard = (
  client: Pick<Client, 'request'>,
  { id, conversation_id }: Message,
  url: string,
): Promise<unknown> =>
  client.request(
    'DELETE',
    `/api/conversations/${conversation_id}/messages/${id}/previews?url=${encodeURIComponent(url)}`,
  );
