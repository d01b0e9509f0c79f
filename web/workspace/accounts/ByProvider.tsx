// The sign-in page's other way in: the button of the workspace's own provider, and why somebody came back from there
// without being let in. The server goes to the provider and back; this page only links to it.
import { Button } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { door } from '../shell/server.ts';
import styles from './Door.module.css';
import { say } from './say.ts';

interface Provider {
  workspace_id: string;
  label: string;
}

const problems: Record<string, string> = say.problems;

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
      <p className={styles.or}>{say.or}</p>
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
