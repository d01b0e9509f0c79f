// What one sees whose workspace wants a second step of everybody, until one has it. The session does nothing else.
import { Banner, Button, SkeletonLines } from '@antiphon/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTitle } from '../shell/browser.ts';
import { door, isSignedOut, sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { Door } from './Door.tsx';
import { Enrol } from './Enrol.tsx';
import { say } from './say.ts';
import type { SecondFactor } from './TwoStep.tsx';

export interface MustEnrolProps {
  onEnrolled: () => void;
  onSignedOut: () => void;
}

export default function MustEnrol({ onEnrolled, onSignedOut }: MustEnrolProps) {
  useTitle(say.secondStep);
  const mine = useQuery({
    queryKey: ['second-factor'],
    queryFn: () => door.request<SecondFactor>('GET', '/api/me/second-factor'),
  });
  const leave = useMutation({
    mutationFn: () => door.request('POST', '/api/auth/logout'),
    onSuccess: onSignedOut,
    // Ended elsewhere meanwhile: what was wanted.
    onError: (error) => isSignedOut(error) && onSignedOut(),
  });
  const failed = mine.error ?? leave.error;
  return (
    <Door title={say.oneMoreStep} lead={say.mustEnrol}>
      {failed ? (
        <Banner tone="red" role="alert">
          {sentence(failed)}
        </Banner>
      ) : null}
      {mine.data?.on_since ? (
        <p>{say.hasStep}</p>
      ) : mine.data ? (
        <Enrol request={door.request} hasPassword={mine.data.has_password} onDone={onEnrolled} />
      ) : mine.isPending ? (
        <SkeletonLines label={everywhere.underWay} lines={3} />
      ) : null}
      <Button look="quiet" wide isPending={leave.isPending} onPress={() => leave.mutate()}>
        {say.signOut}
      </Button>
    </Door>
  );
}
