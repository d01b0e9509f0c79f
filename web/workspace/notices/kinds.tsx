// How each type of notice looks: its sign and tone. What it is called is in the words.
import type { NoticePriority, NoticeType } from '@antiphon/sdk/notices';
import {
  CalendarClock,
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  Info,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'plain' | 'accent' | 'amber' | 'red' | 'green';

export const kinds: Record<NoticeType, { tone: Tone; icon: ReactNode }> = {
  SCHEDULING_UPDATE: { tone: 'accent', icon: <CalendarClock aria-hidden /> },
  CONFIRMATION: { tone: 'green', icon: <CircleCheck aria-hidden /> },
  CLARIFICATION: { tone: 'amber', icon: <CircleQuestionMark aria-hidden /> },
  CANCELLATION: { tone: 'plain', icon: <CircleX aria-hidden /> },
  ERROR: { tone: 'red', icon: <TriangleAlert aria-hidden /> },
  INFO: { tone: 'plain', icon: <Info aria-hidden /> },
};

/** Whether a type is one that is known here: a later server may have more. */
export const kindOf = (type: string) => kinds[type as NoticeType] ?? kinds.INFO;

/** A normal one needs no word. */
export const priorities: Record<Exclude<NoticePriority, 'normal'>, Tone> = {
  low: 'plain',
  high: 'amber',
  urgent: 'red',
};
