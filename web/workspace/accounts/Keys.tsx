// API keys: for programs that speak to this workspace. A key is shown once, when it is made.

import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Button,
  Checkbox,
  Confirm,
  Dialog,
  EmptyState,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, ShownOnce, Table } from '../shell/Page.tsx';
import { Paged } from '../shell/Paged.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './People.module.css';
import { say } from './say.ts';

interface Key {
  id: string;
  name: string;
  prefix: string;
  last4: string;
  scopes: string[];
  created_at: string;
  last_used_at?: string | null;
}

export default function Keys() {
  const client = useClient();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const [editing, setEditing] = useState<Key | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const revoke = useMutation({
    mutationFn: (id: string) => client.request('DELETE', `/api/keys/${id}`),
    onSuccess: (_, id) => {
      toast({ text: say.keyRevoked, about: `key:${id}` });
      setRevoking(null);
      void queries.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: (error) => toast({ text: say.notRevoked(sentence(error)) }),
  });

  return (
    <Page
      title={say.keys}
      lead={say.keysLead}
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setMaking(true)}>
          {say.makeKey}
        </Button>
      }
    >
      <Paged<Key>
        path="/api/keys"
        list="keys"
        what={everywhere.listOf.keys}
        empty={
          <EmptyState icon={<KeyRound />} title={say.noKeys}>
            {say.noKeysYet}
          </EmptyState>
        }
      >
        {(keys) => (
          <Table
            name={say.keys}
            rows={keys}
            idOf={(key) => key.id}
            columns={[
              { name: everywhere.name, cell: (key) => <bdi>{key.name}</bdi> },
              {
                name: say.key,
                cell: (key) => (
                  <span className={styles.key}>
                    {key.prefix}…{key.last4}
                  </span>
                ),
              },
              {
                name: say.scopes,
                cell: (key) => (
                  <span className={styles.person}>
                    {key.scopes.map((scope) => (
                      <Badge key={scope}>{scope}</Badge>
                    ))}
                  </span>
                ),
              },
              {
                name: say.made,
                cell: (key) => <bdi className={styles.when}>{fullTime(key.created_at)}</bdi>,
              },
              {
                name: everywhere.whatToDo,
                quiet: true,
                cell: (key) => (
                  <span className={styles.person}>
                    <Button
                      size="s"
                      aria-label={everywhere.edits(key.name)}
                      onPress={() => setEditing(key)}
                    >
                      {everywhere.edit}
                    </Button>
                    <Button
                      size="s"
                      aria-label={say.revokesKey(key.name)}
                      onPress={() => setRevoking(key)}
                    >
                      {say.revoke}
                    </Button>
                  </span>
                ),
              },
            ]}
          />
        )}
      </Paged>
      <Make isOpen={making} onClose={() => setMaking(false)} />
      {editing ? <Edit key={editing.id} of={editing} onClose={() => setEditing(null)} /> : null}
      <Confirm
        title={say.reallyRevokeKey(revoking?.name ?? '')}
        action={say.revoke}
        isOpen={revoking !== null}
        isPending={revoke.isPending}
        onClose={() => setRevoking(null)}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
      >
        {say.revokeKeyMeans}
      </Confirm>
    </Page>
  );
}

function Make({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const make = useMutation({
    mutationFn: () =>
      client.request<Key & { key: string }>('POST', '/api/keys', { name: name.trim(), scopes }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });

  function close() {
    setName('');
    setScopes([]);
    make.reset();
    onClose();
  }
  if (make.data)
    return (
      <Dialog
        title={say.yourNewKey}
        isOpen={isOpen}
        onClose={close}
        actions={
          <Button look="primary" onPress={close}>
            {everywhere.done}
          </Button>
        }
      >
        <ShownOnce name={say.apiKey} value={make.data.key}>
          {say.copyNow}
        </ShownOnce>
      </Dialog>
    );
  return (
    <FormDialog
      title={say.makeKey}
      action={everywhere.make}
      isOpen={isOpen}
      onClose={close}
      change={make}
      fields={['name']}
      isDisabled={!name.trim() || scopes.length === 0}
    >
      <TextField
        label={everywhere.name}
        hint={say.keyNameHint}
        autoFocus
        autoComplete="off"
        value={name}
        onChange={setName}
        error={fieldError(make.error, 'name')}
      />
      <Scopes offered={me.permissions} chosen={scopes} onChange={setScopes} />
    </FormDialog>
  );
}

/** Another name or other scopes; the key itself stays, and so do the programs that use it. */
function Edit({ of, onClose }: { of: Key; onClose: () => void }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(of.name);
  const [scopes, setScopes] = useState(of.scopes);
  const send = (to: Pick<Key, 'name' | 'scopes'>) =>
    client.request<Key>('PATCH', `/api/keys/${of.id}`, to);
  const again = () => queries.invalidateQueries({ queryKey: ['keys'] });
  const change = useMutation({
    mutationFn: () => send({ name: name.trim(), scopes }),
    onSuccess: () => {
      void again();
      toast({
        text: say.keyChanged,
        about: `key:${of.id}`,
        action: {
          label: everywhere.undo,
          run: () =>
            void send({ name: of.name, scopes: of.scopes }).then(again, (error) =>
              toast({ text: everywhere.notUndone(sentence(error)) }),
            ),
        },
      });
      onClose();
    },
  });
  return (
    <FormDialog
      title={say.editKey}
      action={everywhere.save}
      isOpen
      onClose={onClose}
      change={change}
      fields={['name']}
      isDisabled={!name.trim() || scopes.length === 0}
    >
      <TextField
        label={everywhere.name}
        autoFocus
        autoComplete="off"
        value={name}
        onChange={setName}
        error={fieldError(change.error, 'name')}
      />
      <Scopes offered={me.permissions} chosen={scopes} onChange={setScopes} />
    </FormDialog>
  );
}

interface ScopesProps {
  offered: string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

function Scopes({ offered, chosen, onChange }: ScopesProps) {
  return (
    <fieldset className={styles.scopes}>
      <legend>{say.scopes}</legend>
      {offered.map((scope) => (
        <Checkbox
          key={scope}
          isSelected={chosen.includes(scope)}
          onChange={(on) =>
            onChange(on ? [...chosen, scope] : chosen.filter((one) => one !== scope))
          }
        >
          <span className={styles.mono}>{scope}</span>
        </Checkbox>
      ))}
    </fieldset>
  );
}
