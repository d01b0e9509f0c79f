// What was said, to take along: one group of a menu, wherever a conversation has one.
import type { MenuGroup } from '@antiphon/ui';
import { everywhere } from '../words/everywhere.ts';

const formats = ['html', 'text', 'json'] as const;

/** Of the conversation at this path of the API. */
export const transcripts = (path: string): MenuGroup => ({
  title: everywhere.transcript,
  deeds: formats.map((format) => ({
    label: everywhere.transcripts[format],
    run: () => {
      window.open(`${path}/transcript?format=${format}`, '_blank', 'noopener');
    },
  })),
});
