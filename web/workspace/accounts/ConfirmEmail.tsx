// The link to a new address: one press confirms it. Not by merely opening the page, since programs that
// look at mail open links too.
import { Banner, Button } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useTitle } from '../shell/browser.ts';
import { door, sentence } from '../shell/server.ts';
import { GoSignIn, isRefusal, useLinkToken } from './ByLink.tsx';
import { Door } from './Door.tsx';

export default function ConfirmEmail() {
  useTitle('Confirm your address');
  const token = useLinkToken();
  const confirm = useMutation({
    mutationFn: () => door.request<{ email: string }>('POST', '/api/auth/email', { token }),
  });
  return (
    <Door title="Confirm your new address">
      {token === '' ? (
        <Banner tone="amber">Open the whole link of the letter. It ends in #token=…</Banner>
      ) : confirm.data ? (
        <Banner tone="green" role="status" action={<GoSignIn />}>
          From now on you sign in with <bdi>{confirm.data.email}</bdi>.
        </Banner>
      ) : (
        <>
          {confirm.error ? (
            <Banner tone="red" role="alert">
              {sentence(confirm.error)}
            </Banner>
          ) : null}
          <Button
            look="primary"
            wide
            isPending={confirm.isPending}
            isDisabled={isRefusal(confirm.error)}
            onPress={() => confirm.mutate()}
          >
            Use this address
          </Button>
        </>
      )}
    </Door>
  );
}
