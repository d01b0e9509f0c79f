// A forgotten password: asking for a link by e-mail, and, when the link is opened, choosing a new one.

import { Banner, TextField } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { ByLink, GoSignIn, useLinkToken } from './ByLink.tsx';
import { Door, DoorForm, DoorLink, Whose } from './Door.tsx';
import { say } from './say.ts';

const title = say.chooseNew;

export default function Reset() {
  useTitle(title);
  const token = useLinkToken();
  if (token === '') return <Ask />;
  return (
    <ByLink<{ email: string }>
      title={title}
      path="/api/auth/reset-link"
      missing=""
      over={say.resetOver}
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
    <Door title={say.forgot} lead={say.weSendLink}>
      {ask.data ? (
        <Banner tone={ask.data.by_mail ? 'green' : 'amber'} role="status">
          {ask.data.by_mail ? say.linkOnItsWay : say.askAdmin}
        </Banner>
      ) : (
        <DoorForm
          action={say.sendLink}
          isComplete={email.trim() !== ''}
          isPending={ask.isPending}
          refused={refused}
          onSubmit={ask.mutate}
        >
          <TextField
            label={everywhere.email}
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
      <DoorLink to="/sign-in">{say.backToSignIn}</DoorLink>
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
          {say.isChanged}
        </Banner>
      </Door>
    );
  return (
    <Door
      title={title}
      lead={filled(
        say.resetFor,
        <b>
          <bdi>{email}</bdi>
        </b>,
      )}
    >
      <DoorForm
        action={say.changePassword}
        isComplete={password !== ''}
        isPending={reset.isPending}
        refused={refused}
        onSubmit={reset.mutate}
      >
        <Whose email={email} />
        <TextField
          label={say.newPassword}
          hint={say.passwordHint}
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
