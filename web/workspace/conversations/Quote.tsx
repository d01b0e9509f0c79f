// The beginning of the message that is answered, over the answer; a press leads there.

import { plain } from '@antiphon/markdown';
import type { Quote as WireQuote } from '@antiphon/sdk/core';
import { everywhere } from '../words/everywhere.ts';
import styles from './Quote.module.css';
import { say } from './say.ts';

export interface QuoteProps {
  quote: WireQuote;
  me: string;
  onJump?: (message_id: string) => void;
}

export function Quote({ quote, me, onJump }: QuoteProps) {
  const author = quote.sender.id === me ? everywhere.you : quote.sender.name || everywhere.visitor;
  const words = (
    <>
      <bdi className={styles.author}>{author}</bdi>
      <bdi className={styles.text}>
        {quote.text === null ? <em>{everywhere.deleted}</em> : plain(quote.text)}
      </bdi>
    </>
  );
  if (!onJump) return <div className={styles.quote}>{words}</div>;
  return (
    <button type="button" className={styles.quote} onClick={() => onJump(quote.id)}>
      <span className="unseen">{say.inReplyTo}</span>
      {words}
    </button>
  );
}
