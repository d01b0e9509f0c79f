// A shadow root that React draws into: nothing of the page's styles comes in, nothing of ours gets
// out, and a policy without inline styles has nothing to refuse.
/// <reference path="./env.d.ts" />
import css from 'virtual:chatbot-style';
import { createElement, type ReactNode, type Ref, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

let sheet: CSSStyleSheet | undefined;

function dress(root: ShadowRoot) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  root.adoptedStyleSheets = [sheet];
}

/** `attributes` are the outermost element's, by which the styles tell how it stands. */
export function Shadow({
  attributes,
  inline,
  root,
  children,
}: {
  attributes: Record<`data-${string}`, string | undefined>;
  inline: boolean;
  root?: Ref<HTMLDivElement>;
  children: ReactNode;
}) {
  const host = useRef<HTMLElement>(null);
  const [shadow, setShadow] = useState<ShadowRoot | null>(null);
  useEffect(() => {
    const open = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    dress(open);
    setShadow(open);
  }, []);
  return (
    <>
      {createElement('antiphon-chatbot', { ref: host, 'data-inline': inline ? '' : undefined })}
      {shadow &&
        createPortal(
          <div className="r" ref={root} {...attributes}>
            {children}
          </div>,
          shadow,
        )}
    </>
  );
}
