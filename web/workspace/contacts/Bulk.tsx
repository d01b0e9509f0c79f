// The bar over the list: what is to become of the chosen contacts, or of all that the filters find. A
// change of those that were named can be undone from its notice.
import { useClient } from '@antiphon/sdk/react';
import { Button, Confirm, Select, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, Building2, Tags } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { sentence } from '../shell/server.ts';
import { AttributeField } from './AttributeField.tsx';
import { attributeError, useAttributes } from './ask.ts';
import styles from './Bulk.module.css';
import { CompanyField } from './CompanyField.tsx';
import { asFilter, counted, type Filters, typed } from './model.ts';

interface Edit {
  id: string;
  state: 'running' | 'done' | 'undone' | 'failed';
  matched: number;
  changed: number;
}

export interface BulkProps {
  chosen: ReadonlySet<string>;
  filters: Filters;
  /** All that are shown are chosen, and there are more. */
  isWhole: boolean;
  onDone: () => void;
}

export function Bulk({ chosen, filters, isWhole, onDone }: BulkProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [isAll, setAll] = useState(false);
  const [asking, setAsking] = useState<'company' | 'attribute' | 'block' | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  useEffect(() => {
    if (!isWhole) setAll(false);
  }, [isWhole]);

  const renew = () => {
    void queries.invalidateQueries({ queryKey: ['contacts'] });
    void queries.invalidateQueries({ queryKey: ['contact'] });
  };
  const undo = useMutation({
    mutationFn: (id: string) => client.request<Edit>('POST', `/api/contact-edits/${id}/undo`, {}),
    onSuccess: () => {
      renew();
      toast({ text: 'Undone.' });
    },
    onError: (error) => toast({ text: `Not undone. ${sentence(error)}` }),
  });
  const tell = (edit: Edit) => {
    renew();
    toast({
      text:
        edit.state === 'failed'
          ? 'The change was given up on the way.'
          : `${counted(edit.changed, 'contact')} changed.`,
      ...(edit.changed > 0 &&
        edit.changed <= 500 && { action: { label: 'Undo', run: () => undo.mutate(edit.id) } }),
    });
    onDone();
  };
  const edit = useMutation({
    mutationFn: (change: object) =>
      client.request<Edit>('POST', '/api/contact-edits', {
        ...(isAll ? { filter: asFilter(filters) } : { ids: [...chosen] }),
        change,
      }),
    onSuccess: (made) => {
      setAsking(null);
      if (made.state === 'running') setRunning(made.id);
      else tell(made);
    },
  });
  const progress = useQuery({
    queryKey: ['contact-edit', running],
    queryFn: () => client.request<Edit>('GET', `/api/contact-edits/${running}`),
    enabled: running !== null,
    refetchInterval: 500,
  });
  const state = progress.data?.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it ends.
  useEffect(() => {
    if (!running || !progress.data || state === 'running') return;
    setRunning(null);
    tell(progress.data);
  }, [state]);

  if (running)
    return (
      <div className={styles.bar} role="status">
        Changing contacts… {progress.data ? counted(progress.data.matched, 'contact') : ''} so far
      </div>
    );
  const close = () => {
    edit.reset();
    setAsking(null);
  };
  const many = isAll ? 'all that the filters find' : counted(chosen.size, 'contact');
  return (
    <section className={styles.bar} aria-label="Change the chosen contacts">
      <span className={styles.count} role="status">
        {isAll ? 'All that the filters find' : `${chosen.size} chosen`}
      </span>
      {isWhole && !isAll ? (
        <Button look="quiet" size="s" onPress={() => setAll(true)}>
          Choose all that the filters find
        </Button>
      ) : null}
      <Button size="s" icon={<Building2 aria-hidden />} onPress={() => setAsking('company')}>
        Company…
      </Button>
      <Button size="s" icon={<Tags aria-hidden />} onPress={() => setAsking('attribute')}>
        Attribute…
      </Button>
      <Button size="s" icon={<Ban aria-hidden />} onPress={() => setAsking('block')}>
        Block…
      </Button>
      <Button look="quiet" size="s" onPress={onDone}>
        Clear
      </Button>
      {asking === 'company' ? (
        <ChangeCompany many={many} change={edit} onClose={close} />
      ) : asking === 'attribute' ? (
        <ChangeAttribute many={many} change={edit} onClose={close} />
      ) : null}
      <Confirm
        title={`Block ${many}?`}
        action="Block"
        isOpen={asking === 'block'}
        isPending={edit.isPending}
        onClose={close}
        onConfirm={() => edit.mutate({ blocked: true })}
      >
        {edit.error
          ? sentence(edit.error)
          : 'They can read what was said, and cannot write any more until somebody unblocks them.'}
      </Confirm>
    </section>
  );
}

interface ChangeProps {
  many: string;
  change: { isPending: boolean; error: unknown; mutate: (change: object) => void };
  onClose: () => void;
}

function ChangeCompany({ many, change, onClose }: ChangeProps) {
  const [company, setCompany] = useState<{ id: string; name: string } | null>(null);
  return (
    <FormDialog
      title={`Company of ${many}`}
      action="Change"
      isOpen
      onClose={onClose}
      change={{ ...change, mutate: () => change.mutate({ company_id: company?.id ?? null }) }}
      fields={[]}
      isDisabled={false}
    >
      <CompanyField company={company} onChange={setCompany} />
    </FormDialog>
  );
}

function ChangeAttribute({ many, change, onClose }: ChangeProps) {
  const attributes = useAttributes();
  const [key, setKey] = useState('');
  const [text, setText] = useState('');
  const attribute = attributes.find((one) => one.key === (key || attributes[0]?.key));
  const refused = attribute && attributeError(change.error, attribute.key);
  return (
    <FormDialog
      title={`Attribute of ${many}`}
      action="Change"
      isOpen
      onClose={onClose}
      change={{
        ...change,
        mutate: () =>
          attribute && change.mutate({ attributes: { [attribute.key]: typed(attribute, text) } }),
      }}
      fields={attribute ? [`change.attributes.${attribute.key}`] : []}
      isDisabled={!attribute}
    >
      {attribute ? (
        <>
          <Select
            label="Attribute"
            options={attributes.map((one) => ({ id: one.key, label: one.label }))}
            value={attribute.key}
            onChange={(chosen) => {
              setKey(chosen);
              setText('');
            }}
          />
          <AttributeField
            attribute={attribute}
            label="Value"
            value={text}
            onChange={setText}
            error={refused}
          />
        </>
      ) : (
        <p>There are no attributes yet. An admin defines them under Settings, Attributes.</p>
      )}
    </FormDialog>
  );
}
