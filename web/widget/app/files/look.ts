// The styles of files, adopted by the widget's shadow root when the first part of them is drawn; and
// the signs of kinds of files.

import css from 'virtual:files-style';
import type { FileKind } from '@antiphon/sdk/files';
import { h } from 'preact';
import { dresses } from '../dress.ts';

export const dressed = dresses(css);

const page = 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5';
const paths: Record<FileKind | 'save', string> = {
  image: `${page}M8 18l3-4 2 2 2-2 1.5 4zM9.5 11h.01`,
  audio: `${page}M10 17v-4l5-1v4M10 17a1 1 0 1 1-2 0 1 1 0 0 1 2 0M15 16a1 1 0 1 1-2 0 1 1 0 0 1 2 0`,
  video: `${page}M10 12v5l5-2.5z`,
  archive: `${page}M10 4v2M10 8v2M10 12v2M9 17h2`,
  table: `${page}M8 12h8v6H8zM8 15h8M12 12v6`,
  text: `${page}M9 13h6M9 17h6M9 9h2`,
  other: page,
  save: 'M12 4v11M7 10l5 5 5-5M5 20h14',
};

export const Sign = ({ of }: { of: FileKind | 'save' }) =>
  h('svg', { viewBox: '0 0 24 24', 'aria-hidden': true, class: 'i' }, h('path', { d: paths[of] }));
