// What signing in to the workspace takes: a second step of everybody, or not; and the workspace's own provider.
import { useClient } from '@antiphon/sdk/react';
import {
  Badge,
  Banner,
  Button,
  Confirm,
  ErrorPanel,
  SkeletonLines,
  Switch,
  toast,
} from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Card, Copied, Page } from '../shell/Page.tsx';
import { sentence } from '../shell/server.ts';
import { EditProvider, type Provider } from './EditProvider.tsx';
import styles from './SingleSignOn.module.css';

interface Rules {
  needs_second_step: boolean;
}

interface SetUp {
  provider: Provider | null;
  addresses: { redirect_uri: string; sign_in_page: string } | null;
}

export default function SingleSignOn() {
  return (
    <Page
      title="Single sign-on"
      lead="What signing in to this workspace takes, and who besides the password lets people in."
    >
      <SecondStepOfAll />
      <ProviderCard />
    </Page>
  );
}

function SecondStepOfAll() {
  const client = useClient();
  const queries = useQueryClient();
  const rules = useQuery({
    queryKey: ['sign-in'],
    queryFn: () => client.request<Rules>('GET', '/api/sign-in'),
  });
  const change = useMutation({
    mutationFn: (needs_second_step: boolean) =>
      client.request<Rules>('PATCH', '/api/sign-in', { needs_second_step }),
    onSuccess: (now) => queries.setQueryData(['sign-in'], now),
    onError: (error) => toast({ text: `Not changed. ${sentence(error)}` }),
  });
  return (
    <Card title="Second step">
      {rules.isPending ? (
        <SkeletonLines label="Loading" lines={2} />
      ) : rules.error ? (
        <ErrorPanel title="This could not be loaded" onRetry={() => void rules.refetch()}>
          {sentence(rules.error)}
        </ErrorPanel>
      ) : (
        <>
          <Switch
            isSelected={rules.data.needs_second_step}
            isDisabled={change.isPending}
            onChange={change.mutate}
          >
            Everyone needs a second step
          </Switch>
          <p className={styles.hint}>
            Whoever signed in without one is signed out, and sets one up when they sign in again.
            API keys and customers in the chat are not asked.
          </p>
        </>
      )}
    </Card>
  );
}

function ProviderCard() {
  const client = useClient();
  const queries = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const setUp = useQuery({
    queryKey: ['sign-in', 'provider'],
    queryFn: () => client.request<SetUp>('GET', '/api/sign-in/provider'),
  });
  const attempt = useMutation({
    mutationFn: () =>
      client.request<{ works: boolean; problem: string | null }>(
        'POST',
        '/api/sign-in/provider/test',
      ),
  });
  const remove = useMutation({
    mutationFn: () => client.request('DELETE', '/api/sign-in/provider'),
    onSuccess: () => {
      toast({ text: 'The provider is removed. People sign in with their passwords.' });
      close();
    },
    onError: (error) => toast({ text: `Not removed. ${sentence(error)}` }),
  });

  function close() {
    setOpen(null);
    attempt.reset();
    void queries.invalidateQueries({ queryKey: ['sign-in', 'provider'] });
  }

  if (setUp.isPending) return <SkeletonLines label="Loading" lines={4} />;
  if (setUp.error)
    return (
      <ErrorPanel title="The provider could not be loaded" onRetry={() => void setUp.refetch()}>
        {sentence(setUp.error)}
      </ErrorPanel>
    );
  const { provider, addresses } = setUp.data;
  return (
    <Card title="Provider">
      {provider ? (
        <>
          <p>
            <Badge tone={provider.is_on ? 'green' : 'plain'}>{provider.is_on ? 'On' : 'Off'}</Badge>{' '}
            <bdi className={styles.issuer}>{provider.issuer}</bdi>
          </p>
          <p className={styles.hint}>{whoComesIn(provider)}</p>
        </>
      ) : (
        <p className={styles.hint}>
          None yet. People sign in with the account that they have at your company, by OpenID
          Connect: Keycloak, Entra ID, Okta, Google and many others speak it.
        </p>
      )}
      {addresses ? (
        <>
          <div>
            <h3 className={styles.label}>Redirect address</h3>
            <p className={styles.hint}>Enter it at the provider, as it stands.</p>
            <Copied name="Redirect address" value={addresses.redirect_uri} />
          </div>
          {provider ? (
            <div>
              <h3 className={styles.label}>Sign-in page of this workspace</h3>
              <p className={styles.hint}>It has the provider's button. Give it to your people.</p>
              <Copied name="Sign-in page" value={addresses.sign_in_page} />
            </div>
          ) : null}
        </>
      ) : (
        <Banner tone="amber">
          This server does not know the address under which people reach it. Whoever runs it sets{' '}
          <code>public_url</code> first.
        </Banner>
      )}
      {attempt.data ? (
        attempt.data.works ? (
          <Banner tone="green" role="status">
            The provider answers and knows this workspace.
          </Banner>
        ) : (
          <Banner tone="red" role="alert">
            {attempt.data.problem}
          </Banner>
        )
      ) : attempt.error ? (
        <Banner tone="red" role="alert">
          {sentence(attempt.error)}
        </Banner>
      ) : null}
      <div className={styles.deeds}>
        <Button look={provider ? 'secondary' : 'primary'} onPress={() => setOpen('edit')}>
          {provider ? 'Edit' : 'Set up a provider'}
        </Button>
        {provider ? (
          <>
            <Button isPending={attempt.isPending} onPress={() => attempt.mutate()}>
              Test the connection
            </Button>
            <Button onPress={() => setOpen('remove')}>Remove…</Button>
          </>
        ) : null}
      </div>
      <EditProvider
        // Each opening begins with what is stored.
        key={`${open} ${provider?.changed_at}`}
        provider={provider}
        isOpen={open === 'edit'}
        onClose={close}
      />
      <Confirm
        title="Remove the provider?"
        action="Remove"
        isOpen={open === 'remove'}
        isPending={remove.isPending}
        onClose={() => setOpen(null)}
        onConfirm={() => remove.mutate()}
      >
        Nobody comes in by it any more. Whoever has no password cannot sign in then.
      </Confirm>
    </Card>
  );
}

function whoComesIn({ domains, new_role, needs_second_step }: Provider): string {
  const who = domains.length ? `Addresses at ${domains.join(', ')}` : 'All its people';
  const how = new_role
    ? `come in, new ones as ${new_role === 'admin' ? 'admins' : new_role === 'agent' ? 'agents' : 'customers'}`
    : 'come in if they are among the people here';
  return `${who} ${how}${needs_second_step ? ', with their second step here as well' : ''}.`;
}
