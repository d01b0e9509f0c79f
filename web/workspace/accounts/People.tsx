// Who works in this workspace: list, add, change the role, shut out, end their sessions.

import { useClient } from '@antiphon/sdk/react';
import {
  Avatar,
  Badge,
  Button,
  Confirm,
  IconButton,
  Menu,
  Select,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import styles from './People.module.css';

export interface Person {
  id: string;
  email: string;
  name: string;
  role: 'customer' | 'agent' | 'admin';
  disabled_at: string | null;
}

const roles = [
  { id: 'agent', label: 'Agent: answers conversations' },
  { id: 'admin', label: 'Admin: also changes settings and people' },
] as const;

export default function People() {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Person | null>(null);

  const change = useMutation({
    mutationFn: ({ id, ...patch }: { id: string; role?: string; disabled?: boolean }) =>
      client.request<Person>('PATCH', `/api/people/${id}`, patch),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people'] }),
    onError: (error) => toast({ text: `Not changed. ${sentence(error)}` }),
  });
  const end = useMutation({
    mutationFn: (id: string) => client.request('DELETE', `/api/people/${id}/sessions`),
    onSuccess: () => {
      toast({ text: `${ending?.name ?? 'They'} must sign in again.` });
      setEnding(null);
    },
    onError: (error) => toast({ text: `Not done. ${sentence(error)}` }),
  });

  return (
    <Page
      title="People"
      lead="Agents answer conversations. Admins can also change settings and add people."
      action={
        <Button look="primary" icon={<UserPlus aria-hidden />} onPress={() => setAdding(true)}>
          Add a person
        </Button>
      }
    >
      <Paged<Person> path="/api/people" list="people" what="the people">
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
                    <Avatar name={one.name} of={one.id} size="s" />
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
                      {one.role === 'admin' ? 'Admin' : one.role === 'agent' ? 'Agent' : 'Customer'}
                    </Badge>
                    {one.disabled_at ? <Badge tone="red">Shut out</Badge> : null}
                  </span>
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
                          deeds: [
                            {
                              label: 'Agent',
                              chosen: one.role === 'agent',
                              run: () => change.mutate({ id: one.id, role: 'agent' }),
                            },
                            {
                              label: 'Admin',
                              chosen: one.role === 'admin',
                              run: () => change.mutate({ id: one.id, role: 'admin' }),
                            },
                          ],
                        },
                        {
                          title: 'Access',
                          deeds: [
                            { label: 'End all sessions…', run: () => setEnding(one) },
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
      <Add isOpen={adding} onClose={() => setAdding(false)} />
      <Confirm
        title={`End all sessions of ${ending?.name ?? ''}?`}
        action="End sessions"
        isOpen={ending !== null}
        isPending={end.isPending}
        onClose={() => setEnding(null)}
        onConfirm={() => ending && end.mutate(ending.id)}
      >
        They are signed out everywhere within seconds and have to sign in again.
      </Confirm>
    </Page>
  );
}

function Add({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const empty = { name: '', email: '', password: '', role: 'agent' as 'agent' | 'admin' };
  const [person, setPerson] = useState(empty);
  const add = useMutation({
    mutationFn: () =>
      client.request<Person>('POST', '/api/people', {
        ...person,
        name: person.name.trim(),
        email: person.email.trim(),
      }),
    onSuccess: (added) => {
      toast({ text: `${added.name} can sign in now.` });
      void queries.invalidateQueries({ queryKey: ['people'] });
      close();
    },
  });

  function close() {
    setPerson(empty);
    add.reset();
    onClose();
  }

  const set = (part: Partial<typeof person>) => setPerson((before) => ({ ...before, ...part }));
  return (
    <FormDialog
      title="Add a person"
      action="Add"
      isOpen={isOpen}
      onClose={close}
      change={add}
      fields={Object.keys(empty)}
      isDisabled={!person.name.trim() || !person.email.trim() || !person.password}
    >
      <TextField
        label="Name"
        autoFocus
        autoComplete="off"
        value={person.name}
        onChange={(name) => set({ name })}
        error={fieldError(add.error, 'name')}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="off"
        value={person.email}
        onChange={(email) => set({ email })}
        error={fieldError(add.error, 'email')}
      />
      <TextField
        label="First password"
        hint="Tell it to them in person; they change it under Sessions. At least 8 characters."
        type="password"
        autoComplete="new-password"
        value={person.password}
        onChange={(password) => set({ password })}
        error={fieldError(add.error, 'password')}
      />
      <Select
        label="Role"
        options={[...roles]}
        value={person.role}
        onChange={(role) => set({ role })}
      />
    </FormDialog>
  );
}
