// Who somebody is, in a small window: of a colleague name, role, address and whether they are here, with a way to write to
// them; of a customer what leads to their contact. Loaded when it is first asked for.
import type { Principal } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { Avatar, Badge, Banner, Button, Dialog, SkeletonLines, toast } from '@antiphon/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useContact } from '../contacts/contact.ts';
import { Marks } from '../contacts/Marks.tsx';
import { picture } from '../contacts/picture.ts';
import { sentence } from '../shell/server.ts';
import { useMay, useSession } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import type { Person } from './People.tsx';
import styles from './Profile.module.css';
import { nameOf, useRoles } from './permissions.ts';
import { portrait } from './portrait.ts';
import { say } from './say.ts';

export interface PersonCardProps {
  who: Principal;
  isHere: boolean;
  onClose: () => void;
}

export default function PersonCard({ who, isHere, onClose }: PersonCardProps) {
  const { me } = useSession();
  const maySeePeople = useMay('people:read');
  const maySeeContacts = useMay('contacts:read');
  const isColleague = who.kind === 'person' && maySeePeople;
  if (isColleague) return <Colleague who={who} isHere={isHere} onClose={onClose} me={me.id} />;
  if (who.kind === 'contact' && maySeeContacts)
    return <Customer who={who} isHere={isHere} onClose={onClose} />;
  return (
    <Dialog title={who.name || everywhere.visitor} isOpen onClose={onClose}>
      <div className={styles.card}>
        <Avatar name={who.name} of={who.id} size="l" />
        <p className={styles.lead}>{kinds[who.kind]}</p>
      </div>
    </Dialog>
  );
}

const kinds: Record<Principal['kind'], string> = say.kinds;

const Here = ({ isHere }: { isHere: boolean }) => (
  <Badge tone={isHere ? 'green' : 'plain'}>{isHere ? say.hereNow : say.away}</Badge>
);

function Colleague({ who, isHere, onClose, me }: PersonCardProps & { me: string }) {
  const client = useClient();
  const [, go] = useLocation();
  const roles = useRoles();
  const isMe = who.id === me;
  const person = useQuery({
    queryKey: ['people', who.id],
    queryFn: () =>
      client.request<Person & { avatar_id: string | null }>('GET', `/api/people/${who.id}`),
  });
  const write = useMutation({
    mutationFn: () => talkWith(client, who.id),
    onSuccess: (id) => {
      onClose();
      go(`/conversations/${id}?kind=direct`);
    },
    onError: (error) => toast({ text: say.notOpened(sentence(error)) }),
  });
  const { data } = person;
  return (
    <Dialog
      title={data?.name ?? who.name}
      isOpen
      onClose={onClose}
      actions={
        isMe ? (
          <Button
            onPress={() => {
              onClose();
              go('/settings/profile');
            }}
          >
            {say.yourProfile}
          </Button>
        ) : (
          <Button
            look="primary"
            isPending={write.isPending}
            isDisabled={!data || data.disabled_at !== null}
            onPress={() => write.mutate()}
          >
            {say.messageThem}
          </Button>
        )
      }
    >
      {person.isPending ? (
        <SkeletonLines label={everywhere.loading(everywhere.listOf.profile)} lines={3} />
      ) : data ? (
        <div className={styles.card}>
          <Avatar name={data.name} of={data.id} size="l" picture={portrait(data)} />
          <div className={styles.names}>
            <span className={styles.marks}>
              <Badge tone={data.role === 'admin' ? 'accent' : 'plain'}>
                <bdi>{nameOf(data, roles.data?.roles ?? [])}</bdi>
              </Badge>
              <Here isHere={isHere || isMe} />
              {data.disabled_at ? <Badge tone="red">{say.isShutOut}</Badge> : null}
            </span>
            <bdi>{data.email}</bdi>
          </div>
        </div>
      ) : (
        // Who left is known by name only.
        <Banner tone="amber">{say.worksNoMore(who.name)}</Banner>
      )}
    </Dialog>
  );
}

function Customer({ who, isHere, onClose }: PersonCardProps) {
  const [, go] = useLocation();
  const contact = useContact(who.id);
  const { data } = contact;
  return (
    <Dialog
      title={data?.name || who.name || everywhere.visitor}
      isOpen
      onClose={onClose}
      actions={
        <Button
          look="primary"
          onPress={() => {
            onClose();
            go(`/contacts/${who.id}`);
          }}
        >
          {say.showContact}
        </Button>
      }
    >
      {contact.isPending ? (
        <SkeletonLines label={everywhere.loading(everywhere.listOf.contact)} lines={3} />
      ) : data ? (
        <div className={styles.card}>
          <Avatar name={data.name} of={data.id} size="l" picture={picture(data)} />
          <div className={styles.names}>
            <span className={styles.marks}>
              <Marks contact={data}>
                <Here isHere={isHere} />
              </Marks>
            </span>
            {data.email ? <bdi>{data.email}</bdi> : null}
            {data.company ? <bdi className={styles.lead}>{data.company.name}</bdi> : null}
          </div>
        </div>
      ) : (
        <Banner tone="red">{everywhere.contactNotLoaded(sentence(contact.error))}</Banner>
      )}
    </Dialog>
  );
}

/** The conversation between oneself and a colleague alone: the one that is there, or a new one. */
async function talkWith(client: ReturnType<typeof useClient>, id: string): Promise<string> {
  const path = `/api/conversations?kind=direct&between=${id}&limit=1`;
  const { conversations } = await client.request<{ conversations: { id: string }[] }>('GET', path);
  const [known] = conversations;
  if (known) return known.id;
  const made = await client.request<{ conversation: { id: string } }>(
    'POST',
    '/api/conversations',
    { kind: 'direct', participants: [id] },
  );
  return made.conversation.id;
}
