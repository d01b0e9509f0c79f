// The few icons of the widget, drawn as strokes of one weight. Decoration only: the name of a
// control is always in words beside it.

import { h } from 'preact';

const paths = {
  close: 'M6 6l12 12M18 6L6 18',
  clip: 'M17 7v9a5 5 0 0 1-10 0V7a3 3 0 0 1 7 0v9a1 1 0 0 1-3 0V8',
  send: 'M4 12l16-8-6 16-3-7z',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 14a5 5 0 0 0 8 0M9 9v1M15 9v1',
  check: 'M5 13l4 4L19 7',
  checks: 'M2 13l4 4L15 8M11 16l1 1L22 7',
  alert: 'M12 8v5M12 16.5v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
};

export const Icon = ({ name }: { name: keyof typeof paths }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" class={`i i-${name}`}>
    <path d={paths[name]} />
  </svg>
);
