// The head of a conversation: who it is with, whose it is, and Resolve as the one strong deed.
import type { Conversation, Participant, Status } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { Avatar, Badge, Button, cx, IconButton, Menu } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
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
import { allOf } from '../shell/Paged.tsx';
import { useSession } from '../shell/session.tsx';
import styles from './Header.module.css';
import { isDirect, statusTones, statusWords, whoOf } from './words.ts';

interface Person {
  id: string;
  name: string;
  role: string;
  disabled_at: string | null;
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
  onResolveNext: () => void;
}

export function Header(props: HeaderProps) {
  const { conversation, participants, present } = props;
  const { isPhone, showsContext, onBack, onToggleContext } = props;
  const { me } = useSession();
  const who = conversation && whoOf(conversation, me.id, participants);
  // On a phone this is the whole page.
  const Title = isPhone ? 'h1' : 'h2';
  return (
    <header className={styles.header}>
      {isPhone ? (
        <IconButton name="Back to the list" keys="Esc" onPress={onBack}>
          <ArrowLeft aria-hidden className={styles.back} />
        </IconButton>
      ) : null}
      {conversation && who ? (
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
              <bdi>{who.name}</bdi>
              {conversation.contact?.verified ? (
                <BadgeCheck role="img" aria-label="Verified" className={styles.verified} />
              ) : null}
            </Title>
            <p className={styles.sub}>
              {isDirect(conversation) ? null : (
                <Badge tone={statusTones[conversation.status]}>
                  {statusWords[conversation.status]}
                </Badge>
              )}
              {present.includes(who.id) ? (
                <span className={styles.faint}>Here now</span>
              ) : conversation.contact?.email ? (
                <bdi className={cx(styles.faint, styles.email)}>{conversation.contact.email}</bdi>
              ) : null}
            </p>
          </div>
          <div className={styles.deeds}>
            {isDirect(conversation) ? null : <Service {...props} conversation={conversation} />}
            {isDirect(conversation) && isPhone ? (
              <IconButton name="Participants" onPress={onToggleContext}>
                <Users aria-hidden />
              </IconButton>
            ) : null}
            {isPhone ? null : (
              <IconButton
                name={showsContext ? 'Hide the context' : 'Show the context'}
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
  const { conversation, isPhone, onToggleContext, onStatus, onResolveNext } = props;
  const { status } = conversation;
  return (
    <>
      <Assignee {...props} />
      {status === 'resolved' ? (
        <Button icon={<RotateCcw aria-hidden />} onPress={() => onStatus('open')}>
          Reopen
        </Button>
      ) : isPhone ? (
        <IconButton name="Resolve" look="primary" onPress={() => onStatus('resolved')}>
          <Check aria-hidden />
        </IconButton>
      ) : (
        <Button
          look="primary"
          icon={<Check aria-hidden />}
          aria-keyshortcuts="e"
          onPress={() => onStatus('resolved')}
        >
          Resolve
        </Button>
      )}
      <Menu
        name="More"
        placement="bottom end"
        trigger={(open) => (
          <IconButton {...open} name="More">
            <Ellipsis aria-hidden />
          </IconButton>
        )}
        groups={[
          {
            deeds: [
              isPhone && { label: 'Contact and participants', run: onToggleContext },
              status !== 'resolved' && {
                label: 'Resolve and next',
                keys: 'E',
                run: onResolveNext,
              },
              status !== 'pending' &&
                status !== 'resolved' && {
                  label: 'Wait for the customer',
                  run: () => onStatus('pending'),
                },
              status !== 'open' && {
                label: 'Set to open',
                run: () => onStatus('open'),
              },
            ],
          },
        ]}
      />
    </>
  );
}

function Assignee(props: HeaderProps & { conversation: Conversation }) {
  const { conversation, isPhone, onAssign, assigning, onAssigning } = props;
  const { me } = useSession();
  const client = useClient();
  const people = useQuery({
    queryKey: ['people', 'all'],
    queryFn: () => allOf<Person>(client, '/api/people', 'people'),
    staleTime: 5 * 60_000,
  });
  const { assignee } = conversation;
  const mine = assignee?.id === me.id;
  const others = (people.data ?? []).filter(
    (one) => one.id !== me.id && !one.disabled_at && one.role !== 'customer',
  );
  const face = assignee ? (
    <Avatar name={assignee.name} of={assignee.id} size="s" />
  ) : (
    <UserRound aria-hidden />
  );
  return (
    <Menu
      name="Assign to"
      placement="bottom end"
      isOpen={assigning}
      onOpenChange={onAssigning}
      groups={[
        {
          deeds: [
            {
              label: 'Assign to me',
              keys: 'm',
              icon: <UserRound aria-hidden />,
              chosen: mine,
              run: () => onAssign(me.id),
            },
            {
              label: 'Nobody',
              icon: <UserRoundX aria-hidden />,
              chosen: !assignee,
              run: () => onAssign(null),
            },
          ],
        },
        others.length > 0 && {
          title: 'Colleagues',
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
            name={`Assignee: ${assignee ? (mine ? 'You' : assignee.name) : 'Unassigned'}`}
          >
            {face}
          </IconButton>
        ) : (
          <Button {...open} icon={face}>
            <span className="unseen">Assignee: </span>
            <span className={styles.assignee}>
              {assignee ? (mine ? 'You' : assignee.name) : 'Unassigned'}
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
