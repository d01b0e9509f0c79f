// One contact: who they are and what is known of them, each field changed in its place; beside it their
// conversations, notes of colleagues, pages they were on, and what was merged into them.
import type { Conversation } from '@antiphon/sdk/core';
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
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  ArrowLeft,
  Ban,
  Ellipsis,
  Merge as MergeIcon,
  MessageSquarePlus,
  Trash2,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { statusTones, statusWords } from '../conversations/words.ts';
import { Face, sendPicture } from '../files/Face.tsx';
import { useNow, useTitle } from '../shell/browser.ts';
import { sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { showChanged, useBlock, useRemoval } from './ask.ts';
import styles from './ContactPage.module.css';
import { useContact } from './contact.ts';
import Known from './Known.tsx';
import { Marks } from './Marks.tsx';
import { MergeDialog, Merged } from './Merge.tsx';
import type { Contact } from './model.ts';
import { Notes } from './Notes.tsx';
import { picture } from './picture.ts';
import { say } from './say.ts';

export default function ContactPage({ id }: { id: string }) {
  const contact = useContact(id);
  const [, go] = useLocation();
  useTitle(contact.data?.name ?? everywhere.contact);
  return (
    <main className={styles.page}>
      <div className={styles.inner}>
        <div>
          <Button
            look="quiet"
            size="s"
            icon={<ArrowLeft aria-hidden className="mirrored" />}
            onPress={() => go('/contacts')}
          >
            {everywhere.contacts}
          </Button>
        </div>
        {contact.isPending ? (
          <SkeletonLines label={everywhere.loading(everywhere.listOf.contact)} lines={8} />
        ) : contact.error && !contact.data ? (
          <>
            <h1 className="unseen">{everywhere.contact}</h1>
            <ErrorPanel
              title={everywhere.notLoaded(everywhere.listOf.contact)}
              onRetry={() => void contact.refetch()}
            >
              {sentence(contact.error)}
            </ErrorPanel>
          </>
        ) : (
          <Whole contact={contact.data} />
        )}
      </div>
    </main>
  );
}

function Whole({ contact }: { contact: Contact }) {
  const { id, name, blocked, removed_at, merged_into } = contact;
  const [merging, setMerging] = useState(false);
  const [removing, setRemoving] = useState(false);
  const block = useBlock(contact);
  const removal = useRemoval(contact);
  const client = useClient();
  const [, go] = useLocation();
  const mayWrite = useMay('conversations:write');
  const begin = useMutation({
    mutationFn: () =>
      client.request<{ conversation: { id: string } }>('POST', '/api/conversations', {
        participants: [id],
      }),
    onSuccess: ({ conversation }) => go(`/conversations/${conversation.id}`),
    onError: (error) => toast({ text: say.notBegun(sentence(error)) }),
  });
  const now = useNow();
  return (
    <>
      <header className={styles.head}>
        <Looks contact={contact} />
        <div className={styles.names}>
          <h1 className={styles.title}>
            <bdi>{name}</bdi>
          </h1>
          <span className={styles.marks}>
            <Marks contact={contact} />
          </span>
        </div>
        {merged_into || removed_at || !mayWrite ? null : (
          <Button
            icon={<MessageSquarePlus aria-hidden />}
            isPending={begin.isPending}
            onPress={() => begin.mutate()}
          >
            {say.writeToThem}
          </Button>
        )}
        {merged_into || removed_at ? null : (
          <Menu
            name={say.whatToDo(name)}
            placement="bottom end"
            trigger={(open) => (
              <IconButton {...open} name={say.whatToDo(name)}>
                <Ellipsis aria-hidden />
              </IconButton>
            )}
            groups={[
              {
                deeds: [
                  {
                    label: say.askMerge,
                    icon: <MergeIcon aria-hidden />,
                    run: () => setMerging(true),
                  },
                  blocked
                    ? {
                        label: everywhere.unblock,
                        icon: <Ban aria-hidden />,
                        run: () => block.mutate(false),
                      }
                    : {
                        label: everywhere.block,
                        icon: <Ban aria-hidden />,
                        tone: 'danger',
                        run: () => block.mutate(true),
                      },
                  {
                    label: everywhere.askDelete,
                    icon: <Trash2 aria-hidden />,
                    tone: 'danger',
                    run: () => setRemoving(true),
                  },
                ],
              },
            ]}
          />
        )}
      </header>
      {merged_into ? (
        <Banner tone="amber">
          {say.wasMerged} <Link href={`/contacts/${merged_into}`}>{say.openThat}</Link>
        </Banner>
      ) : null}
      {removed_at && !merged_into ? (
        <Banner
          tone="amber"
          action={
            <Button size="s" isPending={removal.isPending} onPress={() => removal.mutate(false)}>
              {say.bringBack}
            </Button>
          }
        >
          {say.removedMeans}
        </Banner>
      ) : null}
      {blocked ? (
        <Banner
          tone="red"
          action={
            <Button size="s" isPending={block.isPending} onPress={() => block.mutate(false)}>
              {everywhere.unblock}
            </Button>
          }
        >
          {say.blockedMeans}
        </Banner>
      ) : null}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Part name={say.details}>
            <Known contact={contact} />
            <dl className={styles.facts}>
              <div>
                <dt>{everywhere.firstSeen}</dt>
                <dd title={fullTime(contact.first_seen_at)}>
                  {ago(Date.parse(contact.first_seen_at), now)}
                </dd>
              </div>
              <div>
                <dt>{everywhere.lastSeen}</dt>
                <dd title={contact.last_seen_at ? fullTime(contact.last_seen_at) : undefined}>
                  {contact.last_seen_at
                    ? ago(Date.parse(contact.last_seen_at), now)
                    : everywhere.never}
                </dd>
              </div>
              {removed_at ? (
                <div>
                  <dt>{everywhere.removed}</dt>
                  <dd title={fullTime(removed_at)}>{ago(Date.parse(removed_at), now)}</dd>
                </div>
              ) : null}
            </dl>
          </Part>
          <Merged into={id} />
        </div>
        <div className={styles.column}>
          <Talks id={id} />
          <Notes id={id} />
          <Pages id={id} />
        </div>
      </div>
      {merging ? <MergeDialog into={contact} onClose={() => setMerging(false)} /> : null}
      <Confirm
        title={say.reallyDelete(name)}
        action={everywhere.delete}
        isOpen={removing}
        isPending={removal.isPending}
        onClose={() => setRemoving(false)}
        onConfirm={() => removal.mutate(true, { onSettled: () => setRemoving(false) })}
      >
        {say.removeMeans}
      </Confirm>
    </>
  );
}

/** The picture, with what changes it. */
function Looks({ contact }: { contact: Contact }) {
  const client = useClient();
  const queries = useQueryClient();
  const mayWrite = useMay('contacts:write');
  const change = useMutation({
    mutationFn: async (file: File | null) => {
      const path = `/api/contacts/${contact.id}/avatar`;
      if (!file) return client.request<Contact>('DELETE', path);
      return client.request<Contact>('PUT', path, { file_id: await sendPicture(file) });
    },
    onSuccess: (changed) => showChanged(client, queries, changed),
    onError: (error) => toast({ text: say.pictureNotChanged(sentence(error)) }),
  });
  const { name, id, avatar_id } = contact;
  return (
    <Face
      name={name}
      of={id}
      picture={picture(contact)}
      mayChange={mayWrite}
      hasOne={avatar_id !== null}
      isPending={change.isPending}
      onChange={change.mutate}
    />
  );
}

export function Part({
  name,
  aside,
  children,
}: {
  name: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.part} aria-label={name}>
      <header className={styles.partHead}>
        <h2>{name}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

function Talks({ id }: { id: string }) {
  const client = useClient();
  const now = useNow();
  const talks = useQuery({
    queryKey: ['contact', id, 'conversations'],
    queryFn: () =>
      client.request<{ conversations: Conversation[] }>(
        'GET',
        `/api/conversations?contact_id=${id}&limit=20`,
      ),
  });
  return (
    <Part name={everywhere.conversations}>
      <Answered asked={talks} what={everywhere.listOf.conversations} />
      {talks.data?.conversations.length === 0 ? (
        <p className={styles.none}>{say.noneYet}</p>
      ) : (
        <ul className={styles.talks}>
          {talks.data?.conversations.map((one) => (
            <li key={one.id}>
              <Link href={`/conversations/${one.id}`} className={styles.talk}>
                <span className={styles.said}>
                  {one.title ?? one.last_message?.text ?? everywhere.noMessages}
                </span>
                <Badge tone={statusTones[one.status]}>{statusWords[one.status]}</Badge>
                <time dateTime={one.last_activity_at} title={fullTime(one.last_activity_at)}>
                  {ago(Date.parse(one.last_activity_at), now)}
                </time>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

interface PageVisit {
  id: string;
  url: string;
  title: string | null;
  visited_at: string;
}

function Pages({ id }: { id: string }) {
  const client = useClient();
  const now = useNow();
  const pages = useQuery({
    queryKey: ['contact', id, 'pages'],
    queryFn: () => client.request<{ pages: PageVisit[] }>('GET', `/api/contacts/${id}/pages`),
  });
  return (
    <Part name={say.pagesVisited}>
      <Answered asked={pages} what={everywhere.listOf.pages} />
      {pages.data?.pages.length === 0 ? (
        <p className={styles.none}>{say.noneKnown}</p>
      ) : (
        <ol className={styles.pages}>
          {pages.data?.pages.map((one) => (
            <li key={one.id}>
              <a href={one.url} target="_blank" rel="noreferrer" className={styles.visited}>
                <bdi>{one.title ?? one.url}</bdi>
              </a>
              <time dateTime={one.visited_at} title={fullTime(one.visited_at)}>
                {ago(Date.parse(one.visited_at), now)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Part>
  );
}

/** What a part says while it waits, and when it was refused. */
export function Answered({
  asked,
  what,
}: {
  asked: { isPending: boolean; error: unknown; refetch: () => unknown };
  what: string;
}) {
  if (asked.isPending) return <SkeletonLines label={everywhere.loading(what)} lines={2} />;
  if (!asked.error) return null;
  return (
    <Banner
      tone="red"
      action={
        <Button size="s" onPress={() => void asked.refetch()}>
          {everywhere.tryAgain}
        </Button>
      }
    >
      {say.notLoaded(what, sentence(asked.error))}
    </Banner>
  );
}
