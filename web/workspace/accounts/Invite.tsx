// Inviting a person: by mail, or by a link that is shown once where the server sends none.

import { useClient } from '@antiphon/sdk/react';
import { Button, Dialog, Select, type SelectOption, TextField, toast } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { ShownOnce } from '../shell/Page.tsx';
import { fieldError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { chosen, type Standing } from './permissions.ts';
import { say } from './say.ts';

export interface Invitation extends Standing {
  id: string;
  email: string;
  name: string | null;
  inviter: string;
  expires_at: string;
}

export interface InvitationAnswer extends Invitation {
  link: string | null;
}

const empty = { email: '', name: '', role: 'agent' };

export interface InviteProps {
  isOpen: boolean;
  onClose: () => void;
  choices: SelectOption<string>[];
}

export function Invite({ isOpen, onClose, choices }: InviteProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [given, setGiven] = useState(empty);
  const invite = useMutation({
    mutationFn: () =>
      client.request<InvitationAnswer>('POST', '/api/invitations', {
        email: given.email.trim(),
        name: given.name.trim() || undefined,
        ...chosen(given.role),
      }),
    onSuccess: ({ email, link }) => {
      void queries.invalidateQueries({ queryKey: ['invitations'] });
      if (link) return;
      toast({ text: say.invitationGoes(email) });
      close();
    },
  });

  function close() {
    setGiven(empty);
    invite.reset();
    onClose();
  }
  if (invite.data?.link)
    return <LinkOnce invitation={invite.data} isOpen={isOpen} onClose={close} />;
  const set = (part: Partial<typeof empty>) => setGiven((before) => ({ ...before, ...part }));
  return (
    <FormDialog
      title={say.invitePerson}
      action={say.invite}
      isOpen={isOpen}
      onClose={close}
      change={invite}
      fields={['email', 'name']}
      isDisabled={!given.email.trim()}
    >
      <TextField
        label={everywhere.email}
        type="email"
        autoComplete="off"
        autoFocus
        value={given.email}
        onChange={(email) => set({ email })}
        error={fieldError(invite.error, 'email')}
      />
      <TextField
        label={say.nameOptional}
        hint={say.nameOptionalHint}
        autoComplete="off"
        value={given.name}
        onChange={(name) => set({ name })}
        error={fieldError(invite.error, 'name')}
      />
      <Select
        label={everywhere.role}
        options={choices}
        value={given.role}
        onChange={(role) => set({ role })}
      />
    </FormDialog>
  );
}

export interface LinkOnceProps {
  invitation: InvitationAnswer;
  isOpen: boolean;
  onClose: () => void;
}

/** The link of an invitation that no mail takes to them. */
export function LinkOnce({ invitation, isOpen, onClose }: LinkOnceProps) {
  return (
    <Dialog
      title={say.invitationFor(invitation.email)}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose}>
          {everywhere.done}
        </Button>
      }
    >
      <ShownOnce name={say.invitationLink} value={invitation.link ?? ''}>
        {say.handOnDays}
      </ShownOnce>
    </Dialog>
  );
}
