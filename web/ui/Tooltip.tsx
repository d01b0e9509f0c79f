// A word on what a control does, after a moment's hover or on keyboard focus. It only repeats what
// the control's own name says, so nothing is lost where tooltips do not show (touch), and it is
// not announced a second time.
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './Kbd.tsx';
import styles from './Tooltip.module.css';

export interface TipProps {
  text: string;
  keys?: string | undefined;
  children: ReactNode;
}

const patience = 500;
const away = 6;

// Focus that came by Tab wants a tooltip; focus given back by a closing menu or window does not.
let tabbed = 0;
if (typeof document !== 'undefined')
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Tab') tabbed = Date.now();
    },
    true,
  );

export function Tip({ text, keys, children }: TipProps) {
  const box = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [at, setAt] = useState<DOMRect | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!at) return;
    const leave = () => setAt(null);
    window.addEventListener('pointerdown', leave, true);
    return () => window.removeEventListener('pointerdown', leave, true);
  }, [at]);

  const show = () => setAt(box.current?.firstElementChild?.getBoundingClientRect() ?? null);
  const hide = () => {
    clearTimeout(timer.current);
    setAt(null);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the control inside.
    <span
      ref={box}
      className={styles.watch}
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') timer.current = setTimeout(show, patience);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={() => Date.now() - tabbed < patience && show()}
      onBlur={hide}
      onKeyDown={(event: KeyboardEvent) => {
        if (at && event.key === 'Escape') event.stopPropagation();
        hide();
      }}
    >
      {children}
      {at
        ? createPortal(
            <span role="tooltip" className={styles.tip} ref={(element) => place(element, at)}>
              {text}
              {keys ? <Kbd keys={keys} /> : null}
            </span>,
            document.body,
          )
        : null}
    </span>
  );
}

/** Below the control, above it where there is no room, never over the edge of the page. */
function place(tip: HTMLElement | null, at: DOMRect) {
  if (!tip) return;
  const { width, height } = tip.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - away;
  const left = Math.min(Math.max(away, at.left + at.width / 2 - width / 2), edge - width);
  const below = at.bottom + away;
  const top = below + height > window.innerHeight ? at.top - away - height : below;
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}
