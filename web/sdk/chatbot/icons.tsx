// The chatbot's few icons, strokes of one weight. Decoration only: the name of a control is in words.
import type { FileKind } from '../files/show.ts';

const page = 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5';

const paths = {
  chat: 'M21 11.5a8.4 8.4 0 0 1-12.3 7.4l-5.2 1.6 1.6-5.2A8.4 8.4 0 1 1 21 11.5Z',
  close: 'M6 6l12 12M18 6L6 18',
  anew: 'M12 5v14M5 12h14',
  clip: 'M17 7v9a5 5 0 0 1-10 0V7a3 3 0 0 1 7 0v9a1 1 0 0 1-3 0V8',
  send: 'M4 12l16-8-6 16-3-7z',
  check: 'M5 13l4 4L19 7',
  checks: 'M2 13l4 4L15 8M11 16l1 1L22 7',
  alert: 'M12 8v5M12 16.5v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  copy: 'M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1zM16 5V4a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1',
  react: 'M20 11a8 8 0 1 1-7-7M9 10v.5M15 10v.5M8.5 14a4 4 0 0 0 7 0M19 2v6M16 5h6',
  save: 'M12 4v11M7 10l5 5 5-5M5 20h14',
  image: `${page}M8 18l3-4 2 2 2-2 1.5 4z`,
  audio: `${page}M10 17v-4l5-1v4`,
  video: `${page}M10 12v5l5-2.5z`,
  archive: `${page}M10 4v2M10 8v2M10 12v2`,
  table: `${page}M8 12h8v6H8zM8 15h8M12 12v6`,
  text: `${page}M9 13h6M9 17h6`,
  other: page,
} satisfies Record<FileKind, string> & Record<string, string>;

export type IconName = keyof typeof paths;

export const Icon = ({ name }: { name: IconName }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className={`i i-${name}`}>
    <path d={paths[name]} />
  </svg>
);
