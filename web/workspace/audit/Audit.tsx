// The trail of what admins and programs changed, newest first. It is read here, never changed.

import { EmptyState } from '@antiphon/ui';
import { ScrollText } from 'lucide-react';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { say as frame } from '../shell/say.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Audit.module.css';
import { say } from './say.ts';

interface AuditEntry {
  seq: number;
  created_at: string;
  actor: { id: string; name: string | null; kind: string };
  action: string;
  /** What was acted on, as `noun:id`. */
  object: string;
  changed: string[];
  reason: string | null;
}

export default function Audit() {
  return (
    <Page title={frame.pages.audit} lead={say.lead}>
      <Paged<AuditEntry>
        path="/api/audit"
        list="entries"
        what={everywhere.listOf.audit}
        likely={6}
        more={say.showOlder}
        empty={<EmptyState icon={<ScrollText />} title={say.nothing} />}
      >
        {(entries) => (
          <Table
            name={frame.pages.audit}
            rows={entries}
            idOf={(entry) => String(entry.seq)}
            columns={[
              {
                name: say.when,
                cell: (entry) => <bdi className={styles.when}>{fullTime(entry.created_at)}</bdi>,
              },
              {
                name: say.who,
                cell: (entry) => (
                  <bdi className={styles.when}>{entry.actor.name || say.system}</bdi>
                ),
              },
              {
                name: say.what,
                cell: (entry) => (
                  <>
                    <span className={styles.what}>{deedOf(entry.action)}</span>
                    {entry.changed.length > 0 ? (
                      <span className={styles.changed}> {entry.changed.join(', ')}</span>
                    ) : null}
                  </>
                ),
              },
              {
                name: say.on,
                cell: (entry) =>
                  entry.action === 'conversation.searched' && entry.reason ? (
                    // What was looked for says more than where.
                    <bdi className={styles.changed}>{entry.reason}</bdi>
                  ) : (
                    <span className={styles.on}>{shortObject(entry.object)}</span>
                  ),
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  );
}

const deeds: Record<string, string> = say.deeds;

/** The deed in words; one that is not known yet as its name reads: "inbox.created", "Inbox created". */
export function deedOf(action: string): string {
  const words = deeds[action] ?? action.replace(/[._:]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "person:0198c0de-…-0000000000a1" as "person …000000a1": enough to tell two apart. */
export function shortObject(object: string): string {
  const [noun, id] = object.split(/[:/]/);
  return id ? `${noun} …${id.slice(-8)}` : object;
}
