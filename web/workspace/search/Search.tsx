// Search in what was said: the words and how far to look stand in the address, hits lead to their
// message. What is found is marked by the server in parts of text; nothing here makes markup.
import type { Principal } from '@antiphon/sdk/core';
import { Avatar, Button, EmptyState, ErrorPanel, SkeletonRows, TextField } from '@antiphon/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Search as Glass, Lock, MessageSquareText, SearchX } from 'lucide-react';
import { Link, useLocation, useSearch } from 'wouter';
import { useNow, useTitle } from '../shell/browser.ts';
import { say as frame } from '../shell/say.ts';
import { useSearchText } from '../shell/searchText.ts';
import { sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { fullTime, shortTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Search.module.css';
import { say } from './say.ts';

interface Hit {
  conversation_id: string;
  conversation_kind: string;
  conversation_title: string | null;
  contact_name: string | null;
  message_id: string;
  kind: 'message' | 'note';
  sender: Principal;
  created_at: string;
  snippet: { text: string; is_hit: boolean }[];
}

interface HitPage {
  hits: Hit[];
  next_cursor: string | null;
}

export default function Search() {
  const [, go] = useLocation();
  const q = new URLSearchParams(useSearch()).get('q') ?? '';
  const { client } = useSession();
  const now = useNow();
  useTitle(q ? say.tab(q) : frame.search);

  const pages = useInfiniteQuery({
    queryKey: ['search', q],
    enabled: q !== '',
    queryFn: ({ pageParam }) => {
      const from = pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : '';
      const path = `/api/search/messages?limit=30&q=${encodeURIComponent(q)}${from}`;
      return client.request<HitPage>('GET', path);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  });
  const hits = pages.data?.pages.flatMap((page) => page.hits) ?? [];

  return (
    <main className={styles.page}>
      <div className={styles.inside}>
        <h1 className={styles.title}>{say.title}</h1>
        <Words
          q={q}
          onSearch={(next) =>
            go(`/search${next ? `?q=${encodeURIComponent(next)}` : ''}`, { replace: true })
          }
        />
        {q === '' ? (
          <EmptyState icon={<MessageSquareText />} title={say.find}>
            {say.how}
          </EmptyState>
        ) : pages.isPending ? (
          <SkeletonRows label={say.searching} rows={6} />
        ) : pages.error && !hits.length ? (
          <ErrorPanel title={say.failed} onRetry={() => void pages.refetch()}>
            {sentence(pages.error)}
          </ErrorPanel>
        ) : hits.length === 0 ? (
          <EmptyState icon={<SearchX />} title={say.nothing(q)}>
            {say.fewer}
          </EmptyState>
        ) : (
          <>
            <ol className={styles.hits} aria-label={say.found}>
              {hits.map((hit) => (
                <li key={hit.message_id}>
                  <Found hit={hit} now={now} />
                </li>
              ))}
            </ol>
            {pages.hasNextPage ? (
              <Button
                look="quiet"
                isPending={pages.isFetchingNextPage}
                onPress={() => void pages.fetchNextPage()}
              >
                {everywhere.loadMore}
              </Button>
            ) : null}
          </>
        )}
        <p role="status" className="unseen">
          {q && !pages.isPending ? (pages.hasNextPage ? say.orMore : say.howMany)(hits.length) : ''}
        </p>
      </div>
    </main>
  );
}

function Found({ hit, now }: { hit: Hit; now: number }) {
  const at = Date.parse(hit.created_at);
  const where =
    [hit.conversation_title, hit.contact_name].filter(Boolean).join(' · ') || everywhere.direct;
  return (
    <Link
      className={styles.hit}
      href={`/conversations/${hit.conversation_id}?message=${hit.message_id}`}
    >
      <Avatar name={hit.sender.name} of={hit.sender.id} />
      <span className={styles.words}>
        <span className={styles.head}>
          <bdi className={styles.who}>{hit.sender.name || everywhere.visitor}</bdi>
          {hit.kind === 'note' ? <Lock role="img" aria-label={everywhere.note} /> : null}
          <bdi className={styles.where}>{where}</bdi>
          <time dateTime={hit.created_at} title={fullTime(at)}>
            {shortTime(at, now)}
          </time>
        </span>
        <bdi className={styles.text}>
          {hit.snippet.map((part, at) =>
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never move.
            part.is_hit ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
          )}
        </bdi>
      </span>
    </Link>
  );
}

function Words({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useSearchText(q, onSearch);
  return (
    <search>
      <TextField
        label={say.words}
        hideLabel
        type="search"
        placeholder={say.words}
        lead={<Glass aria-hidden className={styles.glass} />}
        value={text}
        onChange={setText}
        autoFocus
      />
    </search>
  );
}
