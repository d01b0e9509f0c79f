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
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { EditProvider, type Provider } from './EditProvider.tsx';
import styles from './SingleSignOn.module.css';
import { say } from './say.ts';

interface Rules {
  needs_second_step: boolean;
}

interface SetUp {
  provider: Provider | null;
  addresses: { redirect_uri: string; sign_in_page: string } | null;
}

export default function SingleSignOn() {
  return (
    <Page title={say.title} lead={say.lead}>
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
    onError: (error) => toast({ text: everywhere.notChanged(sentence(error)) }),
  });
  return (
    <Card title={say.secondStep}>
      {rules.isPending ? (
        <SkeletonLines label={everywhere.underWay} lines={2} />
      ) : rules.error ? (
        <ErrorPanel title={everywhere.thisNotLoaded} onRetry={() => void rules.refetch()}>
          {sentence(rules.error)}
        </ErrorPanel>
      ) : (
        <>
          <Switch
            isSelected={rules.data.needs_second_step}
            isDisabled={change.isPending}
            onChange={change.mutate}
          >
            {say.ofEveryone}
          </Switch>
          <p className={styles.hint}>{say.ofEveryoneMeans}</p>
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
      toast({ text: say.removed });
      close();
    },
    onError: (error) => toast({ text: everywhere.notRemoved(sentence(error)) }),
  });

  function close() {
    setOpen(null);
    attempt.reset();
    void queries.invalidateQueries({ queryKey: ['sign-in', 'provider'] });
  }

  if (setUp.isPending) return <SkeletonLines label={everywhere.underWay} lines={4} />;
  if (setUp.error)
    return (
      <ErrorPanel
        title={everywhere.notLoaded(everywhere.listOf.provider)}
        onRetry={() => void setUp.refetch()}
      >
        {sentence(setUp.error)}
      </ErrorPanel>
    );
  const { provider, addresses } = setUp.data;
  return (
    <Card title={say.provider}>
      {provider ? (
        <>
          <p>
            <Badge tone={provider.is_on ? 'green' : 'plain'}>
              {provider.is_on ? everywhere.on : everywhere.off}
            </Badge>{' '}
            <bdi className={styles.issuer}>{provider.issuer}</bdi>
          </p>
          <p className={styles.hint}>{whoComesIn(provider)}</p>
        </>
      ) : (
        <p className={styles.hint}>{say.noneYet}</p>
      )}
      {addresses ? (
        <>
          <div>
            <h3 className={styles.label}>{say.redirect}</h3>
            <p className={styles.hint}>{say.redirectHint}</p>
            <Copied name={say.redirect} value={addresses.redirect_uri} />
          </div>
          {provider ? (
            <div>
              <h3 className={styles.label}>{say.pageOfWorkspace}</h3>
              <p className={styles.hint}>{say.pageHint}</p>
              <Copied name={say.page} value={addresses.sign_in_page} />
            </div>
          ) : null}
        </>
      ) : (
        <Banner tone="amber">{filled(say.noAddress, <code>public_url</code>)}</Banner>
      )}
      {attempt.data ? (
        attempt.data.works ? (
          <Banner tone="green" role="status">
            {say.works}
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
          {provider ? everywhere.edit : say.setUp}
        </Button>
        {provider ? (
          <>
            <Button isPending={attempt.isPending} onPress={() => attempt.mutate()}>
              {say.test}
            </Button>
            <Button onPress={() => setOpen('remove')}>{say.askRemove}</Button>
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
        title={say.reallyRemove}
        action={everywhere.remove}
        isOpen={open === 'remove'}
        isPending={remove.isPending}
        onClose={() => setOpen(null)}
        onConfirm={() => remove.mutate()}
      >
        {say.removeMeans}
      </Confirm>
    </Card>
  );
}

function whoComesIn({ domains, new_role, needs_second_step }: Provider): string {
  const who = domains.length ? say.addressesAt(domains.join(', ')) : say.allPeople;
  const how = new_role ? say.newOnes[new_role] : say.noNewOnes;
  return say.comesIn(who, how, needs_second_step ? say.withStep : '');
}
