// Merging another contact into this one: found by search, looked at beside each other with what would
// change, done, and undone from the notice or from the list of what was merged.
import { useClient } from '@antiphon/sdk/react';
import { Avatar, Banner, Button, Dialog, SkeletonLines, TextField, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '../shell/browser.ts';
import { sentence } from '../shell/server.ts';
import { ago, fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { useAttributes } from './ask.ts';
import { Part } from './ContactPage.tsx';
import styles from './Merge.module.css';
import { type Contact, shown } from './model.ts';
import { picture } from './picture.ts';
import { say } from './say.ts';

interface Merge {
  id: string;
  from_id: string;
  from_name: string;
  from_external_id: string | null;
  moved: number;
  merged_at: string;
  undone_at: string | null;
}

interface Preview {
  into: Contact;
  from: Contact;
  filled: { field: string; value: unknown }[];
  conversations: number;
}

function useUndo() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.request<Merge>('POST', `/api/contact-merges/${id}/undo`, {}),
    onSuccess: (merge) => {
      void queries.invalidateQueries({ queryKey: ['contact'] });
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      toast({ text: say.standsAlone(merge.from_name), about: `merge:${merge.id}` });
    },
    onError: (error) => toast({ text: everywhere.notUndone(sentence(error)) }),
  });
}

export function MergeDialog({ into, onClose }: { into: Contact; onClose: () => void }) {
  const client = useClient();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [from, setFrom] = useState<Contact | null>(null);
  const undo = useUndo();
  const q = text.trim();
  const found = useQuery({
    queryKey: ['contacts', 'to merge', q],
    queryFn: () =>
      client.request<{ contacts: Contact[] }>(
        'GET',
        `/api/contacts?limit=6&q=${encodeURIComponent(q)}`,
      ),
    enabled: q !== '' && from === null,
    placeholderData: (before) => before,
  });
  const preview = useQuery({
    // Not below the contact: it is not to be asked anew once the two are one.
    queryKey: ['merge', into.id, from?.id],
    queryFn: () =>
      client.request<Preview>('GET', `/api/contacts/${into.id}/merge?from=${from?.id}`),
    enabled: from !== null,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
  const merge = useMutation({
    mutationFn: () =>
      client.request<Merge>('POST', `/api/contacts/${into.id}/merge`, { from: from?.id }),
    onSuccess: (merged) => {
      void queries.invalidateQueries({ queryKey: ['contact'] });
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      toast({
        text: say.wasMergedInto(merged.from_name, into.name),
        about: `merge:${merged.id}`,
        action: { label: everywhere.undo, run: () => undo.mutate(merged.id) },
      });
      onClose();
    },
  });
  const others = (found.data?.contacts ?? []).filter(({ id }) => id !== into.id);
  const refused = merge.error ?? preview.error;
  return (
    <Dialog
      title={say.mergeInto(into.name)}
      isOpen
      wide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{everywhere.cancel}</Button>
          <Button
            look="primary"
            isDisabled={!preview.data || preview.error !== null}
            isPending={merge.isPending}
            onPress={() => merge.mutate()}
          >
            {say.merge}
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        {refused ? (
          <Banner tone="red" role="alert">
            {sentence(refused)}
          </Banner>
        ) : null}
        {from ? (
          <>
            <div>
              <Button
                size="s"
                look="quiet"
                onPress={() => {
                  merge.reset();
                  setFrom(null);
                }}
              >
                {say.chooseOther}
              </Button>
            </div>
            {preview.isPending ? (
              <SkeletonLines label={say.looking} lines={4} />
            ) : preview.data ? (
              <WouldBe preview={preview.data} />
            ) : null}
          </>
        ) : (
          <>
            <TextField
              label={say.toMerge}
              hint={say.toMergeHint}
              autoFocus
              type="search"
              autoComplete="off"
              value={text}
              onChange={setText}
            />
            <ul className={styles.found} aria-label={say.found}>
              {others.map((one) => (
                <li key={one.id}>
                  <Button wide onPress={() => setFrom(one)}>
                    <span className={styles.one}>
                      <Avatar name={one.name} of={one.id} size="s" picture={picture(one)} />
                      <bdi>{one.name}</bdi>
                      <span className={styles.quiet}>{one.email ?? one.phone ?? ''}</span>
                    </span>
                  </Button>
                </li>
              ))}
            </ul>
            {q && found.data && others.length === 0 ? (
              <p className={styles.quiet}>{say.nobody}</p>
            ) : null}
          </>
        )}
      </div>
    </Dialog>
  );
}

function WouldBe({ preview }: { preview: Preview }) {
  const attributes = useAttributes();
  const { into, from, filled, conversations } = preview;
  const fields = [
    { field: 'name', label: everywhere.name, of: (one: Contact) => one.name },
    { field: 'email', label: everywhere.email, of: (one: Contact) => one.email },
    { field: 'phone', label: everywhere.phone, of: (one: Contact) => one.phone },
    { field: 'company_id', label: everywhere.company, of: (one: Contact) => one.company?.name },
    ...attributes.map((attribute) => ({
      field: `attributes.${attribute.key}`,
      label: attribute.label,
      of: ({ attributes: values }: Contact) => {
        const value = values[attribute.key];
        return value === undefined ? undefined : shown(attribute, value);
      },
    })),
  ].filter(({ of }) => of(into) || of(from));
  return (
    <>
      <table className={styles.table} aria-label={say.mergedHas}>
        <thead>
          <tr>
            <th scope="col">{say.field}</th>
            <th scope="col">{into.name}</th>
            <th scope="col">{from.name}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, label, of }) => {
            const isTaken = filled.some((one) => one.field === field);
            return (
              <tr key={field}>
                <th scope="row">{label}</th>
                <td data-wins={!isTaken || undefined}>{of(into) ?? '–'}</td>
                <td data-wins={isTaken || undefined}>
                  {of(from) ?? '–'}
                  {isTaken ? <span className="unseen">{say.takenOver}</span> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p>
        {say.willBeListed(conversations, from.name, into.name)}
        {from.external_id ? say.staysKnown(from.external_id) : ''}
        {say.canBeUndone}
      </p>
    </>
  );
}

/** What was merged into a contact. */
export function Merged({ into }: { into: string }) {
  const client = useClient();
  const now = useNow();
  const undo = useUndo();
  const merges = useQuery({
    queryKey: ['contact', into, 'merges'],
    queryFn: () => client.request<{ merges: Merge[] }>('GET', `/api/contacts/${into}/merges`),
  });
  const standing = (merges.data?.merges ?? []).filter((one) => !one.undone_at);
  if (standing.length === 0) return null;
  return (
    <Part name={say.mergedIn}>
      <ul className={styles.merged}>
        {standing.map((one) => (
          <li key={one.id}>
            <span>
              <bdi>{one.from_name}</bdi>
              {one.from_external_id ? (
                <span className={styles.quiet}> · {one.from_external_id}</span>
              ) : null}{' '}
              <time dateTime={one.merged_at} title={fullTime(one.merged_at)}>
                {ago(Date.parse(one.merged_at), now)}
              </time>
            </span>
            <Button
              size="s"
              icon={<Undo2 aria-hidden />}
              isPending={undo.isPending}
              onPress={() => undo.mutate(one.id)}
            >
              {everywhere.undo}
            </Button>
          </li>
        ))}
      </ul>
    </Part>
  );
}
