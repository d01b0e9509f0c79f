// What was said in a conversation that is looked at, page by page from its end or from what was found, with what
// may be mended: another text (the earlier one is kept), taken back, or brought back.

import { type CreateElement, parse, render } from '@antiphon/markdown';
import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Button,
  Confirm,
  cx,
  ErrorPanel,
  IconButton,
  Menu,
  SkeletonLines,
  TextArea,
  toast,
} from '@antiphon/ui';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { createElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card } from '../shell/Page.tsx';
import rich from '../shell/Rich.module.css';
import { fieldError, sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './Oversight.module.css';
import type { Said } from './record.ts';
import { say } from './say.ts';

interface Answer {
  messages: Said[];
  has_more: boolean;
}

const create = createElement as unknown as CreateElement<ReactNode>;

/** How far before what was found its page begins. */
const ahead = 20;

/** Before or after which place. */
type Stretch = { before_seq: number } | { after_seq: number } | null;

export function Messages({ id, at }: { id: string; at: number | null }) {
  const client = useClient();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Said | null>(null);
  const [removing, setRemoving] = useState<Said | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['overseen', id, 'messages', at],
    queryFn: ({ pageParam }) => {
      const [way, place] = Object.entries(pageParam ?? {})[0] ?? [];
      const stretch = way ? `&${way}=${place}` : '';
      return client.request<Answer>('GET', `/api/chat/messages?conversation=${id}${stretch}`);
    },
    initialPageParam: (at ? { after_seq: Math.max(0, at - ahead) } : null) as Stretch,
    // Pages stand from the newest to the oldest.
    getNextPageParam: ({ has_more, messages: [first] }, _, asked): Stretch => {
      const isFromFound = asked && 'after_seq' in asked;
      const hasOlder = isFromFound ? asked.after_seq > 0 : has_more;
      return first && hasOlder ? { before_seq: first.seq } : null;
    },
    getPreviousPageParam: ({ has_more, messages }, _, asked): Stretch => {
      const last = messages.at(-1);
      return last && has_more && asked && 'after_seq' in asked ? { after_seq: last.seq } : null;
    },
  });
  const settle = () => queries.invalidateQueries({ queryKey: ['overseen', id, 'messages'] });
  const remove = useMutation({
    mutationFn: (one: Said) => client.request('DELETE', `/api/chat/messages/${id}/${one.id}`),
    onSuccess: (_, one) => {
      toast({
        text: say.isTakenBack,
        about: `message:${one.id}`,
        action: { label: everywhere.undo, run: () => restore.mutate(one) },
      });
    },
    onError: (error) => toast({ text: say.notTakenBack(sentence(error)) }),
    onSettled: () => {
      setRemoving(null);
      return settle();
    },
  });
  const restore = useMutation({
    mutationFn: (one: Said) =>
      client.request('DELETE', `/api/chat/messages/${id}/${one.id}/removal`),
    onSuccess: (_, one) => toast({ text: say.isBroughtBack, about: `message:${one.id}` }),
    onError: (error) => toast({ text: everywhere.notDone(sentence(error)) }),
    onSettled: settle,
  });
  const found = useRef<HTMLLIElement>(null);
  const isHere = pages.isSuccess;
  // Once: what is loaded later moves nobody away from where they read.
  useEffect(() => {
    if (isHere) found.current?.scrollIntoView({ block: 'center' });
  }, [isHere]);
  const said = pages.data?.pages.toReversed().flatMap((page) => page.messages) ?? [];

  return (
    <Card title={say.said}>
      {pages.isPending ? <SkeletonLines label={say.loadingSaid} lines={6} /> : null}
      {pages.error && !pages.data ? (
        <ErrorPanel title={say.couldNot} onRetry={() => void pages.refetch()}>
          {sentence(pages.error)}
        </ErrorPanel>
      ) : null}
      {pages.hasNextPage ? (
        <Button
          size="s"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {say.showOlder}
        </Button>
      ) : null}
      {pages.data && said.length === 0 ? <p className={styles.faint}>{say.nothing}</p> : null}
      <ol className={styles.messages}>
        {said.map((one) => (
          <li
            key={one.id}
            className={cx(styles.message, one.seq === at && styles.hit)}
            {...(one.seq === at ? { ref: found, 'aria-current': true } : {})}
          >
            <div className={styles.words}>
              <p className={styles.head}>
                <bdi className={styles.who}>{one.sender_name || everywhere.visitor}</bdi>
                <time dateTime={one.created_at} className={styles.faint}>
                  <bdi>{fullTime(one.created_at)}</bdi>
                </time>
                {one.status === 'sent' ? null : (
                  <Badge>{one.status === 'read' ? everywhere.read : everywhere.delivered}</Badge>
                )}
              </p>
              {one.type === 'deleted' ? (
                <p className={styles.faint}>{everywhere.deleted}</p>
              ) : (
                <div className={rich.rich} dir="auto">
                  {render(parse(one.text), create)}
                </div>
              )}
              {one.attachments.map((file) => (
                <a key={file.id} href={file.url} className={styles.file}>
                  <bdi>{file.name}</bdi>
                </a>
              ))}
            </div>
            {one.type === 'deleted' ? (
              <Button
                size="s"
                isPending={restore.isPending && restore.variables.id === one.id}
                onPress={() => restore.mutate(one)}
              >
                {say.bringBack}
              </Button>
            ) : (
              <Menu
                name={say.messageDeeds}
                placement="bottom end"
                trigger={(open) => (
                  <IconButton {...open} name={say.messageDeeds} size="s">
                    <Ellipsis aria-hidden />
                  </IconButton>
                )}
                groups={[
                  { deeds: [{ label: say.askEdit, run: () => setEditing(one) }] },
                  {
                    deeds: [
                      { label: say.askTakeBack, tone: 'danger', run: () => setRemoving(one) },
                    ],
                  },
                ]}
              />
            )}
          </li>
        ))}
      </ol>
      {pages.hasPreviousPage ? (
        <Button
          size="s"
          isPending={pages.isFetchingPreviousPage}
          onPress={() => void pages.fetchPreviousPage()}
        >
          {say.showNewer}
        </Button>
      ) : null}
      {editing ? (
        <Edit key={editing.id} one={editing} onClose={() => setEditing(null)} onDone={settle} />
      ) : null}
      <Confirm
        title={say.reallyTakeBack}
        action={say.takeBack}
        isOpen={removing !== null}
        isPending={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        {say.takeBackMeans}
      </Confirm>
    </Card>
  );
}

interface EditProps {
  one: Said;
  onClose: () => void;
  onDone: () => unknown;
}

function Edit({ one, onClose, onDone }: EditProps) {
  const client = useClient();
  const [text, setText] = useState(one.text);
  const save = useMutation({
    mutationFn: () =>
      client.request('PATCH', `/api/chat/messages/${one.conversation}/${one.id}`, { text }),
    onSuccess: () => {
      onClose();
      return onDone();
    },
  });
  return (
    <FormDialog
      title={say.editMessage}
      action={everywhere.save}
      isOpen
      onClose={onClose}
      change={save}
      fields={['text']}
      isDisabled={!text.trim() || text === one.text}
    >
      <TextArea
        label={everywhere.text}
        hint={say.editHint}
        autoFocus
        value={text}
        onChange={setText}
        error={fieldError(save.error, 'text')}
      />
    </FormDialog>
  );
}
