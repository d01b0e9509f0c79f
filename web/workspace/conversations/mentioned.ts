// Names after an @ that a message really calls: marked where they stand in its text, and those of
// oneself more so. Also what a composer has to know: which name is being written. Pure.
import type { Mention } from '@antiphon/sdk/core';
import { createElement, type ReactElement, type ReactNode } from 'react';

type Props = Record<string, unknown> | null;

/** createElement for the markdown renderer, with the names marked in whatever text passes by. */
export function withMentions(
  mentions: readonly Mention[] | undefined,
  me: string,
  mark: string | undefined,
  own: string | undefined,
) {
  if (!mentions?.length)
    return (type: string, props: Props, ...children: ReactNode[]): ReactElement =>
      createElement(type, props, ...children);
  return (type: string, props: Props, ...children: ReactNode[]): ReactElement =>
    createElement(
      type,
      props,
      ...children.flatMap((child) =>
        typeof child === 'string' && type !== 'code' ? marked(child) : [child],
      ),
    );

  function marked(text: string): ReactNode[] {
    return split(text, mentions!).map((part, key) =>
      typeof part === 'string'
        ? part
        : createElement(
            'span',
            { key, className: part.id === me ? `${mark} ${own}` : mark },
            createElement('bdi', null, `@${part.name}`),
          ),
    );
  }
}

/** The text in parts, with the mentions that stand in it in their places. Longer names win. */
export function split(text: string, mentions: readonly Mention[]): (string | Mention)[] {
  const byLength = [...mentions].sort((a, b) => b.name.length - a.name.length);
  const parts: (string | Mention)[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const found = byLength.find((one) => text.startsWith(one.name, at + 1));
    if (!found) continue;
    if (at > from) parts.push(text.slice(from, at));
    parts.push(found);
    from = at + 1 + found.name.length;
    at = from - 1;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** The name that is being written at the caret: from its @ on; null when there is none. */
export function writing(text: string, caret: number): { at: number; begun: string } | null {
  const at = text.lastIndexOf('@', caret - 1);
  if (at === -1 || (at > 0 && !/[\s(]/.test(text[at - 1]!))) return null;
  const begun = text.slice(at + 1, caret);
  return begun.length > 30 || /[\n@]/.test(begun) || /\s\S*\s/.test(begun) ? null : { at, begun };
}

/** Those of the people whose name stands after an @ in the text. */
export function mentionedIn(text: string, people: readonly Mention[]): string[] {
  const ids = split(text, people).flatMap((part) => (typeof part === 'string' ? [] : part.id));
  return [...new Set(ids)];
}
