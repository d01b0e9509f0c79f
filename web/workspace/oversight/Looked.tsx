// One conversation as whoever oversees the workspace looks at it: who takes part, what was said, and
// what may be mended. What they say themselves they say as everybody does, once they take part.

import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Banner,
  Button,
  Confirm,
  dismissAbout,
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
import { Link, useSearch } from 'wouter';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card, Page } from '../shell/Page.tsx';
import { useStaff } from '../shell/people.ts';
import { say as frame } from '../shell/say.ts';
import { fieldError, isApiError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { fullTime } from '../shell/time.ts';
import { transcripts } from '../shell/transcript.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { Messages } from './Messages.tsx';
import styles from './Oversight.module.css';
import { kindOf, nameOf, type Overseen, path, type Taking } from './record.ts';
import { say } from './say.ts';

export function Looked({ id }: { id: string }) {
  const client = useClient();
  const queries = useQueryClient();
  const { me } = useSession();
  const [naming, setNaming] = useState(false);
  const at = Number(new URLSearchParams(useSearch()).get('at')) || null;
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
        text: is_archived ? say.isAway : say.isBack,
        about: `conversation:${id}`,
        action: { label: everywhere.undo, run: () => change.mutate({ is_archived: !is_archived }) },
      });
    },
    onError: (error, { is_archived }) => {
      if (is_archived !== undefined) toast({ text: everywhere.notChanged(sentence(error)) });
    },
  });

  if (asked.isPending)
    return <SkeletonLines label={everywhere.loading(everywhere.listOf.conversation)} lines={8} />;
  if (!asked.data)
    return (
      <Page title={frame.pages.conversations}>
        <Back />
        <ErrorPanel
          title={
            isApiError(asked.error) && asked.error.status === 404
              ? say.noSuch
              : everywhere.notLoaded(everywhere.listOf.conversation)
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
          {filled((when) => say.begun(kindOf(one), when), <bdi>{fullTime(one.created_at)}</bdi>)}{' '}
          {one.is_archived ? <Badge>{say.putAway}</Badge> : null}
        </>
      }
      action={
        <Menu
          name={say.whatToDo}
          placement="bottom end"
          trigger={(open) => (
            <IconButton {...open} name={say.whatToDo}>
              <Ellipsis aria-hidden />
            </IconButton>
          )}
          groups={[
            {
              deeds: [
                { label: say.askRename, run: () => setNaming(true) },
                {
                  label: one.is_archived ? say.fetchBack : say.puts,
                  run: () => change.mutate({ is_archived: !one.is_archived }),
                },
              ],
            },
            transcripts(`${path}/${id}`),
          ]}
        />
      }
    >
      <Back />
      {isTaking || one.kind === 'support' ? null : <Banner tone="info">{say.noPart}</Banner>}
      <People id={id} />
      <Messages key={at} id={id} at={at} />
      {naming ? (
        <Rename title={one.title ?? ''} change={change} onClose={() => setNaming(false)} />
      ) : null}
    </Page>
  );
}

/** To the list as it was left. */
function Back() {
  const asks = new URLSearchParams(useSearch());
  asks.delete('id');
  asks.delete('at');
  return (
    <Link href={`/settings/conversations${asks.size ? `?${asks}` : ''}`} className={styles.back}>
      <ArrowLeft aria-hidden className="mirrored" /> {frame.pages.conversations}
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
      title={say.renameTitle}
      action={say.rename}
      isOpen
      onClose={onClose}
      change={{ ...change, mutate: () => change.mutate({ title: name.trim() || null }) }}
      fields={['title']}
      isDisabled={name.trim() === title}
    >
      <TextField
        label={everywhere.title}
        hint={say.titleHint}
        autoFocus
        autoComplete="off"
        value={name}
        onChange={setName}
        error={fieldError(change.error, 'title')}
      />
    </FormDialog>
  );
}

const roleOf = ({ kind, role }: Taking) => say.roles[kind === 'bot' ? kind : role] ?? role;

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
    // Added anew by hand: there is nothing left to undo.
    onSuccess: (_, user) => dismissAbout(`participant:${id}/${user}`),
    onError: (error) => toast({ text: say.notAdded(sentence(error)) }),
    onSettled: settle,
  });
  const remove = useMutation({
    mutationFn: ({ user }: Taking) =>
      client.request('DELETE', `/api/chat/participants/${id}/${user}`),
    onSuccess: (_, { user, name }) => {
      toast({
        text: say.isOut(name),
        about: `participant:${id}/${user}`,
        action: { label: everywhere.undo, run: () => add.mutate(user) },
      });
    },
    onError: (error) => toast({ text: say.notTakenOut(sentence(error)) }),
    onSettled: () => {
      setRemoving(null);
      return settle();
    },
  });
  const taking = asked.data?.participants ?? [];
  const others = staff.filter((one) => !taking.some((part) => part.user === one.id));
  return (
    <Card title={say.whoTakesPart}>
      {asked.isPending ? <SkeletonLines label={say.loadingPeople} lines={2} /> : null}
      {asked.error && !asked.data ? (
        <ErrorPanel title={say.couldNot} onRetry={() => void asked.refetch()}>
          {sentence(asked.error)}
        </ErrorPanel>
      ) : null}
      <ul className={styles.people}>
        {taking.map((part) => (
          <li key={part.user} className={styles.person}>
            <span className={styles.words}>
              <bdi className={styles.who}>{part.name || everywhere.visitor}</bdi>
              <span className={styles.faint}>
                {filled(
                  (when) => say.since(roleOf(part), when),
                  <bdi>{fullTime(part.joined_at)}</bdi>,
                )}
                {part.last_read_at
                  ? filled(say.lastRead, <bdi>{fullTime(part.last_read_at)}</bdi>)
                  : null}
              </span>
            </span>
            {part.role === 'customer' ? null : (
              <IconButton name={say.takesOut(part.name)} size="s" onPress={() => setRemoving(part)}>
                <UserMinus aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <Menu
          name={say.bringIn}
          trigger={(open) => (
            <Button {...open} size="s" icon={<UserPlus aria-hidden />} isPending={add.isPending}>
              {say.bringIn}
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
        title={say.reallyTakeOut(removing?.name ?? '')}
        action={say.takeOut}
        isOpen={removing !== null}
        isPending={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        {say.takeOutMeans}
      </Confirm>
    </Card>
  );
}
