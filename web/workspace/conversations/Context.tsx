// What is known around a conversation: its contact, who takes part, where it came from. Sections
// fold, and stay as the person left them.

import type { Conversation, Participant, Thread } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { Avatar, Badge, Banner, Button, IconButton, SkeletonLines, TextField } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BadgeCheck, ChevronRight, Pencil, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { FileList } from '../files/FileList.tsx';
import { filesIn } from '../files/Viewer.tsx';
import { useNow } from '../shell/browser.ts';
import { allOf } from '../shell/Paged.tsx';
import { fieldError, formError, sentence } from '../shell/server.ts';
import { useMay, useSession } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import styles from './Context.module.css';
import { roleWords, whoOf } from './words.ts';

interface ContactDetail {
  id: string;
  name: string;
  email: string | null;
  verified: boolean;
  external_id: string | null;
  first_seen_at: string;
  last_seen_at: string | null;
}

export interface ContextProps {
  conversation: Conversation | undefined;
  thread: Thread | undefined;
  onPicture: (file_id: string) => void;
  onClose?: () => void;
}

export function Context({ conversation, thread, onPicture, onClose }: ContextProps) {
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title}>Context</h2>
        {onClose ? (
          <IconButton name="Close" onPress={onClose}>
            <X aria-hidden />
          </IconButton>
        ) : null}
      </header>
      {conversation && thread?.status === 'ready' ? (
        <>
          {conversation.contact ? (
            <Contact id={conversation.contact.id} conversation={conversation} />
          ) : null}
          <Section name="Participants" aside={String(thread.participants.length)}>
            <Participants participants={thread.participants} present={thread.present} />
          </Section>
          <Files thread={thread} onPicture={onPicture} />
          <Section name="This conversation">
            <Facts conversation={conversation} />
          </Section>
        </>
      ) : (
        <SkeletonLines label="Loading the context" lines={6} />
      )}
    </>
  );
}

function Files({ thread, onPicture }: { thread: Thread; onPicture: (file_id: string) => void }) {
  const { messages, has_older } = thread;
  const { length } = filesIn(messages);
  if (!length) return null;
  return (
    <Section name="Files" aside={String(length)}>
      <FileList messages={messages} hasOlder={has_older} onPicture={onPicture} />
    </Section>
  );
}

function Contact({ id, conversation }: { id: string; conversation: Conversation }) {
  const client = useClient();
  const { me } = useSession();
  const who = whoOf(conversation, me.id);
  const now = useNow();
  const [editing, setEditing] = useState<'not yet' | 'now' | 'done'>('not yet');
  const contact = useQuery({
    queryKey: ['contact', id],
    queryFn: () => client.request<ContactDetail>('GET', `/api/contacts/${id}`),
  });
  // The live row may know better who this is: the site has named them, or a colleague has.
  const row = conversation.contact;
  const { data, refetch } = contact;
  const isOld =
    data &&
    row &&
    (data.name !== row.name || data.email !== row.email || data.verified !== row.verified);
  useEffect(() => {
    if (isOld) void refetch();
  }, [isOld, refetch]);

  if (contact.isPending) return <SkeletonLines label="Loading the contact" lines={4} />;
  if (contact.error)
    return (
      <div className={styles.body}>
        <Banner
          tone="red"
          action={
            <Button size="s" onPress={() => void contact.refetch()}>
              Try again
            </Button>
          }
        >
          The contact could not be loaded. {sentence(contact.error)}
        </Banner>
      </div>
    );
  const { name, email, verified, external_id, first_seen_at, last_seen_at } = contact.data;
  if (editing === 'now') return <Edit contact={contact.data} onDone={() => setEditing('done')} />;
  return (
    <div className={styles.contact}>
      <div className={styles.card}>
        <Avatar name={who.name} of={id} size="l" />
        <div className={styles.names}>
          <h3 className={styles.name}>
            <bdi>{name || who.name}</bdi>
          </h3>
          {verified ? (
            <Badge tone="green" icon={<BadgeCheck aria-hidden />}>
              Verified
            </Badge>
          ) : (
            <Badge>Not verified</Badge>
          )}
        </div>
        <IconButton
          name="Edit contact"
          size="s"
          // The form took the focus with it; it goes back to what opened it.
          autoFocus={editing === 'done'}
          onPress={() => setEditing('now')}
        >
          <Pencil aria-hidden className={styles.small} />
        </IconButton>
      </div>
      <dl className={styles.facts}>
        <Fact name="E-mail">
          {email ? (
            <a href={`mailto:${email}`}>{email}</a>
          ) : (
            <span className={styles.none}>Not given</span>
          )}
        </Fact>
        {external_id ? <Fact name="External id">{external_id}</Fact> : null}
        <Fact name="First seen" title={fullTime(first_seen_at)}>
          {ago(Date.parse(first_seen_at), now)}
        </Fact>
        {last_seen_at ? (
          <Fact name="Last seen" title={fullTime(last_seen_at)}>
            {ago(Date.parse(last_seen_at), now)}
          </Fact>
        ) : null}
      </dl>
    </div>
  );
}

