// A forgotten password: asking for a link by e-mail, and, when the link is opened, choosing a new one.
import { Banner, TextField } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError } from '../shell/server.ts';
import { ByLink, GoSignIn, useLinkToken } from './ByLink.tsx';
import { Door, DoorForm, DoorLink, Whose } from './Door.tsx';

const title = 'Choose a new password';

export default function Reset() {
  useTitle(title);
  const token = useLinkToken();
  if (token === '') return <Ask />;
  return (
    <ByLink<{ email: string }>
      title={title}
      path="/api/auth/reset-link"
      missing=""
      over="This link was used, or is older than an hour. Ask for a new one."
    >
      {(token, { email }) => <Choose token={token} email={email} />}
    </ByLink>
  );
}

function Ask() {
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: () =>
      door.request<{ by_mail: boolean }>('POST', '/api/password-resets', { email: email.trim() }),
  });
  const refused = formError(ask.error, ['email']);
  return (
    <Door title="Forgot your password?" lead="We send a link to choose a new one.">
      {ask.data ? (
        <Banner tone={ask.data.by_mail ? 'green' : 'amber'} role="status">
          {ask.data.by_mail
            ? 'If this address has an account here, a link is on its way. It works for an hour.'
            : 'This server sends no mail. Ask an admin of your workspace for a link.'}
        </Banner>
      ) : (
        <DoorForm
          action="Send a link"
          isComplete={email.trim() !== ''}
          isPending={ask.isPending}
          refused={refused}
          onSubmit={ask.mutate}
        >
          <TextField
            label="E-mail"
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={setEmail}
            error={fieldError(ask.error, 'email')}
          />
        </DoorForm>
      )}
      <DoorLink to="/sign-in">Back to sign-in</DoorLink>
    </Door>
  );
}

function Choose({ token, email }: { token: string; email: string }) {
  const [password, setPassword] = useState('');
  const reset = useMutation({
    mutationFn: () => door.request('POST', '/api/auth/reset', { token, password }),
  });
  const refused = formError(reset.error, ['password']);
  if (reset.isSuccess)
    return (
      <Door title={title}>
        <Banner tone="green" role="status" action={<GoSignIn />}>
          Your password is changed. You are signed out everywhere.
        </Banner>
      </Door>
    );
  return (
    <Door
      title={title}
      lead={
        <>
          For{' '}
          <b>
            <bdi>{email}</bdi>
          </b>
          . You will be signed out everywhere.
        </>
      }
    >
      <DoorForm
        action="Change password"
        isComplete={password !== ''}
        isPending={reset.isPending}
        refused={refused}
        onSubmit={reset.mutate}
      >
        <Whose email={email} />
        <TextField
          label="New password"
          hint="At least 8 characters. A short sentence is best."
          type="password"
          name="password"
          autoComplete="new-password"
          autoFocus
          value={password}
          onChange={setPassword}
          error={fieldError(reset.error, 'password')}
        />
      </DoorForm>
    </Door>
  );
}
