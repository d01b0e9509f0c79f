// The second step of a sign-in: a code of the app, or a recovery code. The first one, by password or by the
// provider, is taken elsewhere and stands behind a challenge.
import { Banner, Button } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTitle } from '../shell/browser.ts';
import { door, formError, isSignedOut } from '../shell/server.ts';
import { CodeField, codeFields, type Given, given, nothing } from './CodeField.tsx';
import { Door, DoorForm } from './Door.tsx';
import { say } from './say.ts';

export interface Waiting {
  challenge: string;
  /** Where to afterwards, within the app. */
  path?: string;
}

/** The step that a provider's page sent the browser back for, taken out of the address so that no reload repeats it. */
export function waitingStep(): Waiting | null {
  const asks = new URLSearchParams(window.location.hash.slice(1));
  const challenge = asks.get('challenge');
  if (!challenge) return null;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  const path = /^\/app(\/.*)$/.exec(asks.get('return_to') ?? '')?.[1];
  return { challenge, ...(path && path !== '/' && { path }) };
}

export interface SecondStepProps {
  challenge: string;
  onSignedIn: () => void;
  onBack: () => void;
}

export function SecondStep({ challenge, onSignedIn, onBack }: SecondStepProps) {
  const [typed, setTyped] = useState<Given>(nothing);
  useTitle(say.secondStep);
  const take = useMutation({
    mutationFn: () =>
      door.request('POST', '/api/auth/second-factor', { challenge, ...given(typed) }),
    onSuccess: onSignedIn,
    onError: () => setTyped((before) => ({ ...before, text: '' })),
  });
  const isOver = isSignedOut(take.error);
  const refused = isOver ? say.tookTooLong : formError(take.error, codeFields);
  return (
    <Door title={say.secondStep} lead={say.oneMoreThing}>
      {refused ? (
        <Banner tone="red" role="alert">
          {refused}
        </Banner>
      ) : null}
      <DoorForm
        action={say.signIn}
        isComplete={typed.text.trim() !== '' && !isOver}
        isPending={take.isPending}
        onSubmit={take.mutate}
      >
        <CodeField typed={typed} onChange={setTyped} error={take.error} autoFocus />
      </DoorForm>
      <Button look="quiet" wide onPress={onBack}>
        {say.backToSignIn}
      </Button>
    </Door>
  );
}
