// The workspace's own attributes of contacts: which there are, of what type, with which choices; and those
// that were deleted, with their way back.
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
import { say as frame } from '../shell/say.ts';
import { fieldError, sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Attributes.module.css';
import type { Attribute, AttributeType } from './model.ts';
import { say } from './say.ts';

const types: { id: AttributeType; label: string }[] = [
  { id: 'text', label: say.types.text },
  { id: 'number', label: say.types.number },
  { id: 'boolean', label: say.types.boolean },
  { id: 'date', label: say.types.date },
  { id: 'list', label: say.types.list },
  { id: 'link', label: say.types.link },
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
  const gone = useQuery({
    queryKey: ['contact-attributes', 'removed'],
    queryFn: () =>
      client.request<{ attributes: Attribute[] }>('GET', '/api/contact-attributes?removed=true'),
  });
  const settle = () => {
    void queries.invalidateQueries({ queryKey: ['contact-attributes'] });
    void queries.invalidateQueries({ queryKey: ['contact'] });
  };
  const remove = useMutation({
    mutationFn: ({ id }: Attribute) => client.request('DELETE', `/api/contact-attributes/${id}`),
    onSuccess: (_, one) => {
      setRemoving(null);
      toast({
        text: say.isRemoved(one.label),
        about: `attribute:${one.id}`,
        action: { label: everywhere.undo, run: () => restore.mutate(one) },
      });
    },
    onError: (error) => toast({ text: everywhere.notDeleted(sentence(error)) }),
    onSettled: settle,
  });
  const restore = useMutation({
    mutationFn: ({ id }: Attribute) =>
      client.request('DELETE', `/api/contact-attributes/${id}/removal`),
    onSuccess: (_, one) => toast({ text: say.isBack(one.label), about: `attribute:${one.id}` }),
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
    onSettled: settle,
  });
  const removed = gone.data?.attributes ?? [];
  const attributes = asked.data?.attributes ?? [];
  return (
    <Page
      title={frame.pages.attributes}
      lead={say.attributesLead}
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setEditing('new')}>
          {say.addAttribute}
        </Button>
      }
    >
      {asked.isPending ? (
        <SkeletonRows label={everywhere.loading(everywhere.listOf.attributes)} rows={3} />
      ) : asked.error && !asked.data ? (
        <ErrorPanel
          title={everywhere.notLoaded(everywhere.listOf.attributes)}
          onRetry={() => void asked.refetch()}
        >
          {sentence(asked.error)}
        </ErrorPanel>
      ) : attributes.length === 0 ? (
        <EmptyState icon={<Tags />} title={say.noAttributes}>
          {say.noAttributesYet}
        </EmptyState>
      ) : (
        <Table
          name={frame.pages.attributes}
          rows={attributes}
          idOf={(one) => one.id}
          columns={[
            { name: say.label, cell: (one) => <bdi>{one.label}</bdi> },
            { name: say.keptAs, cell: (one) => <code>{one.key}</code> },
            {
              name: say.type,
              cell: (one) => <Badge>{types.find(({ id }) => id === one.type)?.label}</Badge>,
            },
            { name: say.choices, cell: (one) => <bdi>{one.choices.join(', ')}</bdi> },
            {
              name: everywhere.whatToDo,
              quiet: true,
              cell: (one) => (
                <Menu
                  name={everywhere.changes(one.label)}
                  placement="bottom end"
                  trigger={(open) => (
                    <IconButton {...open} name={everywhere.changes(one.label)} size="s">
                      <Ellipsis aria-hidden />
                    </IconButton>
                  )}
                  groups={[
                    {
                      deeds: [
                        { label: everywhere.edit, run: () => setEditing(one) },
                        {
                          label: everywhere.askDelete,
                          tone: 'danger',
                          run: () => setRemoving(one),
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
      {removed.length > 0 ? (
        <section className={styles.deleted} aria-label={say.deletedAttributes}>
          <h2 className={styles.subtitle}>{say.deletedAttributes}</h2>
          <Table
            name={say.deletedAttributes}
            rows={removed}
            idOf={(one) => one.id}
            columns={[
              { name: say.label, cell: (one) => <bdi>{one.label}</bdi> },
              { name: say.keptAs, cell: (one) => <code>{one.key}</code> },
              {
                name: everywhere.removed,
                cell: ({ removed_at }) =>
                  removed_at ? (
                    <time dateTime={removed_at}>
                      <bdi>{fullTime(removed_at)}</bdi>
                    </time>
                  ) : null,
              },
              {
                name: everywhere.whatToDo,
                quiet: true,
                cell: (one) => (
                  <Button
                    size="s"
                    isPending={restore.isPending && restore.variables.id === one.id}
                    onPress={() => restore.mutate(one)}
                  >
                    {say.bringBack}
                  </Button>
                ),
              },
            ]}
          />
        </section>
      ) : null}
      {editing ? (
        <Edit attribute={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
      <Confirm
        title={say.reallyDelete(removing?.label ?? '')}
        action={everywhere.delete}
        isOpen={removing !== null}
        isPending={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        {say.deleteMeans}
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
      title={attribute ? everywhere.edits(attribute.label) : say.addAttribute}
      action={everywhere.save}
      isOpen
      onClose={onClose}
      change={save}
      fields={['label', 'key', 'choices']}
      isDisabled={!label.trim() || (!attribute && !own)}
    >
      <TextField
        label={say.label}
        autoFocus
        autoComplete="off"
        value={label}
        onChange={setLabel}
        error={fieldError(save.error, 'label')}
      />
      {attribute ? null : (
        <>
          <TextField
            label={say.keptAs}
            hint={say.keyHint}
            autoComplete="off"
            value={own}
            onChange={setKey}
            error={fieldError(save.error, 'key')}
          />
          <Select label={say.type} options={types} value={type} onChange={setType} />
        </>
      )}
      {type === 'list' ? (
        <TextArea
          label={say.choices}
          hint={say.onePerLine}
          rows={5}
          value={choices}
          onChange={setChoices}
          error={fieldError(save.error, 'choices')}
        />
      ) : null}
    </FormDialog>
  );
}
