// The beginning of the message that is answered, over the answer; a press leads there.

import { plain } from '@antiphon/markdown';
import type { Quote as WireQuote } from '@antiphon/sdk/core';
import styles from './Quote.module.css';

export interface QuoteProps {
  quote: WireQuote;
  me: string;
  onJump?: (message_id: string) => void;
}

export function Quote({ quote, me, onJump }: QuoteProps) {
  const author = quote.sender.id === me ? 'You' : quote.sender.name || 'Visitor';
  const words = (
    <>
      <bdi className={styles.author}>{author}</bdi>
      <bdi className={styles.text}>
        {quote.text === null ? <em>Message deleted</em> : plain(quote.text)}
      </bdi>
    </>
  );
  if (!onJump) return <div className={styles.quote}>{words}</div>;
  return (
    <button type="button" className={styles.quote} onClick={() => onJump(quote.id)}>
      <span className="unseen">In reply to </span>
      {words}
    </button>
  );
}
