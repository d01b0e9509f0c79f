// First run: the owner opens the one-time link, names themself and the workspace, and chooses an
// address and a password to sign in with.

import { TextField } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { ByLink } from './ByLink.tsx';
import { Door, DoorForm } from './Door.tsx';
import { say } from './say.ts';

interface Invitation {
  workspace: { name: string };
  email: string;
}

const fields = ['name', 'workspace_name', 'email', 'password'];

/** Stands for the owner's address as long as nobody has given one. */
const nobody = 'owner@localhost';

export default function SetUp() {
  useTitle(say.setUp);
  return (
    <ByLink<Invitation>
      title={say.setUpAntiphon}
      path="/api/auth/setup-link"
      missing={say.wholeSetUpLink}
    >
      {(token, invitation) => <Form token={token} invitation={invitation} />}
    </ByLink>
  );
}

function Form({ token, invitation }: { token: string; invitation: Invitation }) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [workspace, setWorkspace] = useState(invitation.workspace.name);
  const [email, setEmail] = useState(invitation.email === nobody ? '' : invitation.email);
  const [password, setPassword] = useState('');

  const finish = useMutation({
    mutationFn: () =>
      door.request('POST', '/api/auth/setup', {
        token,
        name: name.trim(),
        workspace_name: workspace.trim(),
        email: email.trim(),
        password,
      }),
    onSuccess: () => {
      queries.clear();
      go('/conversations', { replace: true });
    },
  });

  const refused = formError(finish.error, fields);
  return (
    <Door title={say.setUpAntiphon} lead={say.willBeOwner}>
      <DoorForm
        action={say.finishSetUp}
        isComplete={[name, workspace, email, password].every((given) => given.trim() !== '')}
        isPending={finish.isPending}
        refused={refused}
        onSubmit={finish.mutate}
      >
        <TextField
          label={say.yourName}
          hint={say.customersSee}
          name="name"
          autoComplete="name"
          autoFocus
          value={name}
          onChange={setName}
          error={fieldError(finish.error, 'name')}
        />
        <TextField
          label={say.workspace}
          hint={say.workspaceHint}
          name="workspace_name"
          autoComplete="organization"
          value={workspace}
          onChange={setWorkspace}
          error={fieldError(finish.error, 'workspace_name')}
        />
        <TextField
          label={everywhere.email}
          hint={say.signInWithIt}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          error={fieldError(finish.error, 'email')}
        />
        <TextField
          label={say.password}
          hint={say.passwordHint}
          type="password"
          name="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={fieldError(finish.error, 'password')}
        />
      </DoorForm>
    </Door>
  );
}
