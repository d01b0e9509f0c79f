// The trail of what admins and programs changed, newest first. It is read here, never changed.

import { useClient } from '@antiphon/sdk/react';
import { Button, EmptyState, ErrorPanel, SkeletonRows } from '@antiphon/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { Page, Table } from '../shell/Page.tsx';
import { sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import styles from './Audit.module.css';

interface AuditEntry {
  id: string | number;
  created_at: string;
  actor: { id: string; name: string; kind: string } | null;
  action: string;
  target_kind?: string | null;
  target_id?: string | null;
}

interface AuditPage {
  entries: AuditEntry[];
  next_cursor: string | null;
}

export default function Audit() {
  const client = useClient();
  const pages = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      client.request<AuditPage>(
        'GET',
        `/api/audit?limit=50${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];

  return (
    <Page
      title="Audit trail"
      lead="Who changed what. Each entry is chained to the one before, so that a removed or altered one shows."
    >
      {pages.isPending ? (
        <SkeletonRows label="Loading the audit trail" rows={6} />
      ) : pages.error ? (
        <ErrorPanel
          title="The audit trail could not be loaded"
          onRetry={() => void pages.refetch()}
        >
          {sentence(pages.error)}
        </ErrorPanel>
      ) : entries.length === 0 ? (
        <EmptyState icon={<ScrollText />} title="Nothing yet" />
      ) : (
        <>
          <Table
            name="Audit trail"
            rows={entries}
            idOf={(entry) => String(entry.id)}
            columns={[
              {
                name: 'When',
                cell: (entry) => <span className={styles.when}>{fullTime(entry.created_at)}</span>,
              },
              { name: 'Who', cell: (entry) => <bdi>{entry.actor?.name || 'The system'}</bdi> },
              {
                name: 'What',
                cell: (entry) => <span className={styles.what}>{entry.action}</span>,
              },
              {
                name: 'On',
                cell: (entry) => (
                  <span className={styles.on}>
                    {[entry.target_kind, entry.target_id?.slice(-8)].filter(Boolean).join(' ') ||
                      '–'}
                  </span>
                ),
              },
            ]}
          />
          {pages.hasNextPage ? (
            <div>
              <Button
                isPending={pages.isFetchingNextPage}
                onPress={() => void pages.fetchNextPage()}
              >
                Show older
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Page>
  );
}
