// The sign-in page's other way in: the button of the workspace's own provider, and why somebody came back from there
// without being let in. The server goes to the provider and back; this page only links to it.
import { Button } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { door } from '../shell/server.ts';
import styles from './Door.module.css';

interface Provider {
  workspace_id: string;
  label: string;
}

const problems: Record<string, string> = {
  no_provider: 'This workspace has no single sign-on, or it is switched off. Ask an admin.',
  provider_away: 'The sign-in provider does not answer. Try again in a moment.',
  not_trusted:
    'The answer of the sign-in provider could not be trusted. Try again; if it stays so, tell an admin.',
  denied: 'You did not finish signing in at the provider. Try again, or use your password.',
  expired:
    'That sign-in took too long, was begun in another browser, or was finished already. Begin again.',
  no_email: 'The sign-in provider did not tell your e-mail address. Tell an admin.',
  unverified_email:
    'The sign-in provider has not verified your e-mail address. Verify it there first.',
  wrong_domain: 'Addresses like yours are not let in here. Use another account, or ask an admin.',
  no_account: 'Nobody here has your e-mail address. Ask an admin to add you.',
  account_elsewhere:
    'Your e-mail address belongs to another workspace here. Ask an admin to add you to this one.',
  shut_out: 'You cannot sign in to this workspace any more. Ask an admin.',
  no_public_url: 'This server does not know its own address yet. Tell whoever runs it.',
  failed: 'Something failed on our side. Try again in a moment.',
};

/** What to say to somebody whom the provider's page sent back. */
export function problemOf(search: string): string | undefined {
  const code = new URLSearchParams(search).get('problem');
  return code === null ? undefined : (problems[code] ?? problems.failed);
}

/** The button, where the workspace has a provider. Nothing where it has none, or the server is away. */
export function ByProvider() {
  const workspace = new URLSearchParams(window.location.search).get('workspace');
  const named = workspace ? `?workspace=${encodeURIComponent(workspace)}` : '';
  const offered = useQuery({
    queryKey: ['door', workspace],
    queryFn: () => door.request<{ provider: Provider | null }>('GET', `/api/auth/oidc${named}`),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const provider = offered.data?.provider;
  if (!provider) return null;
  const { pathname, search, hash } = window.location;
  const here = pathname.startsWith('/app/sign-in') ? '/app/' : pathname + search + hash;
  const start = new URLSearchParams({ workspace: provider.workspace_id, return_to: here });
  return (
    <>
      <p className={styles.or}>or</p>
      <Button
        wide
        icon={<LogIn aria-hidden />}
        onPress={() => window.location.assign(`/api/auth/oidc/start?${start}`)}
      >
        {provider.label}
      </Button>
    </>
  );
}
