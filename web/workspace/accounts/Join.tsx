// Taking an invitation: a name, and a password to sign in with – a new one, or that of the account which
// the address has already by another workspace.

import { Banner, TextField } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError } from '../shell/server.ts';
import { filled } from '../words/filled.tsx';
import { ByLink, GoSignIn } from './ByLink.tsx';
import { Door, DoorForm, Whose } from './Door.tsx';
import { say } from './say.ts';

interface Invitation {
  workspace_name: string;
  inviter: string;
  email: string;
  name: string | null;
  has_account: boolean;
}

const fields = ['name', 'password'];
const title = say.joinTheTeam;

export default function Join() {
  useTitle(title);
  return (
    <ByLink<Invitation>
      title={title}
      path="/api/auth/invitation-link"
      missing={say.wholeInvitationLink}
      over={say.invitationOver}
    >
      {(token, invitation) => <Form token={token} invitation={invitation} />}
    </ByLink>
  );
}

function Form({ token, invitation }: { token: string; invitation: Invitation }) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [name, setName] = useState(invitation.name ?? '');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () =>
      door.request('POST', '/api/auth/login', { email: invitation.email, password }),
    onSuccess: () => {
      queries.clear();
      go('/conversations', { replace: true });
    },
  });
  const join = useMutation({
    mutationFn: () =>
      door.request('POST', '/api/auth/join', { token, name: name.trim(), password }),
    onSuccess: () => enter.mutate(),
  });

  if (enter.error)
    return (
      <Door title={title}>
        <Banner tone="amber" role="alert" action={<GoSignIn />}>
          {say.haveJoined(invitation.workspace_name)}
        </Banner>
      </Door>
    );
  const refused = formError(join.error, fields);
  return (
    <Door
      title={say.joinWorkspace(invitation.workspace_name)}
      lead={filled(
        say.invitesYou,
        <bdi>{invitation.inviter}</bdi>,
        <b>
          <bdi>{invitation.email}</bdi>
        </b>,
      )}
    >
      <DoorForm
        action={say.join}
        isComplete={name.trim() !== '' && password !== ''}
        isPending={join.isPending || enter.isPending || enter.isSuccess}
        refused={refused}
        onSubmit={join.mutate}
      >
        <Whose email={invitation.email} />
        <TextField
          label={say.yourName}
          hint={say.customersSee}
          name="name"
          autoComplete="name"
          autoFocus
          value={name}
          onChange={setName}
          error={fieldError(join.error, 'name')}
        />
        <TextField
          label={invitation.has_account ? say.yourPassword : say.password}
          hint={invitation.has_account ? say.haveAccount : say.passwordHint}
          type="password"
          name="password"
          autoComplete={invitation.has_account ? 'current-password' : 'new-password'}
          value={password}
          onChange={setPassword}
          error={fieldError(join.error, 'password')}
        />
      </DoorForm>
    </Door>
  );
}
