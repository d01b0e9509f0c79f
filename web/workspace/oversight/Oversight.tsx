// All conversations of the workspace, other people's too, for whoever may oversee them: the list with
// its filters, or the one that is looked at (`?id=`).

import { EmptyState, Select } from '@antiphon/ui';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { useStaff } from '../shell/people.ts';
import { say as frame } from '../shell/say.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { Looked } from './Looked.tsx';
import styles from './Oversight.module.css';
import { type KindChoice, kindOf, kinds, nameOf, type Overseen, path } from './record.ts';
import { say } from './say.ts';

const shelves = [
  { id: 'any', label: say.shelves.any },
  { id: 'false', label: say.shelves.false },
  { id: 'true', label: say.shelves.true },
] as const;

export default function Oversight() {
  const id = new URLSearchParams(useSearch()).get('id');
  return id ? <Looked key={id} id={id} /> : <All />;
}

function All() {
  const [kind, setKind] = useState<KindChoice>('any');
  const [shelf, setShelf] = useState<(typeof shelves)[number]['id']>('any');
  const [person, setPerson] = useState('any');
  const staff = useStaff();
  const narrowed = new URLSearchParams();
  if (kind !== 'any') narrowed.set('kind', kind);
  if (shelf !== 'any') narrowed.set('is_archived', shelf);
  if (person !== 'any') narrowed.set('participant', person);
  const isNarrowed = narrowed.size > 0;

  return (
    <Page title={frame.pages.conversations} lead={say.lead}>
      <div className={styles.filters}>
        <Select
          label={everywhere.kind}
          hideLabel
          options={[...kinds]}
          value={kind}
          onChange={setKind}
        />
        <Select
          label={say.putAway}
          hideLabel
          options={[...shelves]}
          value={shelf}
          onChange={setShelf}
        />
        <Select
          label={say.whoTakesPart}
          hideLabel
          options={[{ id: 'any', label: say.anybody }, ...staff]}
          value={person}
          onChange={setPerson}
        />
      </div>
      <Paged<Overseen>
        path={path}
        query={narrowed}
        list="conversations"
        what={everywhere.listOf.conversations}
        likely={6}
        empty={
          <EmptyState icon={<MessagesSquare />} title={isNarrowed ? say.noneFits : say.nothingYet}>
            {isNarrowed ? say.fewerFilters : say.firstAppears}
          </EmptyState>
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
                cell: (one) => (
                  <Link href={`/settings/conversations?id=${one.id}`} className={styles.name}>
                    <bdi>{nameOf(one)}</bdi>
                  </Link>
                ),
              },
              { name: everywhere.kind, cell: (one) => kindOf(one.kind) },
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
