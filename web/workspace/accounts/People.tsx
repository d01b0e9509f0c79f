// Who works in this workspace: list, invite, change the role, shut out, end their sessions, remove.

import { useClient } from '@antiphon/sdk/react';
import {
  Avatar,
  Badge,
  Button,
  Confirm,
  Dialog,
  EmptyState,
  IconButton,
  Menu,
  type SelectOption,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, UserPlus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useSettled } from '../shell/browser.ts';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, ShownOnce, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fieldError, isApiError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { Invitations } from './Invitations.tsx';
import { Invite } from './Invite.tsx';
import styles from './People.module.css';
import { builtIn, choices, chosen, nameOf, type Standing, useRoles } from './permissions.ts';
import { portrait } from './portrait.ts';
import { say } from './say.ts';

export interface Person extends Standing {
  id: string;
  email: string;
  name: string;
  disabled_at: string | null;
  has_second_step: boolean | null;
  avatar_id?: string | null;
  external_id?: string | null;
}

/** What is asked or shown of one person. */
type Asked = {
  what: 'end' | 'ease' | 'remove' | 'email' | 'role' | 'shut out' | 'external id';
  of: Person;
  to?: SelectOption<string>;
};

/** What is changed of a person, what takes it back, and what is told of it. */
interface Change {
  of: Person;
  patch: object;
  back?: object;
  told: string;
}

