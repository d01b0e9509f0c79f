// The pages that a message links to, a card each. What a card says are words of strangers, so where
// it leads always stands on it. One's own are taken away with a press.
import type { Client, Message } from '@antiphon/sdk/core';
import { cardsOf, removeCard } from '@antiphon/sdk/previews';
import { Fragment, h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { Icon } from '../icons.tsx';

interface Props {
  message: Message | null;
  own: boolean;
  client: Client;
  words: Words;
}

export const Cards = ({ message, own, client, words }: Props) => (
  <>
    {cardsOf(message).map(({ url, title, description, place }) => (
      <div class="link" key={url}>
        <a href={url} target="_blank" rel="noopener noreferrer nofollow ugc">
          <small dir="auto">{place}</small>
          <b dir="auto">{title}</b>
          {description && <span dir="auto">{description}</span>}
        </a>
        {own && (
          <button
            type="button"
            aria-label={words.unlink}
            onClick={({ currentTarget }) => {
              // The button goes with its card; the log around it can be focused and stays.
              currentTarget.closest<HTMLElement>('.log')!.focus();
              removeCard(client, message!, url).catch(() => {});
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
    ))}
  </>
);
