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
import { say as frame } from '../shell/say.ts';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { Edit } from './Edit.tsx';
import styles from './Prompts.module.css';
import { inOrder, placesFor } from './places.ts';
import { list, type Prompt, path, roleOf } from './prompt.ts';
import { say } from './say.ts';

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
    onError: (error) => toast({ text: everywhere.notChanged(sentence(error)) }),
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
    setSaid(say.isNow(prompt.title, to + 1, prompts.length));
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
        text: say.isDeleted(prompt.title),
        about: `prompt:${prompt.id}`,
        action: { label: everywhere.undo, run: () => void putBack(prompt, next?.id) },
      });
      return queries.invalidateQueries({ queryKey });
    },
    onError: (error) => toast({ text: everywhere.notDeleted(sentence(error)) }),
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
      toast({ text: say.notPutBack(sentence(error)) });
    }
  }

  return (
    <Page
      title={frame.pages.prompts}
      lead={say.lead}
      action={
        <Button look="primary" icon={<Plus aria-hidden />} onPress={() => setEditing('new')}>
          {say.add}
        </Button>
      }
    >
      {asked.isPending ? (
        <SkeletonRows label={everywhere.loading(everywhere.listOf.prompts)} rows={4} />
      ) : asked.error && !asked.data ? (
        <ErrorPanel
          title={everywhere.notLoaded(everywhere.listOf.prompts)}
          onRetry={() => void asked.refetch()}
        >
          {sentence(asked.error)}
        </ErrorPanel>
      ) : prompts.length === 0 ? (
        <EmptyState icon={<MessageSquareQuote />} title={say.none}>
          {say.noneYet}
        </EmptyState>
      ) : (
        <Table
          name={frame.pages.prompts}
          rows={prompts}
          idOf={(one) => one.id}
          columns={[
            {
              name: say.prompt,
              cell: (one) => (
                <span className={styles.prompt}>
                  <bdi className={styles.title}>{one.title}</bdi>
                  <bdi className={styles.text}>{one.text}</bdi>
                </span>
              ),
            },
            {
              name: say.for,
              cell: (one) => <Badge tone={one.role ? 'accent' : 'plain'}>{roleOf(one.role)}</Badge>,
            },
            {
              name: say.page,
              cell: (one) =>
                one.page ? (
                  <bdi className={styles.page}>{one.page}</bdi>
                ) : (
                  <span className={styles.faint}>{say.allPages}</span>
                ),
            },
            {
              name: say.active,
              cell: (one) => (
                <Switch
                  isSelected={one.is_active}
                  onChange={(on) => keep([{ id: one.id, is_active: on }])}
                >
                  <span className="unseen">{say.isActive(one.title)}</span>
                </Switch>
              ),
            },
            {
              name: everywhere.whatToDo,
              quiet: true,
              cell: (one) => (
                <span className={styles.deeds}>
                  <IconButton
                    name={say.movesUp(one.title)}
                    size="s"
                    ref={focus.ref(one.id, 'up')}
                    isDisabled={one === prompts[0]}
                    onPress={() => move(one, 'up')}
                  >
                    <ArrowUp aria-hidden />
                  </IconButton>
                  <IconButton
                    name={say.movesDown(one.title)}
                    size="s"
                    ref={focus.ref(one.id, 'down')}
                    isDisabled={one === prompts.at(-1)}
                    onPress={() => move(one, 'down')}
                  >
                    <ArrowDown aria-hidden />
                  </IconButton>
                  <Menu
                    name={everywhere.changes(one.title)}
                    placement="bottom end"
                    trigger={(open) => (
                      <IconButton {...open} name={everywhere.changes(one.title)} size="s">
                        <Ellipsis aria-hidden />
                      </IconButton>
                    )}
                    groups={[
                      { deeds: [{ label: say.askEdit, run: () => setEditing(one) }] },
                      {
                        deeds: [
                          {
                            label: everywhere.askDelete,
                            tone: 'danger',
                            run: () => setDeleting(one),
                          },
                        ],
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
        title={say.reallyDelete(deleting?.title ?? '')}
        action={everywhere.delete}
        isOpen={deleting !== null}
        isPending={remove.isPending}
        onClose={() => setDeleting(null)}
        onConfirm={() => deleting && remove.mutate(deleting)}
      >
        {say.deleteMeans}
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
