// What was said in a conversation that is looked at, page by page from its end, with what may be mended:
// another text (the earlier one is kept), or taken back.

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
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { Card } from '../shell/Page.tsx';
import { fieldError, sentence } from '../shell/server.ts';
import { fullTime } from '../shell/time.ts';
import styles from './Oversight.module.css';
import type { Said } from './record.ts';

interface Answer {
  messages: Said[];
  has_more: boolean;
}

export function Messages({ id }: { id: string }) {
  const client = useClient();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<Said | null>(null);
  const [removing, setRemoving] = useState<Said | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['overseen', id, 'messages'],
    queryFn: ({ pageParam }) =>
      client.request<Answer>(
        'GET',
        `/api/chat/messages?conversation=${id}${pageParam ? `&before_seq=${pageParam}` : ''}`,
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.has_more ? last.messages[0]?.seq : undefined),
  });
  const settle = () => queries.invalidateQueries({ queryKey: ['overseen', id, 'messages'] });
  const remove = useMutation({
    mutationFn: (one: Said) => client.request('DELETE', `/api/chat/messages/${id}/${one.id}`),
    onError: (error) => toast({ text: `Not taken back. ${sentence(error)}` }),
    onSettled: () => {
      setRemoving(null);
      return settle();
    },
  });
  const said = pages.data?.pages.toReversed().flatMap((page) => page.messages) ?? [];

  return (
    <Card title="What was said">
      {pages.isPending ? <SkeletonLines label="Loading what was said" lines={6} /> : null}
      {pages.error && !pages.data ? (
        <ErrorPanel title="It could not be loaded" onRetry={() => void pages.refetch()}>
          {sentence(pages.error)}
        </ErrorPanel>
      ) : null}
      {pages.hasNextPage ? (
        <Button
          size="s"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          Show older messages
        </Button>
      ) : null}
      {pages.data && said.length === 0 ? <p className={styles.faint}>Nothing yet.</p> : null}
      <ol className={styles.messages}>
        {said.map((one) => (
          <li key={one.id} className={styles.message}>
            <div className={styles.words}>
              <p className={styles.head}>
                <bdi className={styles.who}>{one.sender_name || 'Visitor'}</bdi>
                <time dateTime={one.created_at} className={styles.faint}>
                  <bdi>{fullTime(one.created_at)}</bdi>
                </time>
                {one.status === 'sent' ? null : (
                  <Badge>{one.status === 'read' ? 'Read' : 'Delivered'}</Badge>
                )}
              </p>
              <p className={cx(styles.text, one.type === 'deleted' && styles.faint)} dir="auto">
                {one.type === 'deleted' ? 'Message deleted' : one.text}
              </p>
              {one.attachments.map((file) => (
                <a key={file.id} href={file.url} className={styles.file}>
                  <bdi>{file.name}</bdi>
                </a>
              ))}
            </div>
            {one.type === 'deleted' ? null : (
              <Menu
                name="What to do with the message"
                placement="bottom end"
                trigger={(open) => (
                  <IconButton {...open} name="What to do with the message" size="s">
                    <Ellipsis aria-hidden />
                  </IconButton>
                )}
                groups={[
                  { deeds: [{ label: 'Edit…', run: () => setEditing(one) }] },
                  {
                    deeds: [{ label: 'Take back…', tone: 'danger', run: () => setRemoving(one) }],
                  },
                ]}
              />
            )}
          </li>
        ))}
      </ol>
      {editing ? (
        <Edit key={editing.id} one={editing} onClose={() => setEditing(null)} onDone={settle} />
      ) : null}
      <Confirm
        title="Take this message back?"
        action="Take back"
        isOpen={removing !== null}
        isPending={remove.isPending}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing)}
      >
        Its text and files are gone for everybody in the conversation, who see that a message was
        here. Staff still find the text among its earlier versions.
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
      title="Edit the message"
      action="Save"
      isOpen
      onClose={onClose}
      change={save}
      fields={['text']}
      isDisabled={!text.trim() || text === one.text}
    >
      <TextArea
        label="Text"
        hint="Everybody sees that it was edited. The earlier text is kept, and the change is in the audit trail."
        autoFocus
        value={text}
        onChange={setText}
        error={fieldError(save.error, 'text')}
      />
    </FormDialog>
  );
}
