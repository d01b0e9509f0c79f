// Lists that the server gives page by page: asking, waiting, failing, nothing there, and more of it.

import { useClient } from '@antiphon/sdk/react';
import { Button, ErrorPanel, SkeletonRows } from '@antiphon/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { everywhere } from '../words/everywhere.ts';
import { type Answer, pathOf } from './allOf.ts';
import { sentence } from './server.ts';

export interface PagedProps<Row> {
  path: string;
  /** What the list is narrowed to. */
  query?: URLSearchParams;
  /** The list's name in the answer, and in the query cache. */
  list: string;
  /** What it is, within a sentence: "the keys". */
  what: string;
  /** Rows of the skeleton. */
  likely?: number;
  /** Shown when there is none. */
  empty?: ReactNode;
  more?: string;
  /** Asked for again only by whoever reads it: each time leaves a trace. */
  isKept?: boolean;
  children: (rows: Row[]) => ReactNode;
}

export function Paged<Row>(props: PagedProps<Row>) {
  const {
    path,
    query,
    list,
    what,
    likely = 3,
    empty,
    more = everywhere.showMore,
    isKept = false,
    children,
  } = props;
  const client = useClient();
  const pages = useInfiniteQuery({
    queryKey: [list, 'pages', ...(query?.size ? [query.toString()] : [])],
    queryFn: ({ pageParam }) =>
      client.request<Answer<Row>>('GET', pathOf(path, 50, pageParam, query)),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    ...(isKept ? { staleTime: Number.POSITIVE_INFINITY } : {}),
  });
  if (pages.isPending) return <SkeletonRows label={everywhere.loading(what)} rows={likely} />;
  if (pages.error && !pages.data)
    return (
      <ErrorPanel title={everywhere.notLoaded(what)} onRetry={() => void pages.refetch()}>
        {sentence(pages.error)}
      </ErrorPanel>
    );
  const rows = pages.data.pages.flatMap((page) => page[list] ?? []);
  if (rows.length === 0 && empty) return empty;
  return (
    <>
      {children(rows)}
      {pages.hasNextPage ? (
        <div>
          <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
            {more}
          </Button>
        </div>
      ) : null}
    </>
  );
}
