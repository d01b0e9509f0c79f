// First run: the owner opens the one-time link, names themself and the workspace, and chooses an
// address and a password to sign in with.
import { TextField } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError } from '../shell/server.ts';
import { ByLink } from './ByLink.tsx';
import { Door, DoorForm } from './Door.tsx';

interface Invitation {
  workspace: { name: string };
  email: string;
}

const fields = ['name', 'workspace_name', 'email', 'password'];

/** Stands for the owner's address as long as nobody has given one. */
const nobody = 'owner@localhost';

export default function SetUp() {
  useTitle('Set up');
  return (
    <ByLink<Invitation>
      title="Set up Antiphon"
      path="/api/auth/setup-link"
      missing="Open the whole link that the server printed when it started. It ends in #token=…"
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
    <Door title="Set up Antiphon" lead="You will be the owner of this workspace.">
      <DoorForm
        action="Finish set-up"
        isComplete={[name, workspace, email, password].every((given) => given.trim() !== '')}
        isPending={finish.isPending}
        refused={refused}
        onSubmit={finish.mutate}
      >
        <TextField
          label="Your name"
          hint="Customers see it beside your answers."
          name="name"
          autoComplete="name"
          autoFocus
          value={name}
          onChange={setName}
          error={fieldError(finish.error, 'name')}
        />
        <TextField
          label="Workspace"
          hint="The name of your team or company."
          name="workspace_name"
          autoComplete="organization"
          value={workspace}
          onChange={setWorkspace}
          error={fieldError(finish.error, 'workspace_name')}
        />
        <TextField
          label="E-mail"
          hint="You sign in with it."
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          error={fieldError(finish.error, 'email')}
        />
        <TextField
          label="Password"
          hint="At least 8 characters. A short sentence is best."
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
