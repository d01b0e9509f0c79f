// A message's text as elements: the shared renderer's tree, with blocks of code that can be copied. No
// HTML strings, so nothing said in a chat can become markup.
import { type CreateElement, parse, render } from '@antiphon/markdown';
import { createElement, Fragment, memo, type ReactNode } from 'react';
import type { Words } from '../bot/words.ts';
import { useCopy } from './hooks.ts';
import { Icon } from './icons.tsx';

const create = createElement as unknown as CreateElement<ReactNode>;

interface Props {
  text: string;
  words: Words;
  /** Nothing to press in it: it is being written, or lies outside what is read out. */
  mute?: boolean;
}

export const Rich = memo(function Rich({ text, words, mute }: Props) {
  return parse(text).map((block, at) =>
    block.type === 'pre' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a block is what stands at its place.
      <Code key={at} lang={block.lang} text={block.text} words={words} mute={mute} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <Fragment key={at}>{render([block], create)}</Fragment>
    ),
  );
});

function Code({ lang, text, words, mute }: Props & { lang: string }) {
  const [state, copy] = useCopy();
  return (
    <div className="code">
      <div className="bar-of-code">
        <span>{lang || words.code}</span>
        {!mute && (
          <button type="button" aria-label={words.copyCode} onClick={() => copy(text)}>
            <Icon name={state === 'copied' ? 'check' : 'copy'} />
            {state === 'copied' ? words.copied : words.copy}
          </button>
        )}
      </div>
      {/* A block of code scrolls sideways, so the keyboard must be able to reach it. */}
      <pre tabIndex={mute ? undefined : 0}>
        <code>{text}</code>
      </pre>
      <Told state={state} words={words} />
    </div>
  );
}

/** How copying went, for ears; and for eyes when it went wrong. */
export const Told = ({ state, words }: { state: 'copied' | 'failed' | null; words: Words }) => (
  <span className={state === 'failed' ? 'hint wrong' : 'quietly'} role="status">
    {state === 'copied' ? words.copied : state === 'failed' ? words.notCopied : ''}
  </span>
);