function Edit({ contact, onDone }: { contact: ContactDetail; onDone: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(contact.name);
  const [email, setEmail] = useState(contact.email ?? '');
  const save = useMutation({
    mutationFn: () =>
      client.request<ContactDetail>('PATCH', `/api/contacts/${contact.id}`, {
        ...(name.trim() === contact.name ? {} : { name: name.trim() }),
        ...(email.trim() === (contact.email ?? '') ? {} : { email: email.trim() || null }),
      }),
    onSuccess: (changed) => {
      queries.setQueryData(['contact', contact.id], changed);
      // The feed brings it to every row, here and at the colleagues'; whoever wrote it sees it at once.
      const rows = Object.values(client.getState().conversations)
        .filter((row) => row.contact?.id === contact.id)
        .map((row) => ({
          ...row,
          contact: row.contact && { ...row.contact, name: changed.name, email: changed.email },
        }));
      client.putConversations(rows);
      onDone();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === contact.name && email.trim() === (contact.email ?? '')) return onDone();
    save.mutate();
  }

  const refused = formError(save.error, ['name', 'email']);
  return (
    <form
      className={styles.form}
      onSubmit={submit}
      noValidate
      aria-label="Edit contact"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      {refused ? (
        <Banner tone="red" role="alert">
          {refused}
        </Banner>
      ) : null}
      <TextField
        label="Name"
        autoFocus
        value={name}
        onChange={setName}
        error={fieldError(save.error, 'name')}
      />
      <TextField
        label="E-mail"
        type="email"
        value={email}
        onChange={setEmail}
        error={fieldError(save.error, 'email')}
      />
      <div className={styles.buttons}>
        <Button size="s" onPress={onDone}>
          Cancel
        </Button>
        <Button size="s" look="primary" type="submit" isPending={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Participants({
  participants,
  present,
}: {
  participants: readonly Participant[];
  present: readonly string[];
}) {
  const { me } = useSession();
  return (
    <ul className={styles.people}>
      {participants.map((one) => {
        const here = present.includes(one.id) || one.id === me.id;
        return (
          <li key={one.id} className={styles.person}>
            <Avatar name={one.name} of={one.id} size="s" online={here} />
            <bdi className={styles.who}>
              {one.name || 'Visitor'}
              {one.id === me.id ? ' (you)' : ''}
            </bdi>
            <span className={styles.role}>
              {roleWords[one.role]} · {here ? 'here' : 'away'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Facts({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const mayAsk = useMay('settings:manage');
  const inboxes = useQuery({
    queryKey: ['inboxes', 'all'],
    queryFn: () => allOf<{ id: string; name: string }>(client, '/api/inboxes', 'inboxes'),
    staleTime: 5 * 60_000,
    enabled: conversation.inbox_id !== null && mayAsk,
  });
  const inbox = inboxes.data?.find((one) => one.id === conversation.inbox_id);
  return (
    <dl className={styles.facts}>
      {inbox ? <Fact name="Inbox">{inbox.name}</Fact> : null}
      {conversation.title ? <Fact name="Title">{conversation.title}</Fact> : null}
      <Fact name="Started">{fullTime(conversation.created_at)}</Fact>
      <Fact name="Last activity">{fullTime(conversation.last_activity_at)}</Fact>
    </dl>
  );
}

function Fact({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div className={styles.fact} title={title}>
      <dt>{name}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

const kept = (name: string) => `antiphon.folded.${name}`;

function Section({ name, aside, children }: { name: string; aside?: string; children: ReactNode }) {
  const [folded] = useState(() => {
    try {
      return localStorage.getItem(kept(name)) === 'yes';
    } catch {
      return false;
    }
  });
  return (
    <details
      className={styles.section}
      open={!folded}
      onToggle={(event) => {
        try {
          localStorage.setItem(kept(name), event.currentTarget.open ? 'no' : 'yes');
        } catch {
          // It then folds only for now.
        }
      }}
    >
      <summary className={styles.summary}>
        <ChevronRight aria-hidden className={styles.chevron} />
        <h3>{name}</h3>
        {aside ? <span className={styles.aside}>{aside}</span> : null}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
