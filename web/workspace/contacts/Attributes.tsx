// The workspace's own attributes of contacts: which there are, of what type, with which choices.
import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Button,
  Confirm,
  EmptyState,
  ErrorPanel,
  IconButton,
  Menu,
  Select,
  SkeletonRows,
  TextArea,
  TextField,
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Plus, Tags } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Page, Table } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import type { Attribute, AttributeType } from './model.ts';

const types: { id: AttributeType; label: string }[] = [
  { id: 'text', label: 'Text' },
  { id: 'number', label: 'Number' },
  { id: 'boolean', label: 'Yes or no' },
  { id: 'date', label: 'Date' },
  { id: 'list', label: 'List of choices' },
  { id: 'link', label: 'Link' },
];

export default function Attributes() {
  const client = useClient();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Attribute | 'new' | null>(null);
  const [removing, setRemoving] = useState<Attribute | null>(null);
  const asked = useQuery({
    queryKey: ['contact-attributes'],
    queryFn: () => client.request<{ attributes: Attribute[] }>('GET', '/api/contact-attributes'),
  });
  const remove = useMutation({
    mutationFn: (id: string) => client.request('DELETE', `/api/contact-attributes/${id}`),
    onSuccess: () => {
      setRemoving(null);
      void queries.invalidateQueries({ queryKey: ['contact-attributes'] });
      void queries.invalidateQueries({ queryKey: ['contact'] });
    },
    onError: (error) => toast({ text: `Not deleted. ${sentence(error)}` }),
  });
  const attributes = asked.data?.attributes ?? [];
  return (
    <Page
      title="Attributes"
      lead="What you want to know of your contacts beside name and address."
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setEditing('new')}>
          Add an attribute
        </Button>
      }
    >
      {asked.isPending ? (
        <SkeletonRows label="Loading the attributes" rows={3} />
      ) : asked.error && !asked.data ? (
        <ErrorPanel title="The attributes could not be loaded" onRetry={() => void asked.refetch()}>
          {sentence(asked.error)}
        </ErrorPanel>
      ) : attributes.length === 0 ? (
        <EmptyState icon={<Tags />} title="No attributes yet">
          Add one for what agents should see and filter by, such as a plan or a contract's end.
        </EmptyState>
      ) : (
        <Table
          name="Attributes"
          rows={attributes}
          idOf={(one) => one.id}
          columns={[
            { name: 'Label', cell: (one) => <bdi>{one.label}</bdi> },
            { name: 'Kept as', cell: (one) => <code>{one.key}</code> },
            {
              name: 'Type',
              cell: (one) => <Badge>{types.find(({ id }) => id === one.type)?.label}</Badge>,
            },
            { name: 'Choices', cell: (one) => <bdi>{one.choices.join(', ')}</bdi> },
            {
              name: 'What to do',
              quiet: true,
              cell: (one) => (
                <Menu
                  name={`Change ${one.label}`}
                  placement="bottom end"
                  trigger={(open) => (
                    <IconButton {...open} name={`Change ${one.label}`} size="s">
                      <Ellipsis aria-hidden />
                    </IconButton>
                  )}
                  groups={[
                    {
                      deeds: [
                        { label: 'Edit', run: () => setEditing(one) },
                        { label: 'Delete…', tone: 'danger', run: () => setRemoving(one) },
                      ],
                    },
                  ]}
                />
              ),
            },
          ]}
        />
      )}
      {editing ? (
        <Edit attribute={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
      <Confirm
        title={`Delete ${removing?.label ?? ''}?`}
        action="Delete"
        isOpen={removing !== null}
        isPending={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        Its values of all contacts are deleted with it. This cannot be undone.
      </Confirm>
    </Page>
  );
}

/** "Contract end" → `contract_end`. */
export const keyOf = (label: string): string =>
  label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50);

function Edit({ attribute, onClose }: { attribute: Attribute | null; onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [label, setLabel] = useState(attribute?.label ?? '');
  const [key, setKey] = useState<string | null>(null);
  const [type, setType] = useState<AttributeType>(attribute?.type ?? 'text');
  const [choices, setChoices] = useState((attribute?.choices ?? []).join('\n'));
  const lines = choices
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const own = key ?? keyOf(label);
  const save = useMutation({
    mutationFn: () => {
      const about = { label: label.trim(), ...(type === 'list' && { choices: lines }) };
      return attribute
        ? client.request('PATCH', `/api/contact-attributes/${attribute.id}`, about)
        : client.request('POST', '/api/contact-attributes', { ...about, key: own, type });
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['contact-attributes'] });
      onClose();
    },
  });
  return (
    <FormDialog
      title={attribute ? `Edit ${attribute.label}` : 'Add an attribute'}
      action="Save"
      isOpen
      onClose={onClose}
      change={save}
      fields={['label', 'key', 'choices']}
      isDisabled={!label.trim() || (!attribute && !own)}
    >
      <TextField
        label="Label"
        autoFocus
        autoComplete="off"
        value={label}
        onChange={setLabel}
        error={fieldError(save.error, 'label')}
      />
      {attribute ? null : (
        <>
          <TextField
            label="Kept as"
            hint="By which programs know it: small letters, digits and _. It stays."
            autoComplete="off"
            value={own}
            onChange={setKey}
            error={fieldError(save.error, 'key')}
          />
          <Select label="Type" options={types} value={type} onChange={setType} />
        </>
      )}
      {type === 'list' ? (
        <TextArea
          label="Choices"
          hint="One per line."
          rows={5}
          value={choices}
          onChange={setChoices}
          error={fieldError(save.error, 'choices')}
        />
      ) : null}
    </FormDialog>
  );
}
