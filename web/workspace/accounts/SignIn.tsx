// Sign-in by e-mail and password, with the second step where there is one, or by the workspace's provider.
// Also what one sees when the session has ended elsewhere.

import { Banner, TextField } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { door, fieldError, formError, isApiError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { ByProvider, problemOf } from './ByProvider.tsx';
import { Door, DoorForm, DoorLink } from './Door.tsx';
import { SecondStep, waitingStep } from './SecondStep.tsx';
import { say } from './say.ts';

export interface SignInProps {
  ended: 'here' | 'elsewhere' | null;
  onSignedIn: () => void;
}

interface FirstStep {
  second_factor?: { challenge: string };
}

export default function SignIn({ ended, onSignedIn }: SignInProps) {
  // A provider's page may have sent the browser back with the first step taken.
  const [step, setStep] = useState(waitingStep);
  const [location, go] = useLocation();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  useTitle(say.signIn);

  const enter = useMutation({
    mutationFn: () =>
      door.request<FirstStep>('POST', '/api/auth/login', { email: email.trim(), password }),
    onSuccess: ({ second_factor }) =>
      second_factor ? setStep({ challenge: second_factor.challenge }) : enterAt(),
    onError: () => setPassword(''),
  });

  function enterAt(path = '/conversations') {
    onSignedIn();
    if (location === '/sign-in') go(path, { replace: true });
  }

  if (step)
    return (
      <SecondStep
        challenge={step.challenge}
        onSignedIn={() => enterAt(step.path)}
        onBack={() => {
          setStep(null);
          setPassword('');
        }}
      />
    );

  const problem = problemOf(window.location.search);
  const refused =
    isApiError(enter.error) && enter.error.status === 401
      ? say.wrong
      : formError(enter.error, ['email', 'password']);

  return (
    <Door title={say.signIn}>
      {refused ? (
        <Banner tone="red" role="alert">
          {refused}
        </Banner>
      ) : problem && !enter.isPending ? (
        <Banner tone="red" role="alert">
          {problem}
        </Banner>
      ) : ended === 'elsewhere' ? (
        <Banner tone="amber">{say.wereSignedOut}</Banner>
      ) : ended === 'here' ? (
        <Banner tone="green">{say.haveSignedOut}</Banner>
      ) : null}
      <DoorForm
        action={say.signIn}
        isComplete={email.trim() !== '' && password !== ''}
        isPending={enter.isPending}
        onSubmit={enter.mutate}
      >
        <TextField
          label={everywhere.email}
          type="email"
          name="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={setEmail}
          error={fieldError(enter.error, 'email')}
        />
        <TextField
          label={say.password}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={fieldError(enter.error, 'password')}
        />
      </DoorForm>
      <DoorLink to="/reset">{say.forgot}</DoorLink>
      <ByProvider />
    </Door>
  );
}
