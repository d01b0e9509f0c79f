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
import { fieldError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { Invitations } from './Invitations.tsx';
import { Invite } from './Invite.tsx';
import styles from './People.module.css';
import { choices, chosen, nameOf, type Standing, useRoles } from './permissions.ts';
import { portrait } from './portrait.ts';

export interface Person extends Standing {
  id: string;
  email: string;
  name: string;
  disabled_at: string | null;
  has_second_step: boolean | null;
  avatar_id?: string | null;
}

/** What is asked or shown of one person. */
type Asked = { what: 'end' | 'ease' | 'remove' | 'email'; of: Person };

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
    mutationFn: ({ id, ...patch }: { id: string; [field: string]: unknown }) =>
      client.request<Person>('PATCH', `/api/people/${id}`, patch),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['roles'] });
      return again();
    },
    onError: (error) => toast({ text: `Not changed. ${sentence(error)}` }),
  });
  const end = useMutation({
    mutationFn: ({ id }: Person) => client.request('DELETE', `/api/people/${id}/sessions`),
    onSuccess: (_, person) => {
      toast({ text: `${person.name} must sign in again.` });
      done();
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
  });
  const remove = useMutation({
    mutationFn: ({ id }: Person) => client.request('DELETE', `/api/people/${id}`),
    onSuccess: (_, person) => {
      toast({ text: `${person.name} is removed.` });
      done();
      return again();
    },
    onError: (error) => toast({ text: `Not removed. ${sentence(error)}` }),
  });
  const reset = useMutation({
    mutationFn: ({ id }: Person) =>
      client.request<{ link: string | null }>('POST', `/api/people/${id}/reset-link`),
    onSuccess: ({ link }, person) => {
      if (!link) toast({ text: `A link is on its way to ${person.email}.` });
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
  });
  const ease = useMutation({
    mutationFn: ({ id }: Person) => client.request('DELETE', `/api/people/${id}/second-factor`),
    onSuccess: (_, { name }) => {
      toast({ text: `${name} can sign in with the password alone.` });
      return again();
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
    onSettled: done,
  });

  const own = roles.data?.roles ?? [];
  const toGive = roles.data ? choices(roles.data, me.permissions) : [];
  return (
    <Page
      title="People"
      lead="Agents answer conversations. Admins can also change settings and invite people."
      action={
        <Button look="primary" icon={<UserPlus aria-hidden />} onPress={() => setInviting(true)}>
          Invite a person
        </Button>
      }
    >
      <TextField
        label="A part of the name or address"
        hideLabel
        type="search"
        placeholder="A part of the name or address"
        value={words}
        onChange={setWords}
      />
      <Paged<Person>
        path="/api/people"
        query={new URLSearchParams(q ? { q } : {})}
        list="people"
        what="the people"
        empty={
          <EmptyState icon={<UsersRound />} title="Nobody fits">
            Try fewer letters.
          </EmptyState>
        }
      >
        {(people) => (
          <Table
            name="People"
            rows={people}
            idOf={(one) => one.id}
            columns={[
              {
                name: 'Name',
                cell: (one) => (
                  <span className={styles.person}>
                    <Avatar name={one.name} of={one.id} size="s" picture={portrait(one)} />
                    <bdi>{one.name}</bdi>
                    {one.id === me.id ? <Badge>You</Badge> : null}
                  </span>
                ),
              },
              { name: 'E-mail', cell: (one) => <bdi>{one.email}</bdi> },
              {
                name: 'Role',
                cell: (one) => (
                  <span className={styles.person}>
                    <Badge tone={one.role === 'admin' ? 'accent' : 'plain'}>
                      <bdi>{nameOf(one, own)}</bdi>
                    </Badge>
                    {one.disabled_at ? <Badge tone="red">Shut out</Badge> : null}
                  </span>
                ),
              },
              {
                name: 'Two-step sign-in',
                cell: (one) =>
                  one.has_second_step ? (
                    <Badge tone="green">On</Badge>
                  ) : (
                    <span className={styles.faint}>Off</span>
                  ),
              },
              {
                name: 'What to do',
                quiet: true,
                cell: (one) =>
                  one.id === me.id ? null : (
                    <Menu
                      name={`Change ${one.name}`}
                      placement="bottom end"
                      trigger={(open) => (
                        <IconButton {...open} name={`Change ${one.name}`} size="s">
                          <Ellipsis aria-hidden />
                        </IconButton>
                      )}
                      groups={[
                        {
                          title: 'Role',
                          deeds: toGive.map(({ id, label }) => ({
                            label,
                            chosen: (one.role_id ?? one.role) === id,
                            run: () => change.mutate({ id: one.id, ...chosen(id) }),
                          })),
                        },
                        {
                          title: 'Access',
                          deeds: [
                            { label: 'Link to a new password', run: () => reset.mutate(one) },
                            {
                              label: 'Change e-mail…',
                              run: () => setAsked({ what: 'email', of: one }),
                            },
                            ...(one.has_second_step
                              ? [
                                  {
                                    label: 'Switch off two-step sign-in…',
                                    run: () => setAsked({ what: 'ease', of: one }),
                                  },
                                ]
                              : []),
                            {
                              label: 'End all sessions…',
                              run: () => setAsked({ what: 'end', of: one }),
                            },
                            one.disabled_at
                              ? {
                                  label: 'Let in again',
                                  run: () => change.mutate({ id: one.id, disabled: false }),
                                }
                              : {
                                  label: 'Shut out',
                                  tone: 'danger',
                                  run: () => change.mutate({ id: one.id, disabled: true }),
                                },
                            {
                              label: 'Remove…',
                              tone: 'danger',
                              run: () => setAsked({ what: 'remove', of: one }),
                            },
                          ],
                        },
                      ]}
                    />
                  ),
              },
            ]}
          />
        )}
      </Paged>
      <Invitations roles={own} />
      <Invite isOpen={inviting} onClose={() => setInviting(false)} choices={toGive} />
      <ChangeEmail person={about('email')} onClose={done} />
      <Confirm
        title={`End all sessions of ${about('end')?.name ?? ''}?`}
        action="End sessions"
        isOpen={about('end') !== null}
        isPending={end.isPending}
        onClose={done}
        onConfirm={() => asked && end.mutate(asked.of)}
      >
        They are signed out everywhere within seconds and have to sign in again.
      </Confirm>
      <Confirm
        title={`Switch off two-step sign-in of ${about('ease')?.name ?? ''}?`}
        action="Switch off"
        isOpen={about('ease') !== null}
        isPending={ease.isPending}
        onClose={done}
        onConfirm={() => asked && ease.mutate(asked.of)}
      >
        For someone who lost their device and their recovery codes. They are signed out everywhere;
        be sure that it is they who ask.
      </Confirm>
      <Confirm
        title={`Remove ${about('remove')?.name ?? ''}?`}
        action="Remove"
        isOpen={about('remove') !== null}
        isPending={remove.isPending}
        onClose={done}
        onConfirm={() => asked && remove.mutate(asked.of)}
      >
        They are signed out at once and cannot come back. What they wrote stays, under their name as
        a former colleague; conversations assigned to them are unassigned again. To keep a way back,
        shut them out instead.
      </Confirm>
      <Dialog
        title={`A new password for ${reset.variables?.name ?? ''}`}
        isOpen={Boolean(reset.data?.link)}
        onClose={reset.reset}
        actions={
          <Button look="primary" onPress={reset.reset}>
            Done
          </Button>
        }
      >
        <ShownOnce name="Link to a new password" value={reset.data?.link ?? ''}>
          Hand this link on yourself: this server sends no mail. It works once, within an hour, and
          is not shown again.
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
      toast({ text: `${person?.name} signs in with another address now.` });
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
      title={`Another e-mail for ${person?.name ?? ''}`}
      action="Change e-mail"
      isOpen={person !== null}
      onClose={close}
      change={change}
      fields={['email']}
      isDisabled={!email.trim()}
    >
      <TextField
        label="E-mail"
        hint={`Now ${person?.email ?? ''}. They sign in with the new one from now on.`}
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
