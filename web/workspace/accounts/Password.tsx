// Changing one's own password, in a dialog over the Sessions page.

import { useClient } from '@antiphon/sdk/react';
import { Banner, Button, Dialog, TextField, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldError, formError } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import styles from './People.module.css';

const empty = { current_password: '', new_password: '' };

export function Password({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const [given, setGiven] = useState(empty);
  const change = useMutation({
    mutationFn: () => client.request('PUT', '/api/me/password', given),
    onSuccess: () => {
      toast({ text: 'Your password is changed. All your other sessions are signed out.' });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      close();
    },
  });

  function close() {
    setGiven(empty);
    change.reset();
    onClose();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  }

  const refused = formError(change.error, Object.keys(empty));
  const set = (part: Partial<typeof empty>) => setGiven((before) => ({ ...before, ...part }));
  return (
    <Dialog
      title="Change your password"
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            form="change-password"
            isPending={change.isPending}
            isDisabled={!given.current_password || !given.new_password}
          >
            Change password
          </Button>
        </>
      }
    >
      <form id="change-password" className={styles.form} onSubmit={submit} noValidate>
        {refused ? (
          <Banner tone="red" role="alert">
            {refused}
          </Banner>
        ) : null}
        {/* Password managers ask whose password it is. */}
        <input
          type="text"
          name="username"
          autoComplete="username"
          value={me.email ?? ''}
          readOnly
          hidden
        />
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={given.current_password}
          onChange={(current_password) => set({ current_password })}
          error={fieldError(change.error, 'current_password')}
        />
        <TextField
          label="New password"
          hint="At least 8 characters. A short sentence is best."
          type="password"
          autoComplete="new-password"
          value={given.new_password}
          onChange={(new_password) => set({ new_password })}
          error={fieldError(change.error, 'new_password')}
        />
      </form>
    </Dialog>
  );
}
