// A page that a one-time link opens: it takes the secret out of the address, asks what the link is about,
// and says when it is none. The secret stands behind the # of the address, so that no server ever logs it.

import { Banner, Button, ErrorPanel, SkeletonLines } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { door, isApiError, sentence } from '../shell/server.ts';
import { Door } from './Door.tsx';
import { say } from './say.ts';

/** The secret of the link that opened this page; empty where there was none. */
export function useLinkToken(): string {
  return useSyncExternalStore(onNewLink, readToken);
}

/** A link that is put into the address of an open page does not load the page anew. */
function onNewLink(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function readToken(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
}

export interface ByLinkProps<View> {
  title: string;
  /** Where to ask what the link is about. */
  path: string;
  /** Said where the link was not opened whole. */
  missing: string;
  /** Said of a link that opens nothing (any more). */
  over?: string;
  children: (token: string, view: View) => ReactNode;
}

export function ByLink<View>(props: ByLinkProps<View>) {
  const { title, path, missing, children } = props;
  const over = props.over ?? say.linkUsed;
  const token = useLinkToken();
  const look = useQuery({
    queryKey: ['link', path, token],
    queryFn: () => door.request<View>('POST', path, { token }),
    enabled: token !== '',
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (token !== '' && look.data) return children(token, look.data);
  return (
    <Door title={title}>
      {token === '' ? (
        <Banner tone="amber">{missing}</Banner>
      ) : look.isPending ? (
        <SkeletonLines label={say.checkingLink} />
      ) : isRefusal(look.error) ? (
        <Banner tone="red" role="alert" action={<GoSignIn />}>
          {over}
        </Banner>
      ) : (
        <ErrorPanel title={say.linkNotChecked} onRetry={() => void look.refetch()}>
          {sentence(look.error)}
        </ErrorPanel>
      )}
    </Door>
  );
}

/** The server looked at it and said no. */
export function isRefusal(error: unknown): boolean {
  return isApiError(error) && error.status > 0 && error.status < 500;
}

export function GoSignIn() {
  const [, go] = useLocation();
  return (
    <Button size="s" onPress={() => go('/sign-in')}>
      {say.signIn}
    </Button>
  );
}
