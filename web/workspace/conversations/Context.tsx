// What is known around a conversation: its contact, who takes part, where it came from. Sections
// fold, and stay as the person left them.

import type { Conversation, Participant, Principal, Thread } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { Avatar, Banner, Button, IconButton, Press, SkeletonLines } from '@antiphon/ui';
import { lazily } from '@antiphon/ui/lazily.tsx';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useContact } from '../contacts/contact.ts';
import { Marks } from '../contacts/Marks.tsx';
import { picture } from '../contacts/picture.ts';
import { FileList } from '../files/FileList.tsx';
import { filesIn } from '../files/shown.ts';
import { allOf } from '../shell/allOf.ts';
import { useNow } from '../shell/browser.ts';
import { sentence } from '../shell/server.ts';
import { useMay, useSession } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { number } from '../words/language.ts';
import styles from './Context.module.css';
import { say } from './say.ts';
import { roleWords, whoOf } from './words.ts';

const Known = lazily(
  () => import('../contacts/Known.tsx'),
  <SkeletonLines label={everywhere.loading(everywhere.listOf.contact)} lines={4} />,
);

export interface ContextProps {
  conversation: Conversation | undefined;
  thread: Thread | undefined;
  onPicture: (file_id: string) => void;
  onWho: (who: Principal) => void;
  onClose?: () => void;
}

export function Context({ conversation, thread, onPicture, onWho, onClose }: ContextProps) {
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title}>{say.context}</h2>
        {onClose ? (
          <IconButton name={everywhere.close} onPress={onClose}>
            <X aria-hidden />
          </IconButton>
        ) : null}
      </header>
      {conversation && thread?.status === 'ready' ? (
        <>
          {conversation.contact ? (
            <Contact id={conversation.contact.id} conversation={conversation} />
          ) : null}
          <Section name={say.participants} aside={number(thread.participants.length)}>
            <Participants
              participants={thread.participants}
              present={thread.present}
              onWho={onWho}
            />
          </Section>
          <Files thread={thread} onPicture={onPicture} />
          <Section name={say.thisConversation}>
            <Facts conversation={conversation} />
          </Section>
        </>
      ) : (
        <SkeletonLines label={say.loadingContext} lines={6} />
      )}
    </>
  );
}

function Files({ thread, onPicture }: { thread: Thread; onPicture: (file_id: string) => void }) {
  const { messages, has_older } = thread;
  const { length } = filesIn(messages);
  if (!length) return null;
  return (
    <Section name={everywhere.files} aside={number(length)}>
      <FileList messages={messages} hasOlder={has_older} onPicture={onPicture} />
      <Link href={`/files?conversation_id=${thread.id}`} className={styles.whole}>
        {say.allFiles}
      </Link>
    </Section>
  );
}

function Contact({ id, conversation }: { id: string; conversation: Conversation }) {
  const { me } = useSession();
  const who = whoOf(conversation, me.id);
  const now = useNow();
  const contact = useContact(id);
  const mayRead = useMay('contacts:read');
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

  if (contact.isPending)
    return <SkeletonLines label={everywhere.loading(everywhere.listOf.contact)} lines={4} />;
  if (!contact.data)
    return (
      <div className={styles.body}>
        <Banner
          tone="red"
          action={
            <Button size="s" onPress={() => void contact.refetch()}>
              {everywhere.tryAgain}
            </Button>
          }
        >
          {everywhere.contactNotLoaded(sentence(contact.error))}
        </Banner>
      </div>
    );
  const { name, first_seen_at, last_seen_at } = contact.data;
  return (
    <div className={styles.contact}>
      <div className={styles.card}>
        <Avatar name={who.name} of={id} size="l" picture={picture(contact.data)} />
        <div className={styles.names}>
          <h3 className={styles.name}>
            <bdi>{name || who.name}</bdi>
          </h3>
          <span className={styles.marks}>
            <Marks contact={contact.data} />
          </span>
        </div>
      </div>
      <Known contact={contact.data} />
      <dl className={styles.facts}>
        <Fact name={everywhere.firstSeen} title={fullTime(first_seen_at)}>
          {ago(Date.parse(first_seen_at), now)}
        </Fact>
        {last_seen_at ? (
          <Fact name={everywhere.lastSeen} title={fullTime(last_seen_at)}>
            {ago(Date.parse(last_seen_at), now)}
          </Fact>
        ) : null}
      </dl>
      {mayRead ? (
        <Link href={`/contacts/${id}`} className={styles.whole}>
          {say.notesAndMore}
        </Link>
      ) : null}
    </div>
  );
}

function Participants({
  participants,
  present,
  onWho,
}: {
  participants: readonly Participant[];
  present: readonly string[];
  onWho: (who: Principal) => void;
}) {
  const { me } = useSession();
  return (
    <ul className={styles.people}>
      {participants.map((one) => {
        const here = present.includes(one.id) || one.id === me.id;
        return (
          <li key={one.id} className={styles.person}>
            <Avatar name={one.name} of={one.id} size="s" online={here} />
            <Press className={styles.who} aria-haspopup="dialog" onPress={() => onWho(one)}>
              <bdi>{one.id === me.id ? say.isYou(one.name) : one.name || everywhere.visitor}</bdi>
            </Press>
            <span className={styles.role}>
              {roleWords[one.role]} · {here ? say.here : say.away}
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
      {inbox ? <Fact name={say.inbox}>{inbox.name}</Fact> : null}
      {conversation.title ? <Fact name={everywhere.title}>{conversation.title}</Fact> : null}
      <Fact name={say.started}>{fullTime(conversation.created_at)}</Fact>
      <Fact name={say.lastActivity}>{fullTime(conversation.last_activity_at)}</Fact>
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
