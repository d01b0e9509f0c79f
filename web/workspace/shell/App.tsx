// Which page: the door (sign-in, set-up, what a link opens, customers) or, signed in, the frame with rail, connection bar and
// one route. Routes load when they are first visited; a crash in one leaves the frame standing.

import { ErrorBoundary, ErrorPanel, lazily, SkeletonRows, Toasts } from '@antiphon/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { everywhere } from '../words/everywhere.ts';
import styles from './App.module.css';
import { useUnreadInTitle } from './browser.ts';
import { Commands } from './Commands.tsx';
import { ConnectionBar } from './ConnectionBar.tsx';
import { Help } from './Help.tsx';
import { listenForShortcuts } from './keys.ts';
import { Nowhere } from './Nowhere.tsx';
import { Rail } from './Rail.tsx';
import { say } from './say.ts';
import { isSignedOut, mustEnrol, sentence } from './server.ts';
import { type Me, SessionProvider, useMe } from './session.tsx';
import { useCounts } from './unread.ts';

const waiting = <div className={styles.waiting} role="status" aria-label={say.opening} />;
const waitingPage = <SkeletonRows label={everywhere.loadingPage} />;

const SignIn = lazily(() => import('../accounts/SignIn.tsx'), waiting);
const SetUp = lazily(() => import('../accounts/SetUp.tsx'), waiting);
const Join = lazily(() => import('../accounts/Join.tsx'), waiting);
const Reset = lazily(() => import('../accounts/Reset.tsx'), waiting);
const ConfirmEmail = lazily(() => import('../accounts/ConfirmEmail.tsx'), waiting);
const MustEnrol = lazily(() => import('../accounts/MustEnrol.tsx'), waiting);
const TeamOnly = lazily(() => import('../accounts/TeamOnly.tsx'), waiting);
const Conversations = lazily(() => import('../conversations/Conversations.tsx'), waitingPage);
const Contacts = lazily(() => import('../contacts/Contacts.tsx'), waitingPage);
const Notices = lazily(() => import('../notices/Notices.tsx'), waitingPage);
const Reports = lazily(() => import('../reports/Reports.tsx'), waitingPage);
const SentFiles = lazily(() => import('../files/Gallery.tsx'), waitingPage);
const SearchPage = lazily(() => import('../search/Search.tsx'), waitingPage);
const Settings = lazily(() => import('./Settings.tsx'), waitingPage);
const Gallery = lazily(() => import('@antiphon/ui/Gallery.tsx'), waitingPage);

export function App() {
  return (
    <Router base="/app">
      <ErrorBoundary part={say.workspace}>
        <Switch>
          <Route path="/setup">
            <SetUp />
          </Route>
          <Route path="/join">
            <Join />
          </Route>
          <Route path="/reset">
            <Reset />
          </Route>
          <Route path="/email">
            <ConfirmEmail />
          </Route>
          <Route path="*">
            <Gate />
          </Route>
        </Switch>
      </ErrorBoundary>
      <Toasts />
    </Router>
  );
}

/** Asks who is here and shows the sign-in page, the workspace, or why neither can be shown. */
function Gate() {
  const queries = useQueryClient();
  const me = useMe();
  const [, go] = useLocation();
  const [ended, setEnded] = useState<'here' | 'elsewhere' | null>(null);

  const end = useCallback(
    (reason: 'here' | 'elsewhere') => {
      setEnded(reason);
      // Nothing of one person's may be seen by the next one on this browser.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
      if (reason === 'here') go('/sign-in');
    },
    [queries, go],
  );
  const enter = useCallback(() => {
    setEnded(null);
    // Back to "not known yet", and asks again.
    void queries.resetQueries({ queryKey: ['me'] });
  }, [queries]);

  if (ended || me.data === null || isSignedOut(me.error))
    return <SignIn ended={ended} onSignedIn={enter} />;
  if (me.isPending) return waiting;
  if (mustEnrol(me.error)) return <MustEnrol onEnrolled={enter} onSignedOut={() => end('here')} />;
  if (me.error)
    return (
      <ErrorPanel title={say.cannotOpen} onRetry={() => void me.refetch()}>
        {sentence(me.error)}
      </ErrorPanel>
    );
  if (me.data.role === 'customer') return <TeamOnly me={me.data} onSignedOut={() => end('here')} />;
  return <Inside key={me.data.id} me={me.data} onEnd={end} />;
}

function Inside({ me, onEnd }: { me: Me; onEnd: (reason: 'here' | 'elsewhere') => void }) {
  return (
    <SessionProvider me={me} onEnd={onEnd}>
      <Frame />
    </SessionProvider>
  );
}

function Frame() {
  const [location] = useLocation();
  const counts = useCounts();
  useUnreadInTitle('messages', counts.unread);
  useEffect(listenForShortcuts, []);
  return (
    <div
      className={styles.frame}
      data-inside={/^\/(conversations|contacts|settings)\/./.test(location) || undefined}
    >
      <Rail counts={counts} />
      <div className={styles.main}>
        <ConnectionBar />
        <ErrorBoundary part={everywhere.thisPage} resetOn={location}>
          <Switch>
            <Route path="/">
              <Redirect to="/conversations" replace />
            </Route>
            <Route path="/sign-in">
              <Redirect to="/conversations" replace />
            </Route>
            <Route path="/conversations/:id?">
              {({ id }) => <Conversations id={id ?? null} />}
            </Route>
            <Route path="/contacts/:id?">{({ id }) => <Contacts id={id ?? null} />}</Route>
            <Route path="/notices">
              <Notices />
            </Route>
            <Route path="/reports">
              <Reports />
            </Route>
            <Route path="/files">
              <SentFiles />
            </Route>
            <Route path="/search">
              <SearchPage />
            </Route>
            <Route path="/settings/:page?">{({ page }) => <Settings page={page ?? null} />}</Route>
            <Route path="/_ui">
              <Gallery />
            </Route>
            <Route>
              <Nowhere />
            </Route>
          </Switch>
        </ErrorBoundary>
      </div>
      <Help />
      <Commands />
    </div>
  );
}
