// Taking an invitation: a name, and a password to sign in with – a new one, or that of the account which
// the address has already by another workspace.
import { Banner, TextField } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError } from '../shell/server.ts';
import { ByLink, GoSignIn } from './ByLink.tsx';
import { Door, DoorForm, Whose } from './Door.tsx';

interface Invitation {
  workspace_name: string;
  inviter: string;
  email: string;
  name: string | null;
  has_account: boolean;
}

const fields = ['name', 'password'];
const title = 'Join the team';

export default function Join() {
  useTitle(title);
  return (
    <ByLink<Invitation>
      title={title}
      path="/api/auth/invitation-link"
      missing="Open the whole link of your invitation. It ends in #token=…"
      over="This invitation was used or taken back, or is older than 7 days. Ask for a new one."
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
          You have joined {invitation.workspace_name}. Sign in to go on.
        </Banner>
      </Door>
    );
  const refused = formError(join.error, fields);
  return (
    <Door
      title={`Join ${invitation.workspace_name}`}
      lead={
        <>
          <bdi>{invitation.inviter}</bdi> invites you. You will sign in with{' '}
          <b>
            <bdi>{invitation.email}</bdi>
          </b>
          .
        </>
      }
    >
      <DoorForm
        action="Join"
        isComplete={name.trim() !== '' && password !== ''}
        isPending={join.isPending || enter.isPending || enter.isSuccess}
        refused={refused}
        onSubmit={join.mutate}
      >
        <Whose email={invitation.email} />
        <TextField
          label="Your name"
          hint="Customers see it beside your answers."
          name="name"
          autoComplete="name"
          autoFocus
          value={name}
          onChange={setName}
          error={fieldError(join.error, 'name')}
        />
        <TextField
          label={invitation.has_account ? 'Your password' : 'Password'}
          hint={
            invitation.has_account
              ? 'You have an account here already: give its password.'
              : 'At least 8 characters. A short sentence is best.'
          }
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
