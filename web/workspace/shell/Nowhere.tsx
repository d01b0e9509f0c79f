// What stands where an address leads to no page, or to none that this person may open.
import { Button, EmptyState } from '@antiphon/ui';
import { Compass } from 'lucide-react';
import { useLocation } from 'wouter';
import { useTitle } from './browser.ts';
import styles from './Nowhere.module.css';
import { say } from './say.ts';

export function Nowhere() {
  const [, go] = useLocation();
  useTitle(say.notFound);
  return (
    <main className={styles.nowhere}>
      <h1 className="unseen">{say.notFound}</h1>
      <EmptyState
        icon={<Compass />}
        title={say.noSuchPage}
        action={<Button onPress={() => go('/conversations')}>{say.goToConversations}</Button>}
      >
        {say.oldLink}
      </EmptyState>
    </main>
  );
}
