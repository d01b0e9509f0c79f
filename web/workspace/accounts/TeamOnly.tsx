// What a customer with an account is shown here: that this app is the team's, and the way out.
// Asks the server for nothing, since all that is here would be refused to them.
import { Banner, Button } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useTitle } from '../shell/browser.ts';
import { door, isSignedOut, sentence } from '../shell/server.ts';
import type { Me } from '../shell/session.tsx';
import { Door } from './Door.tsx';

export default function TeamOnly({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  useTitle('For the team');
  const leave = useMutation({
    mutationFn: () => door.request('POST', '/api/auth/logout'),
    onSuccess: onSignedOut,
    // Ended elsewhere meanwhile: what was wanted.
    onError: (error) => isSignedOut(error) && onSignedOut(),
  });
  return (
    <Door
      title="This app is for the team"
      lead={
        <>
          You are signed in as <b>{me.email ?? me.name}</b>, a customer of {me.workspace.name}.
          Write to the team in the chat on their site; programs use the API.
        </>
      }
    >
      {leave.error ? (
        <Banner tone="red" role="alert">
          Not signed out. {sentence(leave.error)}
        </Banner>
      ) : null}
      <Button look="primary" wide isPending={leave.isPending} onPress={() => leave.mutate()}>
        Sign out
      </Button>
    </Door>
  );
}
