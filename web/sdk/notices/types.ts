// What a machine told a person, as the server documents it (snake_case kept), and what is known of it here.
// That these shapes are still the server's is checked in ../wire.check.ts.
import type { Attachment, Principal, WireError } from '../core/index.ts';

export const noticeTypes = [
  'SCHEDULING_UPDATE',
  'CONFIRMATION',
  'CLARIFICATION',
  'CANCELLATION',
  'ERROR',
  'INFO',
] as const;

export type NoticeType = (typeof noticeTypes)[number];
export type NoticePriority = 'low' | 'normal' | 'high' | 'urgent';

export interface Notice {
  id: string;
  /** Its place among the person's notices. */
  seq: number;
  type: NoticeType;
  priority: NoticePriority;
  /** The sender's own name of the task it is about. */
  task_id: string | null;
  org_id: string | null;
  content: string;
  data: Record<string, unknown> | null;
  attachments: readonly Attachment[];
  sender: Principal;
  created_at: string;
  read_at: string | null;
}

export interface NoticePage {
  notices: Notice[];
  unread: number;
  last_seq: number;
  next_cursor: string | null;
}

/** What a list is narrowed to. */
export interface NoticeFilter {
  type?: NoticeType | undefined;
  task_id?: string | undefined;
  unread?: boolean | undefined;
}

/** A task that somebody shows to be working on; over after six seconds, unless it is shown again. */
export interface Working {
  task_id: string;
  principal: Principal;
}

export interface NoticeList {
  status: 'loading' | 'ready' | 'failed';
  error: WireError | null;
  /** Newest first, each once. */
  notices: readonly Notice[];
  has_older: boolean;
}

export interface NoticesState {
  /** How many are unread in all, whatever a list is narrowed to. */
  unread: number;
  working: readonly Working[];
  /** By what they are narrowed to. */
  lists: Readonly<Record<string, NoticeList>>;
}

export interface Notices {
  /** The same object until something changed: fit for useSyncExternalStore. */
  getState(): NoticesState;
  subscribe(listener: () => void): () => void;
  /** Told of each notice that comes while this is followed, once. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /** Follows what comes until the last release, and keeps a list; null: the number of unread ones alone. Counted. */
  open(filter: NoticeFilter | null): () => void;
  /** The list that was opened with this filter. */
  list(filter: NoticeFilter): NoticeList;
  /** Puts an older page behind a list; how many came. */
  loadOlder(filter: NoticeFilter): Promise<number>;
  /** Asks anew, as after a failure. */
  refresh(): Promise<void>;
  markRead(ids: string | readonly string[]): Promise<void>;
  markUnread(id: string): Promise<void>;
  /** All that is known here, or all of a type or task; what comes meanwhile stays unread. */
  markAllRead(filter?: NoticeFilter): Promise<void>;
}
