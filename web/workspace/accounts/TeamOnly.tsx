// What a customer with an account is shown here: that this app is the team's, and the way out.
// Asks the server for nothing, since all that is here would be refused to them.

import { Banner, Button } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useTitle } from '../shell/browser.ts';
import { door, isSignedOut, sentence } from '../shell/server.ts';
import type { Me } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { Door } from './Door.tsx';
import { say } from './say.ts';

export default function TeamOnly({ me, onSignedOut }: { me: Me; onSignedOut: () => void }) {
  useTitle(say.forTheTeam);
  const leave = useMutation({
    mutationFn: () => door.request('POST', '/api/auth/logout'),
    onSuccess: onSignedOut,
    // Ended elsewhere meanwhile: what was wanted.
    onError: (error) => isSignedOut(error) && onSignedOut(),
  });
  return (
    <Door
      title={say.appIsForTeam}
      lead={filled(say.isCustomer, <b>{me.email ?? me.name}</b>, me.workspace.name)}
    >
      {leave.error ? (
        <Banner tone="red" role="alert">
          {everywhere.notSignedOut(sentence(leave.error))}
        </Banner>
      ) : null}
      <Button look="primary" wide isPending={leave.isPending} onPress={() => leave.mutate()}>
        {say.signOut}
      </Button>
    </Door>
  );
}
