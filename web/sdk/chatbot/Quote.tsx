// The beginning of what is answered, on one line over the answer; a press leads there if it is loaded.
import { plain } from '@antiphon/markdown';
import type { Words } from '../bot/words.ts';
import type { Message, Quote as Quoted } from '../core/index.ts';

interface Props {
  quote: Quoted;
  /** The message itself, if it is loaded. */
  quoted: Message | undefined;
  /** Whose words they are. */
  name: string;
  words: Words;
}

export function Quote({ quote: { id, text }, quoted, name, words }: Props) {
  const gone = text === null || quoted?.text === null;
  const said = (
    <>
      <span className="quietly">{words.inReplyTo}</span>
      <b>
        <bdi>{name}</bdi>
      </b>{' '}
      <bdi>{gone ? words.deleted : plain(text)}</bdi>
    </>
  );
  if (!quoted) return <p className="quote">{said}</p>;
  return (
    <button
      type="button"
      className="quote"
      onClick={({ currentTarget }) => goTo(currentTarget, id)}
    >
      {said}
    </button>
  );
}

function goTo(from: Element, id: string) {
  const message = from.closest('.log')!.querySelector<HTMLElement>(`[data-id="${id}"]`)!;
  // Only now: a message that is clicked takes no focus.
  message.tabIndex = -1;
  message.onblur = () => message.removeAttribute('tabindex');
  message.focus();
}
