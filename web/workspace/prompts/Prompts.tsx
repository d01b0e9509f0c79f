// Prompts: what people may begin a chat with, in the order in which they are offered. Changing one is
// Edit.tsx's; the order's numbers are places.ts's.

import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Button,
  Confirm,
  EmptyState,
  ErrorPanel,
  IconButton,
  Menu,
  SkeletonRows,
  Switch,
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Ellipsis, MessageSquareQuote, Plus } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Page, Table } from '../shell/Page.tsx';
import { sentence } from '../shell/server.ts';
import { Edit } from './Edit.tsx';
import styles from './Prompts.module.css';
import { inOrder, placesFor } from './places.ts';
import { list, type Prompt, path, roleOf } from './prompt.ts';

type Change = Pick<Prompt, 'id'> & Partial<Pick<Prompt, 'order' | 'is_active'>>;
type Way = 'up' | 'down';

export default function Prompts() {
  const client = useClient();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Prompt | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Prompt | null>(null);
  const [said, setSaid] = useState('');
  const asked = useQuery(list(client));
  const prompts = asked.data ?? [];
  const { queryKey } = list(client);
  const focus = useFocusThatFollows(prompts);

  // One after the other: what is pressed later counts, whatever the network does.
  const change = useMutation({
    mutationKey: queryKey,
    scope: { id: 'prompts' },
    mutationFn: async (changes: Change[]) => {
      for (const { id, ...patch } of changes) await client.request('PATCH', `${path}/${id}`, patch);
    },
    onError: (error) => toast({ text: `Not changed. ${sentence(error)}` }),
    onSettled: () => {
      // While more is under way, the server's list is older than what is shown.
      if (queries.isMutating({ mutationKey: queryKey }) === 1)
        return queries.invalidateQueries({ queryKey });
    },
  });
  /** Shown at once; what the server refuses goes back. */
  function keep(changes: Change[]) {
    if (changes.length === 0) return;
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<Prompt[]>(queryKey, (before = []) =>
      inOrder(
        before.map((one) => ({ ...one, ...changes.find((changed) => changed.id === one.id) })),
      ),
    );
    change.mutate(changes);
  }

  function move(prompt: Prompt, way: Way) {
    const others = prompts.filter((one) => one !== prompt);
    const to = prompts.indexOf(prompt) + (way === 'up' ? -1 : 1);
    keep(placesFor(others.toSpliced(to, 0, prompt)));
    focus.on(prompt.id, way);
    setSaid(`${prompt.title} is now ${to + 1} of ${prompts.length}.`);
  }

  const remove = useMutation({
    mutationFn: ({ id }: Prompt) => client.request('DELETE', `${path}/${id}`),
    onSuccess: (_, prompt) => {
      const at = prompts.findIndex((one) => one.id === prompt.id);
      const next = prompts[at + 1];
      // What had the focus leaves with its row: the one beside it takes it.
      const beside = next ?? prompts[at - 1];
      if (beside) focus.on(beside.id, 'up');
      setDeleting(null);
      toast({
        text: `“${prompt.title}” is deleted.`,
        action: { label: 'Undo', run: () => void putBack(prompt, next?.id) },
      });
      return queries.invalidateQueries({ queryKey });
    },
    onError: (error) => toast({ text: `Not deleted. ${sentence(error)}` }),
  });

  /** The same words in the same place, which is before `next`, also where two have one number. */
  async function putBack(prompt: Prompt, next: string | undefined) {
    try {
      const { title, text, is_active, order, role, page } = prompt;
      const same = { title, text, is_active, order, role, page };
      const added = await client.request<Prompt>('POST', path, same);
      const all = await queries.fetchQuery({ ...list(client), staleTime: 0 });
      const others = all.filter((one) => one.id !== added.id);
      const to = others.findIndex((one) => one.id === next);
      if (to >= 0) keep(placesFor(others.toSpliced(to, 0, added)));
    } catch (error) {
      toast({ text: `Not put back. ${sentence(error)}` });
    }
  }

  return (
    <Page
      title="Prompts"
      lead="Ready first messages, offered as buttons in this order."
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setEditing('new')}>
          Add a prompt
        </Button>
      }
    >
      {asked.isPending ? (
        <SkeletonRows label="Loading the prompts" rows={4} />
      ) : asked.error && !asked.data ? (
        <ErrorPanel title="The prompts could not be loaded" onRetry={() => void asked.refetch()}>
          {sentence(asked.error)}
        </ErrorPanel>
      ) : prompts.length === 0 ? (
        <EmptyState icon={<MessageSquareQuote />} title="No prompts yet">
          Add what people ask most, such as “Where is my order?” or “Talk to a person”. The command
          antiphon seed-prompts adds five samples.
        </EmptyState>
      ) : (
        <Table
          name="Prompts"
          rows={prompts}
          idOf={(one) => one.id}
          columns={[
            {
              name: 'Prompt',
              cell: (one) => (
                <span className={styles.prompt}>
                  <bdi className={styles.title}>{one.title}</bdi>
                  <bdi className={styles.text}>{one.text}</bdi>
                </span>
              ),
            },
            {
              name: 'For',
              cell: (one) => <Badge tone={one.role ? 'accent' : 'plain'}>{roleOf(one.role)}</Badge>,
            },
            {
              name: 'Page',
              cell: (one) =>
                one.page ? (
                  <bdi className={styles.page}>{one.page}</bdi>
                ) : (
                  <span className={styles.faint}>All</span>
                ),
            },
            {
              name: 'Active',
              cell: (one) => (
                <Switch
                  isSelected={one.is_active}
                  onChange={(on) => keep([{ id: one.id, is_active: on }])}
                >
                  <span className="unseen">{one.title} is active</span>
                </Switch>
              ),
            },
            {
              name: 'What to do',
              quiet: true,
              cell: (one) => (
                <span className={styles.deeds}>
                  <IconButton
                    name={`Move ${one.title} up`}
                    size="s"
                    ref={focus.ref(one.id, 'up')}
                    isDisabled={one === prompts[0]}
                    onPress={() => move(one, 'up')}
                  >
                    <ArrowUp aria-hidden />
                  </IconButton>
                  <IconButton
                    name={`Move ${one.title} down`}
                    size="s"
                    ref={focus.ref(one.id, 'down')}
                    isDisabled={one === prompts.at(-1)}
                    onPress={() => move(one, 'down')}
                  >
                    <ArrowDown aria-hidden />
                  </IconButton>
                  <Menu
                    name={`Change ${one.title}`}
                    placement="bottom end"
                    trigger={(open) => (
                      <IconButton {...open} name={`Change ${one.title}`} size="s">
                        <Ellipsis aria-hidden />
                      </IconButton>
                    )}
                    groups={[
                      { deeds: [{ label: 'Edit…', run: () => setEditing(one) }] },
                      {
                        deeds: [{ label: 'Delete…', tone: 'danger', run: () => setDeleting(one) }],
                      },
                    ]}
                  />
                </span>
              ),
            },
          ]}
        />
      )}
      <p role="status" className="unseen">
        {said}
      </p>
      <Edit
        key={editing === null ? 'closed' : editing === 'new' ? 'new' : editing.id}
        prompt={editing === 'new' ? null : editing}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
      />
      <Confirm
        title={`Delete “${deleting?.title ?? ''}”?`}
        action="Delete"
        isOpen={deleting !== null}
        isPending={remove.isPending}
        onClose={() => setDeleting(null)}
        onConfirm={() => deleting && remove.mutate(deleting)}
      >
        It is no longer offered to anybody. To pause it, turn it off instead.
      </Confirm>
    </Page>
  );
}

/** Puts the focus on a button that moves a row, once the rows stand anew: React lets go of it. */
function useFocusThatFollows(rows: unknown[]) {
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const wanted = useRef<{ id: string; way: Way } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows' new order is what it waits for.
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const { id, way } = wanted.current;
    wanted.current = null;
    const ways: Way[] = [way, way === 'up' ? 'down' : 'up'];
    // At the end of the list there is only the way back.
    ways
      .map((one) => buttons.current.get(id + one))
      .find((one) => one && !one.disabled)
      ?.focus();
  }, [rows]);
  return {
    ref: (id: string, way: Way) => (button: HTMLButtonElement | null) => {
      if (button) buttons.current.set(id + way, button);
      else buttons.current.delete(id + way);
    },
    on: (id: string, way: Way) => {
      wanted.current = { id, way };
    },
  };
}
