// The link to a new address: one press confirms it. Not by merely opening the page, since programs that
// look at mail open links too.

import { Banner, Button } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useTitle } from '../shell/browser.ts';
import { door, sentence } from '../shell/server.ts';
import { filled } from '../words/filled.tsx';
import { GoSignIn, isRefusal, useLinkToken } from './ByLink.tsx';
import { Door } from './Door.tsx';
import { say } from './say.ts';

export default function ConfirmEmail() {
  useTitle(say.confirmAddress);
  const token = useLinkToken();
  const confirm = useMutation({
    mutationFn: () => door.request<{ email: string }>('POST', '/api/auth/email', { token }),
  });
  return (
    <Door title={say.confirmNewAddress}>
      {token === '' ? (
        <Banner tone="amber">{say.wholeLetterLink}</Banner>
      ) : confirm.data ? (
        <Banner tone="green" role="status" action={<GoSignIn />}>
          {filled(say.fromNowOn, <bdi>{confirm.data.email}</bdi>)}
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
            {say.useAddress}
          </Button>
        </>
      )}
    </Door>
  );
}
