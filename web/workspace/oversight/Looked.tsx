// One conversation as whoever oversees the workspace looks at it: who takes part, what was said, and
// what may be mended. What they say themselves they say as everybody does, once they take part.

import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Banner,
  Button,
  Confirm,
  ErrorPanel,
  IconButton,
  Menu,
  SkeletonLines,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Ellipsis, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { fieldError, isApiError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { fullTime } from '../shell/time.ts';
import { Messages } from './Messages.tsx';
import styles from './Oversight.module.css';
import { kindOf, nameOf, type Overseen, path, type Taking } from './record.ts';
import { useStaff } from './staff.ts';

const formats = [
  ['html', 'To print or save as PDF'],
  ['text', 'As text'],
  ['json', 'As JSON'],
] as const;

export function Looked({ id }: { id: string }) {
  const client = useClient();
  const queries = useQueryClient();
  const { me } = useSession();
  const [naming, setNaming] = useState(false);
  const asked = useQuery({
    queryKey: ['overseen', id],
    queryFn: () => client.request<Overseen>('GET', `${path}/${id}`),
  });
  const change = useMutation({
    mutationFn: (body: { title?: string | null; is_archived?: boolean }) =>
      client.request<Overseen>('PATCH', `${path}/${id}`, body),
    onSuccess: (changed, { is_archived }) => {
      queries.setQueryData(['overseen', id], changed);
      void queries.invalidateQueries({ queryKey: ['conversations', 'pages'] });
      setNaming(false);
      if (is_archived === undefined) return;
      toast({
        text: is_archived ? 'It is put away.' : 'It is back.',
        action: { label: 'Undo', run: () => change.mutate({ is_archived: !is_archived }) },
      });
    },
    onError: (error, { is_archived }) => {
      if (is_archived !== undefined) toast({ text: `Not changed. ${sentence(error)}` });
    },
  });

  if (asked.isPending) return <SkeletonLines label="Loading the conversation" lines={8} />;
  if (!asked.data)
    return (
      <Page title="All conversations">
        <Back />
        <ErrorPanel
          title={
            isApiError(asked.error) && asked.error.status === 404
              ? 'There is no such conversation'
              : 'The conversation could not be loaded'
          }
          onRetry={() => void asked.refetch()}
        >
          {sentence(asked.error)}
        </ErrorPanel>
      </Page>
    );
  const one = asked.data;
  const isTaking = one.people.some((person) => person.id === me.id);
  return (
    <Page
      title={nameOf(one)}
      lead={
        <>
          {kindOf(one.kind)}, begun <bdi>{fullTime(one.created_at)}</bdi>{' '}
          {one.is_archived ? <Badge>Put away</Badge> : null}
        </>
      }
      action={
        <Menu
          name="What to do with it"
          placement="bottom end"
          trigger={(open) => (
            <IconButton {...open} name="What to do with it">
              <Ellipsis aria-hidden />
            </IconButton>
          )}
          groups={[
            {
              deeds: [
                { label: 'Rename…', run: () => setNaming(true) },
                {
                  label: one.is_archived ? 'Fetch back' : 'Put away',
                  run: () => change.mutate({ is_archived: !one.is_archived }),
                },
              ],
            },
            {
              title: 'Transcript',
              deeds: formats.map(([format, label]) => ({
                label,
                run: () => {
                  window.open(`${path}/${id}/transcript?format=${format}`, '_blank', 'noopener');
                },
              })),
            },
          ]}
        />
      }
    >
      <Back />
      {isTaking || one.kind === 'support' ? null : (
        <Banner tone="info">
          You take no part in this conversation. That you looked is in the audit trail.
        </Banner>
      )}
      <People id={id} />
      <Messages id={id} />
      {naming ? (
        <Rename title={one.title ?? ''} change={change} onClose={() => setNaming(false)} />
      ) : null}
    </Page>
  );
}

function Back() {
  return (
    <Link href="/settings/conversations" className={styles.back}>
      <ArrowLeft aria-hidden /> All conversations
    </Link>
  );
}

interface RenameProps {
  title: string;
  change: { isPending: boolean; error: unknown; mutate: (body: { title: string | null }) => void };
  onClose: () => void;
}

function Rename({ title, change, onClose }: RenameProps) {
  const [name, setName] = useState(title);
  return (
    <FormDialog
      title="Rename the conversation"
      action="Rename"
      isOpen
      onClose={onClose}
      change={{ ...change, mutate: () => change.mutate({ title: name.trim() || null }) }}
      fields={['title']}
      isDisabled={name.trim() === title}
    >
      <TextField
        label="Title"
        hint="Everybody who takes part sees it. Empty for none."
        autoFocus
        autoComplete="off"
        value={name}
        onChange={setName}
        error={fieldError(change.error, 'title')}
      />
    </FormDialog>
  );
}

function People({ id }: { id: string }) {
  const client = useClient();
  const queries = useQueryClient();
  const staff = useStaff();
  const [removing, setRemoving] = useState<Taking | null>(null);
  const asked = useQuery({
    queryKey: ['overseen', id, 'participants'],
    queryFn: () =>
      client.request<{ participants: Taking[] }>(
        'GET',
        `/api/chat/participants?conversation=${id}`,
      ),
  });
  const settle = () => queries.invalidateQueries({ queryKey: ['overseen', id] });
  const add = useMutation({
    mutationFn: (user: string) =>
      client.request('POST', '/api/chat/participants', { conversation: id, user }),
    onError: (error) => toast({ text: `Not added. ${sentence(error)}` }),
    onSettled: settle,
  });
  const remove = useMutation({
    mutationFn: ({ user }: Taking) =>
      client.request('DELETE', `/api/chat/participants/${id}/${user}`),
    onSuccess: (_, { user, name }) => {
      toast({
        text: `${name} is out of it.`,
        action: { label: 'Undo', run: () => add.mutate(user) },
      });
    },
    onError: (error) => toast({ text: `Not taken out. ${sentence(error)}` }),
    onSettled: () => {
      setRemoving(null);
      return settle();
    },
  });
  const taking = asked.data?.participants ?? [];
  const others = staff.filter((one) => !taking.some((part) => part.user === one.id));
  return (
    <Card title="Who takes part">
      {asked.isPending ? <SkeletonLines label="Loading who takes part" lines={2} /> : null}
      {asked.error && !asked.data ? (
        <ErrorPanel title="It could not be loaded" onRetry={() => void asked.refetch()}>
          {sentence(asked.error)}
        </ErrorPanel>
      ) : null}
      <ul className={styles.people}>
        {taking.map((part) => (
          <li key={part.user} className={styles.person}>
            <span className={styles.words}>
              <bdi className={styles.who}>{part.name || 'Visitor'}</bdi>
              <span className={styles.faint}>
                {part.kind === 'bot' ? 'Bot' : part.role}, since{' '}
                <bdi>{fullTime(part.joined_at)}</bdi>
                {part.last_read_at ? (
                  <>
                    , last read <bdi>{fullTime(part.last_read_at)}</bdi>
                  </>
                ) : null}
              </span>
            </span>
            {part.role === 'customer' ? null : (
              <IconButton name={`Take ${part.name} out`} size="s" onPress={() => setRemoving(part)}>
                <UserMinus aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <Menu
          name="Bring someone in"
          trigger={(open) => (
            <Button {...open} size="s" icon={<UserPlus aria-hidden />} isPending={add.isPending}>
              Bring someone in
            </Button>
          )}
          groups={[
            {
              deeds: others.map(({ id: user, label }) => ({ label, run: () => add.mutate(user) })),
            },
          ]}
        />
      ) : null}
      <Confirm
        title={`Take ${removing?.name ?? ''} out?`}
        action="Take out"
        isOpen={removing !== null}
        isPending={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        They see nothing of it from then on. Everybody else sees that they left. They can be brought
        back in.
      </Confirm>
    </Card>
  );
}
