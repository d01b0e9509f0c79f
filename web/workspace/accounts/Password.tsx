// Changing one's own password, in a dialog over the Sessions page.

import { useClient } from '@antiphon/sdk/react';
import { TextField, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { fieldError } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { Whose } from './Door.tsx';
import { say } from './say.ts';

const empty = { current_password: '', new_password: '' };

export function Password({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { me } = useSession();
  const client = useClient();
  const queries = useQueryClient();
  const [given, setGiven] = useState(empty);
  const change = useMutation({
    mutationFn: () => client.request('PUT', '/api/me/password', given),
    onSuccess: () => {
      toast({ text: say.passwordChanged });
      void queries.invalidateQueries({ queryKey: ['sessions'] });
      close();
    },
  });

  function close() {
    setGiven(empty);
    change.reset();
    onClose();
  }

  const set = (part: Partial<typeof empty>) => setGiven((before) => ({ ...before, ...part }));
  return (
    <FormDialog
      title={say.changeYourPassword}
      action={say.changePassword}
      isOpen={isOpen}
      onClose={close}
      change={change}
      fields={Object.keys(empty)}
      isDisabled={!given.current_password || !given.new_password}
    >
      <Whose email={me.email ?? ''} />
      <TextField
        label={say.currentPassword}
        type="password"
        autoComplete="current-password"
        autoFocus
        value={given.current_password}
        onChange={(current_password) => set({ current_password })}
        error={fieldError(change.error, 'current_password')}
      />
      <TextField
        label={say.newPassword}
        hint={say.passwordHint}
        type="password"
        autoComplete="new-password"
        value={given.new_password}
        onChange={(new_password) => set({ new_password })}
        error={fieldError(change.error, 'new_password')}
      />
    </FormDialog>
  );
}
