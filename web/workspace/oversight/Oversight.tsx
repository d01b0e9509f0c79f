// All conversations of the workspace, other people's too, for whoever may oversee them: the list with
// its search and filters, which stand in the address, or the one that is looked at (`?id=`).

import { Button, EmptyState, Select, TextField } from '@antiphon/ui';
import { Lock, MessagesSquare, Search, SearchX } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useShortcut } from '../shell/keys.ts';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { useStaff } from '../shell/people.ts';
import { say as frame } from '../shell/say.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { Looked } from './Looked.tsx';
import styles from './Oversight.module.css';
import {
  asked,
  type Found,
  type KindChoice,
  kindOf,
  kinds,
  nameOf,
  type Overseen,
  path,
  peopleOf,
} from './record.ts';
import { say } from './say.ts';

const shelves = [
  { id: 'any', label: say.shelves.any },
  { id: 'false', label: say.shelves.false },
  { id: 'true', label: say.shelves.true },
] as const;

type Shelf = (typeof shelves)[number]['id'];

export default function Oversight() {
  const id = new URLSearchParams(useSearch()).get('id');
  return id ? <Looked key={id} id={id} /> : <All />;
}

function All() {
  const [, go] = useLocation();
  const asks = new URLSearchParams(useSearch());
  const given = <Id extends string>(options: readonly { id: Id }[], name: string, standard: Id) =>
    options.find((one) => one.id === asks.get(name))?.id ?? standard;
  const staff = useStaff();
  const q = asks.get('q') ?? '';
  const kind = given<KindChoice>(kinds, 'kind', 'any');
  const shelf = given<Shelf>(shelves, 'is_archived', 'any');
  const person = asks.get('participant') ?? 'any';
  const narrowed = new URLSearchParams(q ? { q } : {});
  if (kind !== 'any')
    for (const [name, value] of Object.entries(asked[kind] ?? { kind })) narrowed.set(name, value);
  if (shelf !== 'any') narrowed.set('is_archived', shelf);
  if (person !== 'any') narrowed.set('participant', person);
  const isNarrowed = narrowed.size > (q ? 1 : 0);
  const ask = (name: string, value: string) => {
    const next = new URLSearchParams(asks);
    if (value && value !== 'any') next.set(name, value);
    else next.delete(name);
    go(`/settings/conversations${next.size ? `?${next}` : ''}`, { replace: true });
  };

  return (
    <Page title={frame.pages.conversations} lead={say.lead}>
      <Words key={q} q={q} onSearch={(next) => ask('q', next)} />
      <div className={styles.filters}>
        <Select
          label={everywhere.kind}
          hideLabel
          options={[...kinds]}
          value={kind}
          onChange={(next) => ask('kind', next)}
        />
        <Select
          label={say.putAway}
          hideLabel
          options={[...shelves]}
          value={shelf}
          onChange={(next) => ask('is_archived', next)}
        />
        <Select
          label={say.whoTakesPart}
          hideLabel
          options={[{ id: 'any', label: say.anybody }, ...staff]}
          value={person}
          onChange={(next) => ask('participant', next)}
        />
      </div>
      <Paged<Overseen>
        path={path}
        query={narrowed}
        list="conversations"
        what={everywhere.listOf.conversations}
        likely={6}
        isKept={q !== ''}
        empty={
          q ? (
            <EmptyState icon={<SearchX />} title={say.nothingFound(q)}>
              {isNarrowed ? say.otherWordsOrFilters : say.otherWords}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<MessagesSquare />}
              title={isNarrowed ? say.noneFits : say.nothingYet}
            >
              {isNarrowed ? say.fewerFilters : say.firstAppears}
            </EmptyState>
          )
        }
      >
        {(rows) => (
          <Table
            name={frame.pages.conversations}
            rows={rows}
            idOf={(one) => one.id}
            columns={[
              {
                name: everywhere.conversation,
                cell: (one) => <Called one={one} asks={asks} />,
              },
              { name: everywhere.kind, cell: kindOf },
              {
                name: say.lastSaid,
                cell: (one) => <bdi className={styles.when}>{fullTime(one.last_activity_at)}</bdi>,
              },
              {
                name: say.state,
                cell: (one) => (one.is_archived ? say.putAway : say.atHand),
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  );
}

/** What is looked for is asked with Enter, not while one types: each search is a line of the trail. */
function Words({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  useShortcut('search', () => field.current?.focus());
  return (
    <search>
      <form
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(text.trim());
        }}
      >
        <TextField
          label={say.search}
          hideLabel
          type="search"
          placeholder={say.search}
          hint={say.searchHint}
          lead={<Search aria-hidden className={styles.glass} />}
          inputRef={field}
          value={text}
          onChange={(next) => {
            setText(next);
            if (!next && q) onSearch('');
          }}
        />
        <Button type="submit">{frame.search}</Button>
      </form>
    </search>
  );
}

/** Title first, names second, and what was found. The way back leads to the same list. */
function Called({ one, asks }: { one: Overseen; asks: URLSearchParams }) {
  const { found } = one;
  const to = new URLSearchParams(asks);
  to.set('id', one.id);
  if (found?.seq) to.set('at', String(found.seq));
  return (
    <div className={styles.called}>
      <Link href={`/settings/conversations?${to}`} className={styles.name}>
        <bdi>{found?.why === 'title' ? <Marked parts={found.snippet} /> : nameOf(one)}</bdi>
      </Link>
      {one.title ? <bdi className={styles.faint}>{peopleOf(one)}</bdi> : null}
      {found && found.why !== 'title' ? (
        <p className={styles.found}>
          {found.kind === 'note' ? <Lock role="img" aria-label={everywhere.note} /> : null}
          {found.sender ? (
            <bdi className={styles.sender}>{found.sender.name || everywhere.visitor}</bdi>
          ) : null}
          <bdi>
            <Marked parts={found.snippet} />
          </bdi>
        </p>
      ) : null}
    </div>
  );
}

function Marked({ parts }: { parts: Found['snippet'] }) {
  return parts.map(({ text, is_hit }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts never move.
    is_hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
  );
}
