// All conversations of the workspace, other people's too, for whoever may oversee them: the list with
// its filters, or the one that is looked at (`?id=`).

import { EmptyState, Select } from '@antiphon/ui';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fullTime } from '../shell/time.ts';
import { Looked } from './Looked.tsx';
import styles from './Oversight.module.css';
import { type KindChoice, kindOf, kinds, nameOf, type Overseen, path } from './record.ts';
import { useStaff } from './staff.ts';

const shelves = [
  { id: 'any', label: 'Put away or not' },
  { id: 'false', label: 'Not put away' },
  { id: 'true', label: 'Put away' },
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
    <Page
      title="All conversations"
      lead="What is said in this workspace, other people's talk too. Each look at a conversation in which you take no part is in the audit trail."
    >
      <div className={styles.filters}>
        <Select label="Kind" hideLabel options={[...kinds]} value={kind} onChange={setKind} />
        <Select
          label="Put away"
          hideLabel
          options={[...shelves]}
          value={shelf}
          onChange={setShelf}
        />
        <Select
          label="Who takes part"
          hideLabel
          options={[{ id: 'any', label: 'Anybody' }, ...staff]}
          value={person}
          onChange={setPerson}
        />
      </div>
      <Paged<Overseen>
        path={path}
        query={narrowed}
        list="conversations"
        what="the conversations"
        likely={6}
        empty={
          <EmptyState
            icon={<MessagesSquare />}
            title={isNarrowed ? 'No conversation fits' : 'Nothing has been said yet'}
          >
            {isNarrowed ? 'Choose fewer filters.' : 'The first conversation appears here.'}
          </EmptyState>
        }
      >
        {(rows) => (
          <Table
            name="All conversations"
            rows={rows}
            idOf={(one) => one.id}
            columns={[
              {
                name: 'Conversation',
                cell: (one) => (
                  <Link href={`/settings/conversations?id=${one.id}`} className={styles.name}>
                    <bdi>{nameOf(one)}</bdi>
                  </Link>
                ),
              },
              { name: 'Kind', cell: (one) => kindOf(one.kind) },
              {
                name: 'Last said',
                cell: (one) => <bdi className={styles.when}>{fullTime(one.last_activity_at)}</bdi>,
              },
              {
                name: 'State',
                cell: (one) => (one.is_archived ? 'Put away' : 'At hand'),
              },
            ]}
          />
        )}
      </Paged>
    </Page>
  );
}
