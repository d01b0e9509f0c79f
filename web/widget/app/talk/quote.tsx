// The beginning of what is answered, on one line over the answer; a press leads there if it is loaded.
import type { Message, Quote as Quoted } from '@antiphon/sdk/core';
import { h } from 'preact';
import type { Words } from '../../locales/en.ts';
import { plain } from './rich.ts';

interface Props {
  quote: Quoted;
  /** The message itself, if it is loaded. */
  quoted: Message | undefined;
  me: string | null;
  words: Words;
  /** Draws again, once what reads its marks is here. */
  again(): void;
}

export function Quote({ quote: { id, sender, text }, quoted, me, words, again }: Props) {
  const Tag = quoted ? 'button' : 'p';
  return (
    <Tag class="quote" onClick={quoted && (({ currentTarget }) => goTo(currentTarget, id))}>
      <span class="quietly">{words.inReplyTo}</span>
      <b>
        <bdi>{sender.id === me ? words.you : sender.name}</bdi>
      </b>{' '}
      <bdi>{text === null || quoted?.text === null ? words.deleted : plain(text, again)}</bdi>
    </Tag>
  );
}

function goTo(from: Element, id: string) {
  const message = from.closest('.log')!.querySelector<HTMLElement>(`[data-id="${id}"]`)!;
  // Only now: a message that is clicked takes no focus.
  message.tabIndex = -1;
  message.onblur = () => message.removeAttribute('tabindex');
  message.focus();
}
