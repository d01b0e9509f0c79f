// The head of a conversation: its title, who it is with, whose it is, and Resolve as the one strong deed.

import type { Conversation, Participant, Status } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import {
  Avatar,
  Badge,
  Button,
  cx,
  IconButton,
  Menu,
  type MenuDeed,
  type MenuGroup,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import {
  ArrowLeft,
  BadgeCheck,
  Check,
  ChevronDown,
  Ellipsis,
  PanelRight,
  RotateCcw,
  UserRound,
  UserRoundX,
  Users,
} from 'lucide-react';
import { useState } from 'react';
import { useDeeds } from '../shell/deeds.ts';
import { FormDialog } from '../shell/FormDialog.tsx';
import { useColleagues } from '../shell/people.ts';
import { fieldError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { transcripts } from '../shell/transcript.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Header.module.css';
import { say } from './say.ts';
import { callOf, isDirect, statusTones, statusWords, whoOf } from './words.ts';

/** What can be changed of a conversation. */
export interface Change {
  status?: Status;
  assignee_id?: string | null;
  archived?: boolean;
  pinned?: boolean;
}

export interface HeaderProps {
  conversation: Conversation | undefined;
  participants: readonly Participant[];
  present: readonly string[];
  isPhone: boolean;
  showsContext: boolean;
  onBack: () => void;
  onToggleContext: () => void;
  onAssign: (person: string | null) => void;
  assigning: boolean;
  onAssigning: (open: boolean) => void;
  onStatus: (status: Status) => void;
  onChange: (change: Change) => void;
  onResolveNext: () => void;
}

export function Header(props: HeaderProps) {
  const { conversation, participants, present } = props;
  const { isPhone, showsContext, onBack, onToggleContext } = props;
  const { me } = useSession();
  const who = conversation && whoOf(conversation, me.id, participants);
  const call = conversation && callOf(conversation, me.id, participants);
  // On a phone this is the whole page.
  const Title = isPhone ? 'h1' : 'h2';
  return (
    <header className={styles.header}>
      {isPhone ? (
        <IconButton name={everywhere.back} keys="Esc" onPress={onBack}>
          <ArrowLeft aria-hidden className="mirrored" />
        </IconButton>
      ) : null}
      {conversation && who && call ? (
        <>
          {isPhone ? null : (
            <Avatar
              name={who.name}
              of={who.id}
              online={who.id === conversation.id ? undefined : present.includes(who.id)}
            />
          )}
          <div className={styles.who}>
            <Title className={styles.name} {...(isPhone ? { tabIndex: -1, ref: takeFocus } : {})}>
              <bdi>{call.first}</bdi>
              {conversation.contact?.verified ? (
                <BadgeCheck
                  role="img"
                  aria-label={everywhere.verified}
                  className={styles.verified}
                />
              ) : null}
            </Title>
            <p className={styles.sub}>
              {isDirect(conversation) ? null : (
                <Badge tone={statusTones[conversation.status]}>
                  {statusWords[conversation.status]}
                </Badge>
              )}
              {call.second ? <bdi className={styles.with}>{call.second}</bdi> : null}
              {present.includes(who.id) ? (
                <span className={styles.faint}>{say.hereNow}</span>
              ) : conversation.contact?.email ? (
                <bdi className={cx(styles.faint, styles.email)}>{conversation.contact.email}</bdi>
              ) : null}
            </p>
          </div>
          <div className={styles.deeds}>
            {isDirect(conversation) ? null : <Service {...props} conversation={conversation} />}
            <Keeping {...props} conversation={conversation} />
            {isDirect(conversation) && isPhone ? (
              <IconButton name={say.participants} onPress={onToggleContext}>
                <Users aria-hidden />
              </IconButton>
            ) : null}
            {isPhone ? null : (
              <IconButton
                name={showsContext ? say.hideContext : say.showContext}
                keys="]"
                aria-pressed={showsContext}
                onPress={onToggleContext}
              >
                <PanelRight aria-hidden />
              </IconButton>
            )}
          </div>
        </>
      ) : (
        <div className={cx(styles.who, styles.loading)} />
      )}
    </header>
  );
}

/** What a team does with a conversation: give it to somebody, resolve it, and the rest under More. */
function Service(props: HeaderProps & { conversation: Conversation }) {
  const { conversation, isPhone, onStatus } = props;
  const { status } = conversation;
  return (
    <>
      <Assignee {...props} />
      {status === 'resolved' ? (
        <Button icon={<RotateCcw aria-hidden />} onPress={() => onStatus('open')}>
          {say.reopen}
        </Button>
      ) : isPhone ? (
        <IconButton name={say.resolve} look="primary" onPress={() => onStatus('resolved')}>
          <Check aria-hidden />
        </IconButton>
      ) : (
        <Button
          look="primary"
          icon={<Check aria-hidden />}
          aria-keyshortcuts="e"
          onPress={() => onStatus('resolved')}
        >
          {say.resolve}
        </Button>
      )}
    </>
  );
}

/** What is rarer, under More: where it stands, what it is called, where it is kept, what of it is told. */
function Keeping(props: HeaderProps & { conversation: Conversation }) {
  const { conversation, participants, isPhone, onToggleContext, onStatus, onResolveNext } = props;
  const { id, status, archived_at, pinned_at, muted } = conversation;
  const { me } = useSession();
  const client = useClient();
  const [naming, setNaming] = useState(false);
  const served = !isDirect(conversation);
  const takesPart = participants.some((one) => one.id === me.id);
  const mute = () =>
    client
      .request<Conversation>('PUT', `/api/conversations/${id}/mute`, { muted: !muted })
      .then((row) => client.putConversations([row]))
      .catch((error) => toast({ text: everywhere.notChanged(sentence(error)) }));
  const groups: (MenuGroup | false)[] = [
    served && {
      deeds: [
        isPhone && { label: say.contactAndParticipants, run: onToggleContext },
        status !== 'resolved' && {
          label: say.resolveNext,
          keys: 'E',
          run: onResolveNext,
        },
        status !== 'pending' &&
          status !== 'resolved' && {
            label: say.waitForCustomer,
            run: () => onStatus('pending'),
          },
        status !== 'open' && {
          label: say.setOpen,
          run: () => onStatus('open'),
        },
      ],
    },
    {
      deeds: [
        { label: say.askRename, run: () => setNaming(true) },
        served && {
          label: pinned_at ? say.unpinTop : say.pinTop,
          run: () => props.onChange({ pinned: !pinned_at }),
        },
        takesPart && { label: muted ? say.unmute : say.mute, run: mute },
        {
          label: archived_at ? say.unarchive : say.archive,
          run: () => props.onChange({ archived: !archived_at }),
        },
      ],
    },
    transcripts(`/api/conversations/${id}`),
  ];
  useDeeds(
    groups.flatMap((group) =>
      group
        ? group.deeds.flatMap((deed) =>
            deed ? { ...deed, id: `more:${deed.label}`, label: titled(group, deed) } : [],
          )
        : [],
    ),
  );
  return (
    <>
      <Menu
        name={everywhere.more}
        placement="bottom end"
        trigger={(open) => (
          <IconButton {...open} name={everywhere.more}>
            <Ellipsis aria-hidden />
          </IconButton>
        )}
        groups={groups}
      />
      {naming ? (
        <Rename id={id} title={conversation.title ?? ''} onClose={() => setNaming(false)} />
      ) : null}
    </>
  );
}

/** Away from its menu a deed needs the group's name: "As JSON" could be anything. */
const titled = ({ title }: MenuGroup, { label }: MenuDeed) =>
  title ? `${title}: ${label}` : label;

interface RenameProps {
  id: string;
  title: string;
  onClose: () => void;
}

function Rename({ id, title, onClose }: RenameProps) {
  const client = useClient();
  const [next, setNext] = useState(title);
  const change = useMutation({
    mutationFn: () => {
      const named = { title: next.trim() || null };
      return client.request<Conversation>('PATCH', `/api/conversations/${id}`, named);
    },
    onSuccess: (row) => {
      client.putConversations([row]);
      onClose();
    },
  });
  return (
    <FormDialog
      title={say.rename}
      action={everywhere.save}
      isOpen
      onClose={onClose}
      change={change}
      fields={['title']}
      isDisabled={false}
    >
      <TextField
        label={everywhere.title}
        hint={say.titleHint}
        value={next}
        onChange={setNext}
        error={fieldError(change.error, 'title')}
        autoFocus
      />
    </FormDialog>
  );
}

function Assignee(props: HeaderProps & { conversation: Conversation }) {
  const { conversation, isPhone, onAssign, assigning, onAssigning } = props;
  const { me } = useSession();
  const { assignee } = conversation;
  const mine = assignee?.id === me.id;
  const others = useColleagues().filter((one) => one.id !== me.id);
  const face = assignee ? (
    <Avatar name={assignee.name} of={assignee.id} size="s" />
  ) : (
    <UserRound aria-hidden />
  );
  return (
    <Menu
      name={say.assignTo}
      placement="bottom end"
      isOpen={assigning}
      onOpenChange={onAssigning}
      groups={[
        {
          deeds: [
            {
              label: say.assignMe,
              keys: 'm',
              icon: <UserRound aria-hidden />,
              chosen: mine,
              run: () => onAssign(me.id),
            },
            {
              label: say.nobody,
              icon: <UserRoundX aria-hidden />,
              chosen: !assignee,
              run: () => onAssign(null),
            },
          ],
        },
        others.length > 0 && {
          title: say.colleagues,
          deeds: others.map((one) => ({
            label: one.name,
            icon: <Avatar name={one.name} of={one.id} size="s" />,
            chosen: assignee?.id === one.id,
            run: () => onAssign(one.id),
          })),
        },
      ]}
      trigger={(open) =>
        isPhone ? (
          <IconButton
            {...open}
            name={say.assigneeIs(
              assignee ? (mine ? everywhere.you : assignee.name) : say.unassigned,
            )}
          >
            {face}
          </IconButton>
        ) : (
          <Button {...open} icon={face}>
            <span className="unseen">{say.assignee}</span>
            <span className={styles.assignee}>
              {assignee ? (mine ? everywhere.you : assignee.name) : say.unassigned}
            </span>
            <ChevronDown aria-hidden className={styles.chevron} />
          </Button>
        )
      }
    />
  );
}

/** On a phone a conversation is a new page: its name takes the focus, so that it is read out. */
function takeFocus(element: HTMLElement | null) {
  element?.focus({ preventScroll: true });
}
