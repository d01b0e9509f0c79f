// The bar over the list: what is to become of the chosen contacts, or of all that the filters find. A
// change of those that were named can be undone from its notice.
import { useClient } from '@antiphon/sdk/react';
import { Button, Confirm, Select, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, Building2, Tags, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { fieldError, isApiError, sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { AttributeField } from './AttributeField.tsx';
import { useAttributes } from './ask.ts';
import styles from './Bulk.module.css';
import { CompanyField } from './CompanyField.tsx';
import { asFilter, type Filters, typed } from './model.ts';
import { say } from './say.ts';

interface Edit {
  id: string;
  state: 'running' | 'done' | 'undone' | 'failed';
  matched: number;
  changed: number;
}

/** What becomes of the contacts. */
export interface EditChange {
  company_id?: string | null;
  attributes?: Record<string, unknown>;
  blocked?: boolean;
  removed?: boolean;
}

/** A change that goes on in the server. */
export interface Begun {
  id: string;
  change: EditChange;
}

export interface BulkProps {
  chosen: ReadonlySet<string>;
  filters: Filters;
  /** All that are shown are chosen, and there are more. */
  isWhole: boolean;
  /** How many the filters find, once all of them are shown. */
  total: number | undefined;
  /** Nobody is chosen any more; with a change that goes on. */
  onDone: (begun?: Begun) => void;
}

/** Says how a change ended, with the way back where there is one. */
function useTell(): (edit: Edit, change: EditChange) => void {
  const client = useClient();
  const queries = useQueryClient();
  const renew = () => {
    void queries.invalidateQueries({ queryKey: ['contacts'] });
    void queries.invalidateQueries({ queryKey: ['contact'] });
  };
  const undo = useMutation({
    mutationFn: async (id: string) => {
      let edit = await client.request<Edit>('POST', `/api/contact-edits/${id}/undo`, {});
      // Of many it is a job.
      if (edit.state === 'running') toast({ text: say.undoing, about: 'contact:many' });
      for (let pause = 500; edit.state === 'running'; pause = Math.min(pause * 1.5, 10_000)) {
        await new Promise((done) => setTimeout(done, pause));
        // It goes on whether it can be followed or not.
        edit = await client
          .request<Edit>('GET', `/api/contact-edits/${id}`)
          .catch((error) =>
            isApiError(error) && error.status === 404 ? Promise.reject(error) : edit,
          );
      }
      return edit;
    },
    onSuccess: ({ state, id }) => {
      renew();
      toast({
        text: state === 'undone' ? say.undone : everywhere.notUndone(say.gaveUp),
        about: 'contact:many',
        // What is left can be tried once more.
        ...(state === 'done' && { action: { label: everywhere.undo, run: () => undo.mutate(id) } }),
      });
    },
    onError: (error) => toast({ text: everywhere.notUndone(sentence(error)) }),
  });
  return (edit, change) => {
    renew();
    const { changed, state } = edit;
    toast({
      text: state === 'failed' ? say.gaveUp : outcome(change)(changed),
      about: 'contact:many',
      ...(changed > 0 &&
        state === 'done' && {
          action: { label: everywhere.undo, run: () => undo.mutate(edit.id) },
        }),
    });
  };
}

function outcome({ removed }: EditChange): (n: number) => string {
  if (removed === undefined) return say.changed;
  return removed ? say.deletedMany : say.broughtBack;
}

export function Bulk({ chosen, filters, isWhole, total, onDone }: BulkProps) {
  const client = useClient();
  const tell = useTell();
  const [isAll, setAll] = useState(false);
  const [asking, setAsking] = useState<'company' | 'attribute' | 'block' | 'remove' | null>(null);
  useEffect(() => {
    if (!isWhole) setAll(false);
  }, [isWhole]);

  const edit = useMutation({
    mutationFn: (change: EditChange) =>
      client.request<Edit>('POST', '/api/contact-edits', {
        ...(isAll ? { filter: asFilter(filters) } : { ids: [...chosen] }),
        change,
      }),
    onSuccess: (made, change) => {
      setAsking(null);
      if (made.state === 'running') return onDone({ id: made.id, change });
      tell(made, change);
      onDone();
    },
    onError: (error) => {
      // Where nothing was asked before, nothing stands open to say it in.
      if (asking === null) toast({ text: everywhere.notChanged(sentence(error)) });
    },
  });
  const close = () => {
    edit.reset();
    setAsking(null);
  };
  const size = isAll ? total : chosen.size;
  const many = size === undefined ? say.allFound : say.many(size);
  return (
    <section className={styles.bar} aria-label={say.changeChosen}>
      <span className={styles.count} role="status">
        {size === undefined ? say.allFoundChosen : say.chosen(size)}
      </span>
      {isWhole && !isAll ? (
        <Button look="quiet" size="s" onPress={() => setAll(true)}>
          {say.chooseAllFound}
        </Button>
      ) : null}
      {filters.standing === 'removed' ? (
        <Button
          size="s"
          icon={<Undo2 aria-hidden />}
          isPending={edit.isPending}
          onPress={() => edit.mutate({ removed: false })}
        >
          {say.bringBack}
        </Button>
      ) : (
        <>
          <Button size="s" icon={<Building2 aria-hidden />} onPress={() => setAsking('company')}>
            {say.askCompany}
          </Button>
          <Button size="s" icon={<Tags aria-hidden />} onPress={() => setAsking('attribute')}>
            {say.askAttribute}
          </Button>
          <Button size="s" icon={<Ban aria-hidden />} onPress={() => setAsking('block')}>
            {say.askBlock}
          </Button>
          <Button size="s" icon={<Trash2 aria-hidden />} onPress={() => setAsking('remove')}>
            {everywhere.askDelete}
          </Button>
        </>
      )}
      <Button look="quiet" size="s" onPress={() => onDone()}>
        {say.clear}
      </Button>
      {asking === 'company' ? (
        <ChangeCompany many={many} change={edit} onClose={close} />
      ) : asking === 'attribute' ? (
        <ChangeAttribute many={many} change={edit} onClose={close} />
      ) : null}
      <Confirm
        title={say.reallyBlock(many)}
        action={everywhere.block}
        isOpen={asking === 'block'}
        isPending={edit.isPending}
        onClose={close}
        onConfirm={() => edit.mutate({ blocked: true })}
      >
        {edit.error ? sentence(edit.error) : say.blockMeans}
      </Confirm>
      <Confirm
        title={say.reallyDelete(many)}
        action={everywhere.delete}
        isOpen={asking === 'remove'}
        isPending={edit.isPending}
        onClose={close}
        onConfirm={() => edit.mutate({ removed: true })}
      >
        {edit.error ? sentence(edit.error) : say.removeMeans}
      </Confirm>
    </section>
  );
}

/** A change that goes on in the server, whatever is chosen or looked for meanwhile. */
export function Running({ id, change, onEnd }: Begun & { onEnd: () => void }) {
  const client = useClient();
  const tell = useTell();
  const progress = useQuery({
    queryKey: ['contact-edit', id],
    queryFn: () => client.request<Edit>('GET', `/api/contact-edits/${id}`),
    // It is asked again after a failure by whoever waits for it.
    refetchInterval: ({ state }) => (state.error ? false : 500),
  });
  const { data, error } = progress;
  const state = data?.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when it ends.
  useEffect(() => {
    if (!data || state === 'running') return;
    onEnd();
    tell(data, change);
  }, [state]);

  if (error)
    return (
      <section className={styles.bar} aria-label={say.changeChosen}>
        <span role="alert">{say.notFollowed(sentence(error))}</span>
        <Button size="s" isPending={progress.isFetching} onPress={() => void progress.refetch()}>
          {everywhere.tryAgain}
        </Button>
        <Button look="quiet" size="s" onPress={onEnd}>
          {everywhere.close}
        </Button>
      </section>
    );
  return (
    <div className={styles.bar} role="status">
      {say.changing(data?.matched ?? 0)}
    </div>
  );
}

interface ChangeProps {
  many: string;
  change: { isPending: boolean; error: unknown; mutate: (change: EditChange) => void };
  onClose: () => void;
}

function ChangeCompany({ many, change, onClose }: ChangeProps) {
  const [company, setCompany] = useState<{ id: string; name: string } | null>(null);
  return (
    <FormDialog
      title={say.companyOf(many)}
      action={everywhere.change}
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
  const field = `change.attributes.${attribute?.key}`;
  return (
    <FormDialog
      title={say.attributeOf(many)}
      action={everywhere.change}
      isOpen
      onClose={onClose}
      change={{
        ...change,
        mutate: () =>
          attribute && change.mutate({ attributes: { [attribute.key]: typed(attribute, text) } }),
      }}
      fields={[field]}
      isDisabled={!attribute}
    >
      {attribute ? (
        <>
          <Select
            label={say.attribute}
            options={attributes.map((one) => ({ id: one.key, label: one.label }))}
            value={attribute.key}
            onChange={(chosen) => {
              setKey(chosen);
              setText('');
            }}
          />
          <AttributeField
            attribute={attribute}
            label={say.value}
            value={text}
            onChange={setText}
            error={fieldError(change.error, field)}
          />
        </>
      ) : (
        <p>{say.noAttributesHere}</p>
      )}
    </FormDialog>
  );
}