export default function People() {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const roles = useRoles();
  const [inviting, setInviting] = useState(false);
  const [words, setWords] = useState('');
  const q = useSettled(words.trim());
  const [asked, setAsked] = useState<Asked | null>(null);
  const done = () => setAsked(null);
  const about = (what: Asked['what']) => (asked?.what === what ? asked.of : null);
  const again = () => queries.invalidateQueries({ queryKey: ['people'] });

  const change = useMutation({
    mutationFn: ({ of, patch }: Change) =>
      client.request<Person>('PATCH', `/api/people/${of.id}`, patch),
    onSuccess: (_, { of, back, told }) => {
      if (back) {
        const undo = { of, patch: back, told: say.isAsBefore(of.name) };
        const action = { label: everywhere.undo, run: () => change.mutate(undo) };
        toast({ text: told, action, about: `person:${of.id}` });
      } else toast({ text: told, about: `person:${of.id}` });
      void queries.invalidateQueries({ queryKey: ['roles'] });
      return again();
    },
    onError: (error) => toast({ text: everywhere.notChanged(sentence(error)) }),
    onSettled: done,
  });
  const end = useMutation({
    mutationFn: ({ id }: Person) => client.request('DELETE', `/api/people/${id}/sessions`),
    onSuccess: (_, person) => {
      toast({ text: say.mustSignIn(person.name) });
      done();
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
  });
  const remove = useMutation({
    mutationFn: ({ id }: Person) => client.request('DELETE', `/api/people/${id}`),
    onSuccess: (_, person) => {
      toast({ text: say.isRemoved(person.name), about: `person:${person.id}` });
      done();
      return again();
    },
    onError: (error) => toast({ text: everywhere.notRemoved(sentence(error)) }),
  });
  const reset = useMutation({
    mutationFn: ({ id }: Person) =>
      client.request<{ link: string | null }>('POST', `/api/people/${id}/reset-link`),
    onSuccess: ({ link }, person) => {
      if (!link) toast({ text: say.linkGoesTo(person.email) });
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
  });
  const ease = useMutation({
    mutationFn: ({ id }: Person) => client.request('DELETE', `/api/people/${id}/second-factor`),
    onSuccess: (_, { name }) => {
      toast({ text: say.canByPassword(name) });
      return again();
    },
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
    onSettled: done,
  });

  const own = roles.data?.roles ?? [];
  const toGive = roles.data ? choices(roles.data, me.permissions) : [];
  // Nobody is invited as a customer, but a customer who was given more can be made one again.
  const all = roles.data ? [...toGive, { id: 'customer', label: builtIn.customer }] : [];
  return (
    <Page
      title={everywhere.people}
      lead={say.peopleLead}
      action={
        <Button look="primary" icon={<UserPlus aria-hidden />} onPress={() => setInviting(true)}>
          {say.invitePerson}
        </Button>
      }
    >
      <TextField
        label={say.partOfName}
        hideLabel
        type="search"
        placeholder={say.partOfName}
        value={words}
        onChange={setWords}
      />
      <Paged<Person>
        path="/api/people"
        query={new URLSearchParams(q ? { q } : {})}
        list="people"
        what={everywhere.listOf.people}
        empty={
          <EmptyState icon={<UsersRound />} title={say.nobodyFits}>
            {say.fewerLetters}
          </EmptyState>
        }
      >
        {(people) => (
          <Table
            name={everywhere.people}
            rows={people}
            idOf={(one) => one.id}
            columns={[
              {
                name: everywhere.name,
                cell: (one) => (
                  <span className={styles.person}>
                    <Avatar name={one.name} of={one.id} size="s" picture={portrait(one)} />
                    <bdi>{one.name}</bdi>
                    {one.id === me.id ? <Badge>{everywhere.you}</Badge> : null}
                  </span>
                ),
              },
              {
                name: everywhere.email,
                cell: (one) => (
                  <span className={styles.ways}>
                    <bdi>{one.email}</bdi>
                    {one.external_id ? (
                      <span className={styles.external}>
                        <span className="unseen">{say.externalId}: </span>
                        <bdi className={styles.mono}>{one.external_id}</bdi>
                      </span>
                    ) : null}
                  </span>
                ),
              },
              {
                name: everywhere.role,
                cell: (one) => (
                  <span className={styles.person}>
                    <Badge tone={one.role === 'admin' ? 'accent' : 'plain'}>
                      <bdi>{nameOf(one, own)}</bdi>
                    </Badge>
                    {one.disabled_at ? <Badge tone="red">{say.isShutOut}</Badge> : null}
                  </span>
                ),
              },
              {
                name: say.twoStep,
                cell: (one) =>
                  one.has_second_step ? (
                    <Badge tone="green">{everywhere.on}</Badge>
                  ) : (
                    <span className={styles.faint}>{everywhere.off}</span>
                  ),
              },
              {
                name: everywhere.whatToDo,
                quiet: true,
                cell: (one) => {
                  const externalId = {
                    label: say.askExternalId,
                    run: () => setAsked({ what: 'external id', of: one }),
                  };
                  return (
                    <Menu
                      name={everywhere.changes(one.name)}
                      placement="bottom end"
                      trigger={(open) => (
                        <IconButton {...open} name={everywhere.changes(one.name)} size="s">
                          <Ellipsis aria-hidden />
                        </IconButton>
                      )}
                      groups={
                        one.id === me.id
                          ? [{ title: say.access, deeds: [externalId] }]
                          : [
                              {
                                title: everywhere.role,
                                deeds: all.map((to) => ({
                                  label: to.label,
                                  chosen: (one.role_id ?? one.role) === to.id,
                                  run: () =>
                                    (one.role_id ?? one.role) !== to.id &&
                                    setAsked({ what: 'role', of: one, to }),
                                })),
                              },
                              {
                                title: say.access,
                                deeds: [
                                  { label: say.linkToPassword, run: () => reset.mutate(one) },
                                  {
                                    label: say.askChangeEmail,
                                    run: () => setAsked({ what: 'email', of: one }),
                                  },
                                  externalId,
                                  ...(one.has_second_step
                                    ? [
                                        {
                                          label: say.askSwitchOffTwoStep,
                                          run: () => setAsked({ what: 'ease', of: one }),
                                        },
                                      ]
                                    : []),
                                  {
                                    label: say.askEndSessions,
                                    run: () => setAsked({ what: 'end', of: one }),
                                  },
                                  one.disabled_at
                                    ? {
                                        label: say.letIn,
                                        run: () =>
                                          change.mutate({
                                            of: one,
                                            patch: { disabled: false },
                                            told: say.isLetIn(one.name),
                                          }),
                                      }
                                    : {
                                        label: say.askShutOut,
                                        tone: 'danger',
                                        run: () => setAsked({ what: 'shut out', of: one }),
                                      },
                                  {
                                    label: say.askRemove,
                                    tone: 'danger',
                                    run: () => setAsked({ what: 'remove', of: one }),
                                  },
                                ],
                              },
                            ]
                      }
                    />
                  );
                },
              },
            ]}
          />
        )}
      </Paged>
      <Invitations roles={own} />
      <Invite isOpen={inviting} onClose={() => setInviting(false)} choices={toGive} />
      <ChangeEmail person={about('email')} onClose={done} />
      <ChangeExternalId
        key={about('external id')?.id}
        person={about('external id')}
        onClose={done}
        onUndo={(of, back) =>
          change.mutate({ of, patch: { external_id: back }, told: say.isAsBefore(of.name) })
        }
      />
      <Confirm
        title={say.reallyChangeRole(about('role')?.name ?? '', asked?.to?.label ?? '')}
        action={say.changeRole}
        isOpen={about('role') !== null}
        isPending={change.isPending}
        onClose={done}
        onConfirm={() =>
          asked?.to &&
          change.mutate({
            of: asked.of,
            patch: chosen(asked.to.id),
            back: chosen(asked.of.role_id ?? asked.of.role),
            told: say.hasRole(asked.of.name, asked.to.label),
          })
        }
      >
        {say.roleMeans}
      </Confirm>
      <Confirm
        title={say.reallyShutOut(about('shut out')?.name ?? '')}
        action={say.shutOut}
        isOpen={about('shut out') !== null}
        isPending={change.isPending}
        onClose={done}
        onConfirm={() =>
          asked &&
          change.mutate({
            of: asked.of,
            patch: { disabled: true },
            back: { disabled: false },
            told: say.isKeptOut(asked.of.name),
          })
        }
      >
        {say.shutOutMeans}
      </Confirm>
      <Confirm
        title={say.reallyEnd(about('end')?.name ?? '')}
        action={say.endSessions}
        isOpen={about('end') !== null}
        isPending={end.isPending}
        onClose={done}
        onConfirm={() => asked && end.mutate(asked.of)}
      >
        {say.endMeans}
      </Confirm>
      <Confirm
        title={say.reallySwitchOff(about('ease')?.name ?? '')}
        action={say.switchOff}
        isOpen={about('ease') !== null}
        isPending={ease.isPending}
        onClose={done}
        onConfirm={() => asked && ease.mutate(asked.of)}
      >
        {say.switchOffMeans}
      </Confirm>
      <Confirm
        title={say.reallyRemove(about('remove')?.name ?? '')}
        action={everywhere.remove}
        isOpen={about('remove') !== null}
        isPending={remove.isPending}
        onClose={done}
        onConfirm={() => asked && remove.mutate(asked.of)}
      >
        {say.removeMeans}
      </Confirm>
      <Dialog
        title={say.newPasswordFor(reset.variables?.name ?? '')}
        isOpen={Boolean(reset.data?.link)}
        onClose={reset.reset}
        actions={
          <Button look="primary" onPress={reset.reset}>
            {everywhere.done}
          </Button>
        }
      >
        <ShownOnce name={say.linkToPassword} value={reset.data?.link ?? ''}>
          {say.handOnHour}
        </ShownOnce>
      </Dialog>
    </Page>
  );
}

function ChangeEmail({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const change = useMutation({
    mutationFn: () =>
      client.request('PUT', `/api/people/${person?.id}/email`, { email: email.trim() }),
    onSuccess: () => {
      toast({ text: say.otherAddress(person?.name ?? '') });
      void queries.invalidateQueries({ queryKey: ['people'] });
      close();
    },
  });

  function close() {
    setEmail('');
    change.reset();
    onClose();
  }
  return (
    <FormDialog
      title={say.otherEmailFor(person?.name ?? '')}
      action={say.changeEmail}
      isOpen={person !== null}
      onClose={close}
      change={change}
      fields={['email']}
      isDisabled={!email.trim()}
    >
      <TextField
        label={everywhere.email}
        hint={say.nowEmail(person?.email ?? '')}
        type="email"
        autoComplete="off"
        autoFocus
        value={email}
        onChange={setEmail}
        error={fieldError(change.error, 'email')}
      />
    </FormDialog>
  );
}

interface ChangeExternalIdProps {
  person: Person | null;
  onClose: () => void;
  onUndo: (person: Person, back: string | null) => void;
}

function ChangeExternalId({ person, onClose, onUndo }: ChangeExternalIdProps) {
  const client = useClient();
  const queries = useQueryClient();
  const before = person?.external_id ?? null;
  const [id, setId] = useState(before ?? '');
  const after = id.trim() || null;
  const change = useMutation({
    mutationFn: () =>
      client.request<Person>('PATCH', `/api/people/${person?.id}`, { external_id: after }),
    onSuccess: () => {
      if (person)
        toast({
          text: say.otherExternalId(person.name),
          about: `person:${person.id}`,
          action: { label: everywhere.undo, run: () => onUndo(person, before) },
        });
      void queries.invalidateQueries({ queryKey: ['people'] });
      onClose();
    },
  });
  const { error } = change;
  // That somebody else has it is about the field too, though the refusal names none.
  const isTaken = isApiError(error) && error.code === 'external_id_taken';
  const refused = isTaken ? error.message : fieldError(error, 'external_id');
  return (
    <FormDialog
      title={say.externalIdOf(person?.name ?? '')}
      action={everywhere.save}
      isOpen={person !== null}
      onClose={onClose}
      change={isTaken ? { ...change, error: null } : change}
      fields={['external_id']}
      isDisabled={after === before}
    >
      <TextField
        label={say.externalId}
        hint={say.externalIdMeans}
        autoComplete="off"
        autoFocus
        value={id}
        onChange={setId}
        error={refused}
      />
    </FormDialog>
  );
}
