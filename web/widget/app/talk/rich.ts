// A message's text as nodes. Most messages are plain words: the renderer of marks is loaded when the
// first one that has any is shown, which until then stands there as it was typed.
import type * as Markdown from '@antiphon/markdown';
import { withoutTurns } from '@antiphon/markdown/turns';
import { h, type VNode } from 'preact';

let markdown: typeof Markdown | undefined;

/** Whatever could mean something to the renderer; a false alarm costs nothing but the loading. */
const MARKS = /[*_`~[\\]|https?:|^\s*(-|\+|>|\d+[.)]) /m;

export function rich(text: string, again: () => void): VNode[] | VNode {
  const { parse, render } = renderer(text, again) ?? {};
  return parse ? render!<VNode>(parse(text), h as never) : h('p', null, withoutTurns(text));
}

/** The words alone, on one line. */
export const plain = (text: string, again: () => void): string =>
  renderer(text, again)?.plain(text) ?? withoutTurns(text);

function renderer(text: string, again: () => void) {
  if (!markdown && MARKS.test(text))
    import('@antiphon/markdown').then(
      (loaded) => {
        markdown = loaded;
        again();
      },
      // It stays as it was typed, which is readable.
      () => {},
    );
  return markdown;
}
