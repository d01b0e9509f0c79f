// Notes of colleagues on a contact: written, changed by their author, taken away. Customers never see them.
import type { Principal } from '@antiphon/sdk/core';
import { useClient } from '@antiphon/sdk/react';
import { Button, Confirm, IconButton, Menu, TextArea, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useNow } from '../shell/browser.ts';
import { fieldError, formError, sentence } from '../shell/server.ts';
import { useMay, useSession } from '../shell/session.tsx';
import { ago, fullTime } from '../shell/time.ts';
import { everywhere } from '../words/everywhere.ts';
import { Answered, Part } from './ContactPage.tsx';
import styles from './Notes.module.css';
import { say } from './say.ts';

interface Note {
  id: string;
  contact_id: string;
  author: Principal;
  text: string;
  created_at: string;
  edited_at: string | null;
}

export function Notes({ id }: { id: string }) {
  const client = useClient();
  const mayWrite = useMay('notes:write');
  const path = `/api/contacts/${id}/notes`;
  const notes = useQuery({
    queryKey: ['contact', id, 'notes'],
    queryFn: () => client.request<{ notes: Note[] }>('GET', path),
    enabled: mayWrite,
  });
  if (!mayWrite) return null;
  return (
    <Part name={say.notes}>
      <Write path={path} contact={id} />
      <Answered asked={notes} what={everywhere.listOf.notes} />
      <ul className={styles.notes}>
        {notes.data?.notes.map((note) => (
          <OneNote key={note.id} note={note} path={`${path}/${note.id}`} contact={id} />
        ))}
      </ul>
    </Part>
  );
}

interface WriteProps {
  path: string;
  contact: string;
  note?: Note;
  onClose?: () => void;
}

function Write({ path, contact, note, onClose }: WriteProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [text, setText] = useState(note?.text ?? '');
  const save = useMutation({
    mutationFn: () => client.request<Note>(note ? 'PATCH' : 'POST', path, { text }),
    onSuccess: () => {
      if (!note) setText('');
      void queries.invalidateQueries({ queryKey: ['contact', contact, 'notes'] });
      onClose?.();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() && !save.isPending) save.mutate();
  }
  return (
    <form className={styles.write} onSubmit={submit} noValidate>
      <TextArea
        label={note ? say.changeNote : say.newNote}
        hint={say.onlyColleagues}
        rows={2}
        autoFocus={note !== undefined}
        value={text}
        onChange={setText}
        error={fieldError(save.error, 'text') ?? formError(save.error, ['text'])}
      />
      <span className={styles.buttons}>
        {onClose ? (
          <Button size="s" onPress={onClose}>
            {everywhere.cancel}
          </Button>
        ) : null}
        <Button
          size="s"
          look={note ? 'primary' : 'secondary'}
          type="submit"
          isPending={save.isPending}
          isDisabled={!text.trim()}
        >
          {note ? everywhere.save : say.addNote}
        </Button>
      </span>
    </form>
  );
}

function OneNote({ note, path, contact }: { note: Note; path: string; contact: string }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const now = useNow();
  const [state, setState] = useState<'read' | 'edit' | 'remove'>('read');
  const again = () => queries.invalidateQueries({ queryKey: ['contact', contact, 'notes'] });
  const restore = useMutation({
    mutationFn: () => client.request('DELETE', `${path}/removal`),
    onSuccess: again,
    onError: (error) => toast({ text: everywhere.notUndone(sentence(error)) }),
  });
  const remove = useMutation({
    mutationFn: () => client.request('DELETE', path),
    onSuccess: () => {
      toast({
        text: say.noteIsDeleted,
        about: `note:${note.id}`,
        action: { label: everywhere.undo, run: () => restore.mutate() },
      });
      return again();
    },
    onError: (error) => toast({ text: say.notTaken(sentence(error)) }),
  });
  const isOwn = note.author.id === me.id;
  if (state === 'edit')
    return (
      <li className={styles.note}>
        <Write path={path} contact={contact} note={note} onClose={() => setState('read')} />
      </li>
    );
  return (
    <li className={styles.note}>
      <header className={styles.head}>
        <bdi className={styles.author}>{note.author.name}</bdi>
        <time dateTime={note.created_at} title={fullTime(note.created_at)}>
          {ago(Date.parse(note.created_at), now)}
        </time>
        {note.edited_at ? <span>{say.edited}</span> : null}
        {isOwn || me.role === 'admin' ? (
          <span className={styles.menu}>
            <Menu
              name={say.noteOf(note.author.name)}
              placement="bottom end"
              trigger={(open) => (
                <IconButton {...open} size="s" name={say.changesNote(note.author.name)}>
                  <Ellipsis aria-hidden />
                </IconButton>
              )}
              groups={[
                {
                  deeds: [
                    isOwn && { label: everywhere.edit, run: () => setState('edit') },
                    { label: everywhere.askDelete, tone: 'danger', run: () => setState('remove') },
                  ],
                },
              ]}
            />
          </span>
        ) : null}
      </header>
      <p className={styles.text} dir="auto">
        {note.text}
      </p>
      <Confirm
        title={say.reallyDeleteNote}
        action={everywhere.delete}
        isOpen={state === 'remove'}
        isPending={remove.isPending}
        onClose={() => setState('read')}
        onConfirm={() => remove.mutate()}
      >
        {say.deleteNoteMeans}
      </Confirm>
    </li>
  );
}
