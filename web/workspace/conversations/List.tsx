// The list: search, tabs, filters, rows. Rows come from the live client, which the feed keeps
// true; the pages asked for here only tell how far down the list is known.

import { useClientState } from '@antiphon/sdk/react';
import {
  Button,
  EmptyState,
  ErrorPanel,
  RowList,
  Select,
  SkeletonRows,
  Tabs,
  TextField,
} from '@antiphon/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { AtSign, Inbox, MessageSquareText, Search, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { useNow } from '../shell/browser.ts';
import { useShortcut } from '../shell/keys.ts';
import { More } from '../shell/More.tsx';
import { useSearchText } from '../shell/searchText.ts';
import { sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { loadList } from '../shell/unread.ts';
import { everywhere } from '../words/everywhere.ts';
import {
  asQuery,
  breadth,
  type Filters,
  kinds,
  rowsOf,
  standard,
  statuses,
  tabs,
  team,
} from './filters.ts';
import styles from './List.module.css';
import { Row } from './Row.tsx';
import { say } from './say.ts';

export interface ListProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
  chosen: string | null;
  onOpen: (id: string) => void;
  /** Enter on the chosen row: on to writing. */
  onEnter: () => void;
}

export function List({ filters, onFilters, chosen, onOpen, onEnter }: ListProps) {
  const { me, client } = useSession();
  const known = useClientState((state) => state.conversations);
  const now = useNow();

  const pages = useInfiniteQuery({
    queryKey: ['conversations', filters],
    queryFn: ({ pageParam }) =>
      loadList(client, {
        ...asQuery(filters),
        limit: 50,
        ...(pageParam ? { cursor: pageParam } : {}),
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
  const { refetch } = pages;
  useEffect(() => client.on('feed_expired', () => void refetch()), [client, refetch]);

  const rows = useMemo(() => {
    const loaded = pages.data?.pages ?? [];
    const last = loaded.at(-1);
    const all = loaded.flatMap((page) => page.conversations);
    const isAsked = filters.tab === 'mentions' && filters.kind !== 'direct';
    const found = filters.q || isAsked ? new Set(all.map((row) => row.id)) : null;
    if (isAsked) for (const row of Object.values(known)) if (row.mentions) found?.add(row.id);
    const until = last?.next_cursor && !isAsked ? (all.at(-1)?.last_activity_at ?? null) : null;
    return rowsOf(known, filters, me.id, found, until);
  }, [known, pages.data, filters, me.id]);

  const at = rows.findIndex((row) => row.id === chosen);
  const step = (by: number) => {
    const to = rows[at === -1 ? 0 : at + by];
    if (to) onOpen(to.id);
  };
  useShortcut('next', () => step(1));
  useShortcut('previous', () => step(-1));

  return (
    <>
      <h1 className="unseen">{everywhere.conversations}</h1>
      <SearchLine
        q={filters.q}
        onSearch={(q) => onFilters(q ? { ...filters, kind: 'support', q } : { ...filters, q })}
      />
      <Tabs
        name={say.whose}
        tabs={tabs}
        value={filters.tab}
        onChange={(tab) => onFilters({ ...filters, kind: 'support', tab })}
        className={styles.tabs}
        panelClassName={styles.panel}
      >
        <div className={styles.filters}>
          {filters.kind === 'direct' || filters.tab === 'mentions' ? null : (
            <Select
              label={everywhere.status}
              hideLabel
              quiet
              size="s"
              options={statuses}
              value={filters.status}
              onChange={(status) => onFilters({ ...filters, status })}
            />
          )}
          <Select
            label={everywhere.kind}
            hideLabel
            quiet
            size="s"
            options={kinds}
            value={filters.kind}
            onChange={(kind) => onFilters(kind === 'direct' ? team : standard)}
          />
        </div>
        {filters.q ? (
          <Link className={styles.within} href={`/search?q=${encodeURIComponent(filters.q)}`}>
            <MessageSquareText aria-hidden />
            {say.searchWithin(filters.q)}
          </Link>
        ) : null}
        <div className={styles.rows}>
          {pages.isPending ? (
            <SkeletonRows label={say.loadingList} rows={9} />
          ) : pages.error && rows.length === 0 ? (
            <ErrorPanel title={say.listNotLoaded} onRetry={() => void refetch()}>
              {sentence(pages.error)}
            </ErrorPanel>
          ) : rows.length === 0 ? (
            <Empty filters={filters} onFilters={onFilters} />
          ) : (
            <RowList
              name={everywhere.conversations}
              items={rows}
              idOf={(row) => row.id}
              value={chosen}
              onChange={onOpen}
              onEnter={onEnter}
              foot={
                pages.hasNextPage ? (
                  <More
                    busy={pages.isFetchingNextPage}
                    onReached={() => void pages.fetchNextPage()}
                  />
                ) : null
              }
            >
              {(row) => <Row conversation={row} me={me.id} now={now} />}
            </RowList>
          )}
        </div>
      </Tabs>
    </>
  );
}

function SearchLine({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useSearchText(q, onSearch);
  const field = useRef<HTMLInputElement>(null);
  useShortcut('search', () => field.current?.focus());

  return (
    <search className={styles.search}>
      <TextField
        label={say.search}
        hideLabel
        type="search"
        placeholder={say.searchHint}
        lead={<Search aria-hidden className={styles.glass} />}
        inputRef={field}
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setText('');
          onSearch('');
          field.current?.blur();
        }}
      />
    </search>
  );
}

function Empty({
  filters,
  onFilters,
}: {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}) {
  const all = (
    <Button
      onPress={() => onFilters({ ...standard, tab: filters.tab === 'all' ? 'all' : filters.tab })}
    >
      {say.clearFilters}
    </Button>
  );
  if (filters.q) {
    const { now, wider } = breadth(filters);
    return (
      <EmptyState
        icon={<SearchX />}
        title={say.nothingFound(filters.q)}
        action={
          <Button onPress={() => onFilters({ ...filters, ...wider.to })}>{wider.label}</Button>
        }
      >
        {now ? say.searchLooksIn(now) : say.searchLooks}
      </EmptyState>
    );
  }
  if (filters.kind === 'direct')
    return (
      <EmptyState icon={<Inbox />} title={say.noTeam}>
        {say.noTeamYet}
      </EmptyState>
    );
  if (filters.tab === 'mentions')
    return (
      <EmptyState icon={<AtSign />} title={say.noMentions}>
        {say.noMentionsYet}
      </EmptyState>
    );
  if (filters.status !== standard.status)
    return <EmptyState icon={<Inbox />} title={say.noMatch} action={all} />;
  if (filters.tab === 'mine')
    return (
      <EmptyState
        icon={<Inbox />}
        title={say.noMine}
        action={
          <Button onPress={() => onFilters({ ...filters, tab: 'unassigned' })}>
            {say.seeUnassigned}
          </Button>
        }
      >
        {say.pressToTake}
      </EmptyState>
    );
  if (filters.tab === 'unassigned')
    return (
      <EmptyState icon={<Inbox />} title={say.nobodyWaits}>
        {say.newAppear}
      </EmptyState>
    );
  return (
    <EmptyState icon={<Inbox />} title={say.noneYet}>
      {say.putWidget}
    </EmptyState>
  );
}
