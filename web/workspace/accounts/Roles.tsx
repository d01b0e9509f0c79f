// Roles of the workspace's own, beside the three that are always there: what each allows, who has it.

import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Button,
  Checkbox,
  ErrorPanel,
  Select,
  SkeletonRows,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, Table } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { number } from '../words/language.ts';
import styles from './People.module.css';
import {
  type Roles as All,
  builtIn,
  choices,
  inWords,
  type Role,
  useRoles,
} from './permissions.ts';
import { say } from './say.ts';

/** A line of the table: one of the workspace's own, or one of the three. */
interface Line {
  id: string;
  name: string;
  permissions: string[];
  own: Role | null;
}

export default function Roles() {
  const { me } = useSession();
  const roles = useRoles();
  const [editing, setEditing] = useState<Role | 'new' | null>(null);
  const [removing, setRemoving] = useState<Role | null>(null);
  const may = (role: Role) => role.permissions.every((one) => me.permissions.includes(one));

  return (
    <Page
      title={say.roles}
      lead={say.rolesLead}
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setEditing('new')}>
          {say.makeRole}
        </Button>
      }
    >
      {roles.isPending ? (
        <SkeletonRows label={everywhere.loading(everywhere.listOf.roles)} rows={3} />
      ) : roles.error ? (
        <ErrorPanel
          title={everywhere.notLoaded(everywhere.listOf.roles)}
          onRetry={() => void roles.refetch()}
        >
          {sentence(roles.error)}
        </ErrorPanel>
      ) : (
        <Table<Line>
          name={say.roles}
          rows={linesOf(roles.data)}
          idOf={(one) => one.id}
          columns={[
            {
              name: everywhere.name,
              cell: (one) => (
                <span className={styles.person}>
                  <bdi>{one.name}</bdi>
                  {one.own ? null : <Badge>{say.alwaysThere}</Badge>}
                </span>
              ),
            },
            {
              name: say.may,
              cell: (one) =>
                one.id === 'admin' ? say.everything : one.permissions.map(inWords).join(' · '),
            },
            {
              name: everywhere.people,
              cell: (one) =>
                one.own ? number(one.own.people) : <span className={styles.faint}>–</span>,
            },
            {
              name: everywhere.whatToDo,
              quiet: true,
              cell: ({ own }) =>
                own && may(own) ? (
                  <span className={styles.deeds}>
                    <Button
                      size="s"
                      aria-label={everywhere.edits(own.name)}
                      onPress={() => setEditing(own)}
                    >
                      {everywhere.edit}
                    </Button>
                    <Button
                      size="s"
                      aria-label={everywhere.removes(own.name)}
                      onPress={() => setRemoving(own)}
                    >
                      {everywhere.remove}
                    </Button>
                  </span>
                ) : null,
            },
          ]}
        />
      )}
      {editing ? (
        <Edit
          key={editing === 'new' ? 'new' : editing.id}
          role={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {removing && roles.data ? (
        <Remove role={removing} roles={roles.data} onClose={() => setRemoving(null)} />
      ) : null}
    </Page>
  );
}

function linesOf({ roles, built_in }: All): Line[] {
  return [
    ...built_in.map((one) => ({
      id: one.role,
      name: builtIn[one.role],
      permissions: one.permissions,
      own: null,
    })),
    ...roles.map((own) => ({ id: own.id, name: own.name, permissions: own.permissions, own })),
  ];
}

function Edit({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(role?.name ?? '');
  const [permissions, setPermissions] = useState(role?.permissions ?? ['conversations:read']);
  const save = useMutation({
    mutationFn: () =>
      client.request<Role>(role ? 'PATCH' : 'POST', role ? `/api/roles/${role.id}` : '/api/roles', {
        name: name.trim(),
        permissions,
      }),
    onSuccess: (saved) => {
      toast({
        text: (role ? say.roleChanged : say.roleMade)(saved.name),
        about: `role:${saved.id}`,
      });
      void queries.invalidateQueries({ queryKey: ['roles'] });
      onClose();
    },
  });
  const loses = role?.people && role.permissions.some((one) => !permissions.includes(one));

  return (
    <FormDialog
      title={role ? everywhere.edits(role.name) : say.makeRole}
      action={role ? everywhere.save : everywhere.make}
      isOpen
      onClose={onClose}
      change={save}
      fields={['name']}
      isDisabled={!name.trim() || permissions.length === 0}
    >
      <TextField
        label={everywhere.name}
        autoComplete="off"
        autoFocus
        value={name}
        onChange={setName}
        error={fieldError(save.error, 'name')}
      />
      <fieldset className={styles.scopes}>
        <legend>{say.may}</legend>
        {me.permissions.map((one) => (
          <Checkbox
            key={one}
            isSelected={permissions.includes(one)}
            onChange={(on) =>
              setPermissions((before) =>
                on ? [...before, one] : before.filter((other) => other !== one),
              )
            }
          >
            {inWords(one)}
          </Checkbox>
        ))}
      </fieldset>
      {loses ? <p className={styles.consequences}>{say.losesPermission}</p> : null}
    </FormDialog>
  );
}

function Remove({ role, roles, onClose }: { role: Role; roles: All; onClose: () => void }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const isUsed = role.people + role.invitations > 0;
  const others = choices(roles, me.permissions).filter((one) => one.id !== role.id);
  const [instead, setInstead] = useState(
    others.find((one) => one.id === 'agent')?.id ?? others[0]?.id ?? '',
  );
  const settle = () => {
    for (const list of ['roles', 'people', 'invitations'])
      void queries.invalidateQueries({ queryKey: [list] });
  };
  const restore = useMutation({
    mutationFn: () => {
      const { name, permissions } = role;
      return client.request('POST', '/api/roles', { name, permissions });
    },
    onSuccess: settle,
    onError: (error) => toast({ text: everywhere.notUndone(sentence(error)) }),
  });
  const remove = useMutation({
    mutationFn: () =>
      client.request(
        'DELETE',
        `/api/roles/${role.id}${isUsed ? `?replacement=${encodeURIComponent(instead)}` : ''}`,
      ),
    onSuccess: () => {
      // One that people had is not back by itself: they have another now.
      toast({
        text: say.roleRemoved(role.name),
        about: `role:${role.id}`,
        ...(!isUsed && { action: { label: everywhere.undo, run: () => restore.mutate() } }),
      });
      settle();
      onClose();
    },
  });
  return (
    <FormDialog
      title={say.reallyRemove(role.name)}
      action={everywhere.remove}
      isOpen
      onClose={onClose}
      change={remove}
      fields={[]}
      isDisabled={isUsed && !instead}
    >
      <p className={styles.consequences}>{isUsed ? say.getsAnother : say.nobodyHas}</p>
      {isUsed ? (
        <Select label={say.roleInstead} options={others} value={instead} onChange={setInstead} />
      ) : null}
    </FormDialog>
  );
}
