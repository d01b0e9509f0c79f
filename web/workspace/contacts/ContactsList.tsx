// The list of contacts: search, filters, a table that becomes cards where it is narrow, and a bar for
// what is to become of the chosen ones.
import { useClient } from '@antiphon/sdk/react';
import {
  Avatar,
  Badge,
  Button,
  Checkbox,
  EmptyState,
  ErrorPanel,
  Select,
  SkeletonRows,
  TextField,
} from '@antiphon/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BadgeCheck, Ban, Download, Plus, Search, SearchX, Upload, UsersRound } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useNow } from '../shell/browser.ts';
import { useShortcut } from '../shell/keys.ts';
import { useSearchText } from '../shell/searchText.ts';
import { sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { useAttributes } from './ask.ts';
import { type Begun, Bulk, Running } from './Bulk.tsx';
import styles from './ContactsList.module.css';
import {
  asQuery,
  type Company,
  type Contact,
  everybody,
  type Filters,
  isNarrowed,
  sorts,
  standings,
} from './model.ts';
import { NewContact } from './NewContact.tsx';
import { picture } from './picture.ts';
import { say } from './say.ts';

interface Page {
  contacts: Contact[];
  next_cursor: string | null;
}

export interface ContactsListProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
}

export function ContactsList({ filters, onFilters }: ContactsListProps) {
  const client = useClient();
  const mayManage = useMay('contacts:manage');
  const [, go] = useLocation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [running, setRunning] = useState<Begun | null>(null);
  const [making, setMaking] = useState(false);
  const pages = useInfiniteQuery({
    queryKey: ['contacts', filters],
    queryFn: ({ pageParam }) =>
      client.request<Page>(
        'GET',
        `/api/contacts?${asQuery(filters, { limit: '50', ...(pageParam && { cursor: pageParam }) })}`,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: (before) => before,
  });
  const contacts = pages.data?.pages.flatMap((page) => page.contacts) ?? [];
  const narrow = (part: Partial<Filters>) => {
    setChosen(new Set());
    onFilters({ ...filters, ...part });
  };

  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{everywhere.contacts}</h1>
        <div className={styles.deeds}>
          {mayManage ? (
            <>
              <Button icon={<Upload aria-hidden />} onPress={() => go('/contacts/import')}>
                {say.import}
              </Button>
              <a
                className={styles.export}
                href={`/api/contacts/export?${asQuery({ ...filters, sort: 'name' }, { bom: 'true' })}`}
                download="contacts.csv"
              >
                <Download aria-hidden />
                {say.export}
              </a>
            </>
          ) : null}
          <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setMaking(true)}>
            {say.newContact}
          </Button>
        </div>
      </header>
      <Narrowing filters={filters} onChange={narrow} />
      {running ? (
        <Running key={running.id} {...running} onEnd={() => setRunning(null)} />
      ) : chosen.size > 0 ? (
        <Bulk
          chosen={chosen}
          filters={filters}
          isWhole={chosen.size === contacts.length && (pages.hasNextPage || chosen.size > 500)}
          total={pages.hasNextPage ? undefined : contacts.length}
          onDone={(begun) => {
            setChosen(new Set());
            setRunning(begun ?? null);
          }}
        />
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard. */}
      <section className={styles.body} aria-label={say.all} tabIndex={0}>
        {pages.isPending ? (
          <SkeletonRows label={everywhere.loading(everywhere.listOf.contacts)} rows={9} />
        ) : pages.error && contacts.length === 0 ? (
          <ErrorPanel
            title={everywhere.notLoaded(everywhere.listOf.contacts)}
            onRetry={() => void pages.refetch()}
          >
            {sentence(pages.error)}
          </ErrorPanel>
        ) : contacts.length === 0 ? (
          <Nobody filters={filters} onClear={() => onFilters(everybody)} />
        ) : (
          <>
            <Rows contacts={contacts} chosen={chosen} onChosen={setChosen} />
            {pages.hasNextPage ? (
              <div className={styles.more}>
                <Button
                  isPending={pages.isFetchingNextPage}
                  onPress={() => void pages.fetchNextPage()}
                >
                  {everywhere.showMore}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </section>
      <NewContact
        isOpen={making}
        onClose={() => setMaking(false)}
        onMade={(id) => go(`/contacts/${id}`)}
      />
    </main>
  );
}

function Narrowing({
  filters,
  onChange,
}: {
  filters: Filters;
  onChange: (part: Partial<Filters>) => void;
}) {
  const client = useClient();
  const attributes = useAttributes();
  const companies = useQuery({
    queryKey: ['companies'],
    queryFn: () => client.request<{ companies: Company[] }>('GET', '/api/companies?limit=100'),
    staleTime: 60_000,
  });
  const [text, setText] = useSearchText(filters.q, (q) => onChange({ q }));
  const field = useRef<HTMLInputElement>(null);
  useShortcut('search', () => field.current?.focus());

  const lists = attributes.filter((one) => one.type === 'list' || one.type === 'boolean');
  const values = lists.flatMap((one) =>
    one.type === 'list'
      ? one.choices.map((choice) => ({
          id: `${one.key}:${choice}`,
          label: `${one.label}: ${choice}`,
        }))
      : [
          { id: `${one.key}:true`, label: `${one.label}: ${everywhere.yes}` },
          { id: `${one.key}:false`, label: `${one.label}: ${everywhere.no}` },
        ],
  );
  const known = companies.data?.companies ?? [];
  return (
    <div className={styles.narrowing}>
      <search className={styles.search}>
        <TextField
          label={say.search}
          hideLabel
          type="search"
          placeholder={say.searchHint}
          lead={<Search aria-hidden className={styles.small} />}
          inputRef={field}
          value={text}
          onChange={setText}
        />
      </search>
      <Select
        label={say.standing}
        hideLabel
        quiet
        size="s"
        options={standings}
        value={filters.standing}
        onChange={(standing) => onChange({ standing })}
      />
      {known.length > 0 ? (
        <Select
          label={everywhere.company}
          hideLabel
          quiet
          size="s"
          options={[
            { id: '', label: say.anyCompany },
            ...known.map(({ id, name }) => ({ id, label: name })),
          ]}
          value={filters.company_id}
          onChange={(company_id) => onChange({ company_id })}
        />
      ) : null}
      {values.length > 0 ? (
        <Select
          label={say.attribute}
          hideLabel
          quiet
          size="s"
          options={[{ id: '', label: say.anyAttributes }, ...values]}
          value={filters.attribute}
          onChange={(attribute) => onChange({ attribute })}
        />
      ) : null}
      {filters.q ? null : (
        <Select
          label={say.order}
          hideLabel
          quiet
          size="s"
          options={sorts}
          value={filters.sort}
          onChange={(sort) => onChange({ sort })}
        />
      )}
    </div>
  );
}

function Rows({
  contacts,
  chosen,
  onChosen,
}: {
  contacts: Contact[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}) {
  const now = useNow();
  const all = contacts.every(({ id }) => chosen.has(id));
  const choose = (id: string, on: boolean) => {
    const changed = new Set(chosen);
    if (on) changed.add(id);
    else changed.delete(id);
    onChosen(changed);
  };
  return (
    <table className={styles.table} aria-label={everywhere.contacts}>
      <thead>
        <tr>
          <th scope="col" className={styles.tick}>
            <Checkbox
              isSelected={all}
              onChange={(on) => onChosen(new Set(on ? contacts.map(({ id }) => id) : []))}
            >
              <span className="unseen">{say.chooseShown}</span>
            </Checkbox>
          </th>
          <th scope="col">{everywhere.name}</th>
          <th scope="col">{everywhere.email}</th>
          <th scope="col">{everywhere.phone}</th>
          <th scope="col">{everywhere.company}</th>
          <th scope="col">{everywhere.lastSeen}</th>
        </tr>
      </thead>
      <tbody>
        {contacts.map((one) => (
          <tr key={one.id} data-chosen={chosen.has(one.id) || undefined}>
            <td className={styles.tick}>
              <Checkbox isSelected={chosen.has(one.id)} onChange={(on) => choose(one.id, on)}>
                <span className="unseen">{say.chooses(one.name)}</span>
              </Checkbox>
            </td>
            <td>
              <Link href={`/contacts/${one.id}`} className={styles.name}>
                <Avatar name={one.name} of={one.id} size="s" picture={picture(one)} />
                <bdi>{one.name}</bdi>
                {one.verified ? (
                  <BadgeCheck
                    role="img"
                    aria-label={everywhere.verified}
                    className={styles.verified}
                  />
                ) : null}
                {one.blocked ? (
                  <Badge tone="red" icon={<Ban aria-hidden />}>
                    {everywhere.blocked}
                  </Badge>
                ) : null}
              </Link>
            </td>
            <td data-name={everywhere.email}>
              <bdi>{one.email}</bdi>
            </td>
            <td data-name={everywhere.phone}>
              <bdi>{one.phone}</bdi>
            </td>
            <td data-name={everywhere.company}>
              <bdi>{one.company?.name}</bdi>
            </td>
            <td data-name={everywhere.lastSeen}>
              {one.last_seen_at ? (
                <time dateTime={one.last_seen_at} title={fullTime(one.last_seen_at)}>
                  {ago(Date.parse(one.last_seen_at), now)}
                </time>
              ) : (
                <span className={styles.never}>{everywhere.never}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Nobody({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  if (isNarrowed(filters))
    return (
      <EmptyState
        icon={<SearchX />}
        title={filters.q ? say.nobodyFound(filters.q) : say.nobodyFits}
        action={<Button onPress={onClear}>{say.clearFilters}</Button>}
      >
        {say.searchLooks}
      </EmptyState>
    );
  return (
    <EmptyState icon={<UsersRound />} title={say.noContacts}>
      {say.noContactsYet}
    </EmptyState>
  );
}
