// One conversation: header, messages, composer, and its context beside or in a drawer. Opens the
// live thread while mounted and holds the deeds its parts share (assign, resolve, send).

import type {
  Conversation as ConversationRow,
  Message,
  Principal,
  Status,
} from '@antiphon/sdk/core';
import { removeCard } from '@antiphon/sdk/previews';
import { useClient, useClientState, useThread } from '@antiphon/sdk/react';
import {
  Drawer,
  ErrorBoundary,
  ErrorPanel,
  lazilyOpened,
  SkeletonThread,
  toast,
} from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { Paperclip } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { picturesIn } from '../files/shown.ts';
import { useDrop } from '../files/useDrop.ts';
import { dropWords } from '../files/words.ts';
import { useTitle } from '../shell/browser.ts';
import { useShortcut } from '../shell/keys.ts';
import { useColleagues } from '../shell/people.ts';
import { sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { Composer, type ComposerHandle } from './Composer.tsx';
import { Context } from './Context.tsx';
import styles from './Conversation.module.css';
import { type Filters, rowsOf } from './filters.ts';
import { type Change, Header } from './Header.tsx';
import { say } from './say.ts';
import { Thread, type ThreadHandle } from './Thread.tsx';
import { isDirect, nameOf, statusWords } from './words.ts';

const Viewer = lazilyOpened(() => import('../files/Viewer.tsx'), say.parts.picture);
const PersonCard = lazilyOpened(() => import('../accounts/PersonCard.tsx'), say.parts.profile);

export interface ConversationProps {
  id: string;
  filters: Filters;
  onLeave: () => void;
  onOpen: (id: string) => void;
  isPhone: boolean;
  context: 'beside' | 'drawer';
  showsContext: boolean;
  onToggleContext: () => void;
}

export function Conversation(props: ConversationProps) {
  const { id, filters, onLeave, onOpen, isPhone, context, showsContext, onToggleContext } = props;
  const { me } = useSession();
  const client = useClient();
  const thread = useThread(id);
  const conversation = useClientState((state) => state.conversations[id]);
  const composer = useRef<ComposerHandle>(null);
  const log = useRef<ThreadHandle>(null);
  const [assigning, setAssigning] = useState(false);
  const [who, setWho] = useState<Principal | null>(null);
  const [replying, setReplying] = useState<Message | null>(null);
  const name = conversation && nameOf(conversation, me.id, thread?.participants);
  useTitle(name ?? everywhere.conversation);

  const change = useMutation({
    mutationFn: (patch: Change) =>
      client.request<ConversationRow>('PATCH', `/api/conversations/${id}`, patch),
    onSuccess: (row) => {
      // The feed may have been quicker and know more.
      const known = client.getState().conversations[id];
      if (!known || known.last_seq <= row.last_seq) client.putConversations([row]);
    },
    onError: (error) => toast({ text: everywhere.notChanged(sentence(error)) }),
  });

  const setStatus = (status: Status) =>
    change.mutate(
      { status },
      {
        onSuccess: () => {
          const before = conversation?.status;
          toast({
            text: status === 'open' ? say.reopened : statusWords[status],
            about: `conversation:${id}`,
            ...(before && before !== status && status !== 'open'
              ? { action: { label: everywhere.undo, run: () => change.mutate({ status: before }) } }
              : {}),
          });
        },
      },
    );
  const assign = (assignee_id: string | null) => change.mutate({ assignee_id });

  const reply = useCallback((message: Message) => {
    setReplying(message);
    composer.current?.focus(message.kind === 'note' ? 'note' : undefined);
  }, []);
  const replied = useCallback(() => setReplying(null), []);
  const pin = useCallback(
    (message: Message) => {
      const path = `/api/conversations/${id}/messages/${message.id}/pin`;
      client
        .request(message.pinned_at ? 'DELETE' : 'PUT', path)
        .catch((error) => toast({ text: everywhere.notChanged(sentence(error)) }));
    },
    [client, id],
  );
  const unlink = useCallback(
    (message: Message, url: string) => {
      removeCard(client, message, url).catch((error) =>
        toast({ text: everywhere.notRemoved(sentence(error)) }),
      );
    },
    [client],
  );
  const colleagues = useColleagues();
  const people = useMemo(() => {
    const direct = conversation && isDirect(conversation);
    const of = direct ? (thread?.participants ?? []) : colleagues;
    return of.filter((one) => one.id !== me.id).map((one) => ({ id: one.id, name: one.name }));
  }, [conversation, thread?.participants, colleagues, me.id]);

  // A search or a link leads to one message.
  const ready = conversation !== undefined;
  const search = useSearch();
  const wanted = new URLSearchParams(search).get('message');
  const loaded = thread?.status === 'ready';
  useEffect(() => {
    if (wanted && loaded) log.current?.jump(wanted);
  }, [wanted, loaded]);

  const [picture, setPicture] = useState<string | null>(null);
  const closePicture = useCallback(() => setPicture(null), []);
  const pictures = useMemo(() => picturesIn(thread.messages), [thread.messages]);
  const drop = useDrop((files) => {
    composer.current?.attach(files);
    composer.current?.focus();
  });

  const toComposer = useCallback(() => composer.current?.focus(), []);

  const resolved = conversation?.status === 'resolved';
  const resolveNext = () => {
    const { conversations } = client.getState();
    const rows = rowsOf(conversations, filters, me.id, null, null);
    const at = rows.findIndex((row) => row.id === id);
    const next = rows[at + 1] ?? rows[at - 1];
    setStatus('resolved');
    if (next) onOpen(next.id);
    else onLeave();
  };

  // What a team does for a customer has no place where people talk among themselves.
  const served = ready && !isDirect(conversation);
  useShortcut('reply', () => composer.current?.focus('message'), ready);
  useShortcut('note', () => composer.current?.focus('note'), served);
  useShortcut('assign', () => setAssigning(true), served);
  useShortcut('assignMe', () => assign(me.id), served);
  useShortcut('resolve', () => setStatus(resolved ? 'open' : 'resolved'), served);
  useShortcut('resolveNext', resolveNext, served && !resolved);

  if (thread?.status === 'failed')
    return (
      <section aria-label={everywhere.conversation} className={styles.failed}>
        <ErrorPanel title={say.cannotShow} label={everywhere.back} onRetry={onLeave}>
          {thread.error?.message ?? say.removedOrOther}
        </ErrorPanel>
      </section>
    );

  return (
    <>
      <section
        aria-label={name ? say.withWhom(name) : everywhere.conversation}
        className={styles.conversation}
        {...drop.handlers}
      >
        <Header
          conversation={conversation}
          participants={thread?.participants ?? []}
          present={thread?.present ?? []}
          isPhone={isPhone}
          showsContext={showsContext}
          onBack={onLeave}
          onToggleContext={onToggleContext}
          onAssign={assign}
          assigning={assigning}
          onAssigning={setAssigning}
          onStatus={setStatus}
          onChange={change.mutate}
          onResolveNext={resolveNext}
        />
        <ErrorBoundary part={say.parts.messages} resetOn={id}>
          {thread && thread.status === 'ready' && conversation ? (
            <Thread
              ref={log}
              thread={thread}
              conversation={conversation}
              me={me.id}
              onDone={toComposer}
              onReply={reply}
              onPin={pin}
              onUnlink={unlink}
              onPicture={setPicture}
              onWho={setWho}
            />
          ) : (
            <SkeletonThread label={say.loadingMessages} />
          )}
        </ErrorBoundary>
        <ErrorBoundary part={say.parts.composer} resetOn={id}>
          <Composer
            ref={composer}
            id={id}
            me={me.id}
            to={name ?? ''}
            isDirect={conversation !== undefined && isDirect(conversation)}
            isResolved={served && resolved}
            isReady={thread?.status === 'ready'}
            onReopen={() => setStatus('open')}
            onEditLast={() => log.current?.editLast() ?? false}
            onLeave={() => log.current?.focus()}
            replying={replying}
            onReplied={replied}
            people={people}
          />
        </ErrorBoundary>
        {drop.over ? (
          <div className={styles.drop} aria-hidden>
            <p>
              <Paperclip />
              {dropWords[composer.current?.kind ?? 'message']}
            </p>
          </div>
        ) : null}
      </section>
      {who ? (
        <PersonCard
          who={who}
          isHere={thread?.present.includes(who.id) ?? false}
          onClose={() => setWho(null)}
        />
      ) : null}
      {picture ? (
        <Viewer pictures={pictures} at={picture} onMove={setPicture} onClose={closePicture} />
      ) : null}
      {context === 'beside' ? (
        showsContext ? (
          <section aria-label={say.context} className={styles.context}>
            <ErrorBoundary part={say.parts.context} resetOn={id}>
              <Context
                conversation={conversation}
                thread={thread}
                onPicture={setPicture}
                onWho={setWho}
              />
            </ErrorBoundary>
          </section>
        ) : null
      ) : (
        <Drawer title={say.context} isOpen={showsContext} onClose={onToggleContext}>
          <ErrorBoundary part={say.parts.context} resetOn={id}>
            <Context
              conversation={conversation}
              thread={thread}
              onPicture={setPicture}
              onWho={setWho}
              onClose={onToggleContext}
            />
          </ErrorBoundary>
        </Drawer>
      )}
    </>
  );
}
