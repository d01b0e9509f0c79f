// The pages that a message links to, a card each. What a card says are words of strangers, so where it
// leads always stands on it.
import type { Message } from '@antiphon/sdk/core';
import { type Card as CardOf, cardsOf } from '@antiphon/sdk/previews';
import { cx, IconButton } from '@antiphon/ui';
import { X } from 'lucide-react';
import { useRef } from 'react';
import styles from './Previews.module.css';
import { say } from './say.ts';
import { useAtEnd } from './useAtEnd.ts';

export interface PreviewsProps {
  message: Message;
  /** Whether this reader may take cards away. */
  isMine: boolean;
  isAtEnd: boolean;
  onUnlink: (message: Message, url: string) => void;
  /** A card is gone, and the focus perhaps with it. */
  onLeave: () => void;
}

export function Previews({ message, isAtEnd, ...rest }: PreviewsProps) {
  const cards = cardsOf(message);
  if (!cards.length) return null;
  return (
    <ul className={cx(styles.previews, isAtEnd && styles.end)} aria-label={say.links}>
      {cards.map((card) => (
        <Card key={card.url} card={card} message={message} {...rest} />
      ))}
    </ul>
  );
}

function Card({
  card,
  message,
  isMine,
  onUnlink,
  onLeave,
}: Omit<PreviewsProps, 'isAtEnd'> & { card: CardOf }) {
  const isAsked = useRef(false);
  useAtEnd(() => isAsked.current && onLeave());
  return (
    <li className={styles.card}>
      <a
        className={styles.link}
        href={card.url}
        target="_blank"
        rel="noopener noreferrer nofollow ugc"
      >
        <bdi className={styles.place}>{card.place}</bdi>
        <bdi className={styles.title}>{card.title}</bdi>
        {card.description ? <bdi className={styles.text}>{card.description}</bdi> : null}
      </a>
      {isMine ? (
        <IconButton
          name={say.removePreview}
          size="s"
          onPress={() => {
            isAsked.current = true;
            onUnlink(message, card.url);
          }}
        >
          <X aria-hidden />
        </IconButton>
      ) : null}
    </li>
  );
}
