// A contact made by hand: name, address, number. The rest is filled in on its page.
import { useClient } from '@antiphon/sdk/react';
import { TextField } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { fieldError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import type { Contact } from './model.ts';
import { say } from './say.ts';

export interface NewContactProps {
  isOpen: boolean;
  onClose: () => void;
  onMade: (id: string) => void;
}

const empty = { name: '', email: '', phone: '' };

export function NewContact({ isOpen, onClose, onMade }: NewContactProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [about, setAbout] = useState(empty);
  const make = useMutation({
    mutationFn: () =>
      client.request<Contact>('POST', '/api/contacts', {
        name: about.name.trim(),
        ...(about.email.trim() && { email: about.email.trim() }),
        ...(about.phone.trim() && { phone: about.phone.trim() }),
      }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      close();
      onMade(made.id);
    },
  });
  function close() {
    setAbout(empty);
    make.reset();
    onClose();
  }
  const set = (part: Partial<typeof empty>) => setAbout((before) => ({ ...before, ...part }));
  return (
    <FormDialog
      title={say.newContact}
      action={everywhere.add}
      isOpen={isOpen}
      onClose={close}
      change={make}
      fields={Object.keys(empty)}
      isDisabled={!about.name.trim()}
    >
      <TextField
        label={everywhere.name}
        autoFocus
        autoComplete="off"
        value={about.name}
        onChange={(name) => set({ name })}
        error={fieldError(make.error, 'name')}
      />
      <TextField
        label={everywhere.email}
        type="email"
        autoComplete="off"
        value={about.email}
        onChange={(email) => set({ email })}
        error={fieldError(make.error, 'email')}
      />
      <TextField
        label={everywhere.phone}
        hint={say.phoneHint}
        autoComplete="off"
        value={about.phone}
        onChange={(phone) => set({ phone })}
        error={fieldError(make.error, 'phone')}
      />
    </FormDialog>
  );
}
