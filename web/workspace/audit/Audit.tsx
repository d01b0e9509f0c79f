// The trail of what admins and programs changed, newest first. It is read here, never changed.

import { EmptyState } from '@antiphon/ui';
import { ScrollText } from 'lucide-react';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fullTime } from '../shell/time.ts';
import styles from './Audit.module.css';

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
    <Page
      title="Audit trail"
      lead="Who changed what. Each entry is chained to the one before, so that a removed or altered one shows."
    >
      <Paged<AuditEntry>
        path="/api/audit"
        list="entries"
        what="the audit trail"
        likely={6}
        more="Show older"
        empty={<EmptyState icon={<ScrollText />} title="Nothing yet" />}
      >
        {(entries) => (
          <Table
            name="Audit trail"
            rows={entries}
            idOf={(entry) => String(entry.seq)}
            columns={[
              {
                name: 'When',
                cell: (entry) => <bdi className={styles.when}>{fullTime(entry.created_at)}</bdi>,
              },
              {
                name: 'Who',
                cell: (entry) => (
                  <bdi className={styles.when}>{entry.actor.name || 'The system'}</bdi>
                ),
              },
              {
                name: 'What',
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
                name: 'On',
                cell: (entry) => <span className={styles.on}>{shortObject(entry.object)}</span>,
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  );
}

const deeds: Record<string, string> = {
  'workspace.created': 'Workspace created',
  'owner.set_up': 'Owner set up',
  'person.added': 'Person added',
  'person.changed': 'Person changed',
  'person.password_changed': 'Password changed',
  'person.left': 'Account deleted',
  'person.reset_link_made': 'Link to a new password made',
  'person.password_reset': 'Password chosen by a link',
  'person.email_changed': 'E-mail changed',
  'person.signed_out': 'Sessions of a person ended',
  'session.ended': 'Session ended',
  'key.made': 'API key made',
  'key.revoked': 'API key revoked',
};

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
