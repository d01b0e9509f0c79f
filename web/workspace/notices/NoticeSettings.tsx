// How one is told of notices outside the page: whether the browser may at all, which is asked by a press only, and of
// which types.
import type { NoticeType } from '@antiphon/sdk/notices';
import { useClient } from '@antiphon/sdk/react';
import { Banner, Button, ErrorPanel, SkeletonLines, Switch, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { Card, Page } from '../shell/Page.tsx';
import { say as frame } from '../shell/say.ts';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './NoticeSettings.module.css';
import { say } from './say.ts';
import { type NoticeSettings as Settings, settingsOf } from './settings.ts';

type Allowed = NotificationPermission | 'impossible';

const allowed = (): Allowed =>
  // A page that is not served safely has none to ask for.
  'Notification' in window && window.isSecureContext ? Notification.permission : 'impossible';

export default function NoticeSettings() {
  const client = useClient();
  const queries = useQueryClient();
  const [may, setMay] = useState(allowed);
  const asked = settingsOf(client);
  const settings = useQuery(asked);
  const change = useMutation({
    mutationFn: (one: Settings['types'][number]) =>
      client.request<Settings>('PUT', '/api/me/notice-settings', { types: [one] }),
    onMutate: (one) => {
      const before = queries.getQueryData<Settings>(asked.queryKey);
      show(one.type, one.in_browser);
      return before;
    },
    onSuccess: (after) => queries.setQueryData(asked.queryKey, after),
    onError: (error, _, before) => {
      queries.setQueryData(asked.queryKey, before);
      toast({ text: everywhere.notChanged(sentence(error)) });
    },
  });
  const show = (type: NoticeType, in_browser: boolean) =>
    queries.setQueryData<Settings>(asked.queryKey, (now) =>
      now
        ? { types: now.types.map((one) => (one.type === type ? { type, in_browser } : one)) }
        : now,
    );
  const ask = async () => setMay(await Notification.requestPermission());

  return (
    <Page title={frame.pages.notices} lead={say.settingsLead}>
      <Card title={say.inBrowser}>
        {may === 'granted' ? (
          <Banner tone="green">{say.browserMay}</Banner>
        ) : may === 'denied' ? (
          <Banner tone="amber">{say.browserMayNot}</Banner>
        ) : may === 'impossible' ? (
          <Banner>{say.browserCannot}</Banner>
        ) : (
          <div className={styles.ask}>
            <p className={styles.lead}>{say.browserAsks}</p>
            <Button icon={<BellRing aria-hidden />} onPress={() => void ask()}>
              {say.allow}
            </Button>
          </div>
        )}
      </Card>
      <Card title={say.ofWhich}>
        {settings.isPending ? (
          <SkeletonLines label={everywhere.loading(everywhere.listOf.settings)} lines={6} />
        ) : settings.error && !settings.data ? (
          <ErrorPanel
            title={everywhere.notLoaded(everywhere.listOf.settings)}
            onRetry={() => void settings.refetch()}
          >
            {sentence(settings.error)}
          </ErrorPanel>
        ) : (
          settings.data.types.map(({ type, in_browser }) => (
            <Switch
              key={type}
              isSelected={in_browser}
              onChange={(on) => change.mutate({ type, in_browser: on })}
            >
              <span className={styles.type}>
                {say.types[type] ?? type}
                <span className={styles.lead}>{say.means[type]}</span>
              </span>
            </Switch>
          ))
        )}
      </Card>
    </Page>
  );
}
