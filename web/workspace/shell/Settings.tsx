// The settings' frame: which pages there are and which one is open. The pages themselves lie in
// the folders of the nouns they show.

import { cx, ErrorBoundary, IconButton, lazily, SkeletonLines } from '@antiphon/ui';
import {
  ArrowLeft,
  Bell,
  Building,
  CircleUser,
  ContactRound,
  Files,
  Hourglass,
  Inbox,
  KeyRound,
  ListChecks,
  LockKeyhole,
  LogIn,
  MessageSquareQuote,
  MessagesSquare,
  MonitorSmartphone,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  Tags,
  Users,
} from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { everywhere } from '../words/everywhere.ts';
import { phone, useMedia, useTitle } from './browser.ts';
import { Nowhere } from './Nowhere.tsx';
import { Preferences } from './Preferences.tsx';
import styles from './Settings.module.css';
import { say } from './say.ts';
import { useSession } from './session.tsx';

interface Page {
  id: string;
  name: string;
  icon: ReactNode;
  /** Only for those who may: the server refuses others anyway. */
  needs?: string;
  Page: ComponentType;
}

const waiting = <SkeletonLines label={everywhere.loadingPage} lines={8} />;

const pages: Page[] = [
  {
    id: 'preferences',
    name: say.pages.preferences,
    icon: <SlidersHorizontal aria-hidden />,
    Page: Preferences,
  },
  {
    id: 'notices',
    name: say.pages.notices,
    icon: <Bell aria-hidden />,
    Page: lazily(() => import('../notices/NoticeSettings.tsx'), waiting),
  },
  {
    id: 'profile',
    name: say.pages.profile,
    icon: <ContactRound aria-hidden />,
    Page: lazily(() => import('../accounts/Profile.tsx'), waiting),
  },
  {
    id: 'account',
    name: say.pages.account,
    icon: <CircleUser aria-hidden />,
    Page: lazily(() => import('../accounts/Account.tsx'), waiting),
  },
  {
    id: 'sessions',
    name: say.pages.sessions,
    icon: <MonitorSmartphone aria-hidden />,
    Page: lazily(() => import('../accounts/Sessions.tsx'), waiting),
  },
  {
    id: 'two-step',
    name: say.pages.twoStep,
    icon: <LockKeyhole aria-hidden />,
    Page: lazily(() => import('../accounts/TwoStep.tsx'), waiting),
  },
  {
    id: 'workspace',
    name: say.pages.workspace,
    icon: <Building aria-hidden />,
    needs: 'settings:manage',
    Page: lazily(() => import('../accounts/Workspace.tsx'), waiting),
  },
  {
    id: 'people',
    name: say.pages.people,
    icon: <Users aria-hidden />,
    needs: 'people:manage',
    Page: lazily(() => import('../accounts/People.tsx'), waiting),
  },
  {
    id: 'roles',
    name: say.pages.roles,
    icon: <ShieldCheck aria-hidden />,
    needs: 'people:manage',
    Page: lazily(() => import('../accounts/Roles.tsx'), waiting),
  },
  {
    id: 'sign-in',
    name: say.pages.signIn,
    icon: <LogIn aria-hidden />,
    needs: 'settings:manage',
    Page: lazily(() => import('../sign-in/SingleSignOn.tsx'), waiting),
  },
  {
    id: 'inboxes',
    name: say.pages.inboxes,
    icon: <Inbox aria-hidden />,
    needs: 'settings:manage',
    Page: lazily(() => import('../inboxes/Inboxes.tsx'), waiting),
  },
  {
    id: 'prompts',
    name: say.pages.prompts,
    icon: <MessageSquareQuote aria-hidden />,
    needs: 'settings:manage',
    Page: lazily(() => import('../prompts/Prompts.tsx'), waiting),
  },
  {
    id: 'attributes',
    name: say.pages.attributes,
    icon: <Tags aria-hidden />,
    needs: 'contacts:manage',
    Page: lazily(() => import('../contacts/Attributes.tsx'), waiting),
  },
  {
    id: 'keys',
    name: say.pages.keys,
    icon: <KeyRound aria-hidden />,
    needs: 'keys:manage',
    Page: lazily(() => import('../accounts/Keys.tsx'), waiting),
  },
  {
    id: 'conversations',
    name: say.pages.conversations,
    icon: <MessagesSquare aria-hidden />,
    needs: 'conversations:oversee',
    Page: lazily(() => import('../oversight/Oversight.tsx'), waiting),
  },
  {
    id: 'files',
    name: say.pages.files,
    icon: <Files aria-hidden />,
    needs: 'files:manage',
    Page: lazily(() => import('../files/AllFiles.tsx'), waiting),
  },
  {
    id: 'notice-retention',
    name: say.pages.noticeRetention,
    icon: <Hourglass aria-hidden />,
    needs: 'settings:manage',
    Page: lazily(() => import('../notices/Retention.tsx'), waiting),
  },
  {
    id: 'jobs',
    name: say.pages.jobs,
    icon: <ListChecks aria-hidden />,
    needs: 'jobs:manage',
    Page: lazily(() => import('../jobs/Jobs.tsx'), waiting),
  },
  {
    id: 'audit',
    name: say.pages.audit,
    icon: <ScrollText aria-hidden />,
    needs: 'audit:read',
    Page: lazily(() => import('../audit/Audit.tsx'), waiting),
  },
];

/** The pages that somebody with these permissions may open. */
export const settingsPages = (permissions: string[]): Pick<Page, 'id' | 'name'>[] =>
  mineOf(permissions);

const mineOf = (permissions: string[]) =>
  pages.filter((one) => !one.needs || permissions.includes(one.needs));

export default function Settings({ page }: { page: string | null }) {
  const { me } = useSession();
  const [, go] = useLocation();
  const isPhone = useMedia(phone);
  const mine = mineOf(me.permissions);
  const open = mine.find((one) => one.id === page);
  useTitle(open ? open.name : page ? say.notFound : say.settings);
  // One heading of the first level per page: an open page brings its own.
  const Title = open ? 'p' : 'h1';

  if (!open && page !== null) return <Nowhere />;
  if (!open && !isPhone) return <Redirect to="/settings/preferences" replace />;
  return (
    <main className={styles.settings}>
      {isPhone && open ? null : (
        <nav aria-label={say.settings} className={styles.nav}>
          <Title className={styles.title}>{say.settings}</Title>
          <ul className={styles.pages}>
            {mine.map((one) => (
              <li key={one.id}>
                <Link
                  href={`/settings/${one.id}`}
                  className={cx(styles.page, one === open && styles.here)}
                  aria-current={one === open ? 'page' : undefined}
                >
                  {one.icon}
                  {one.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {open ? (
        // A page may be long and have nothing to press: it scrolls by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
        <section className={styles.body} aria-label={open.name} tabIndex={0}>
          <div className={styles.inner}>
            {isPhone ? (
              <IconButton name={say.backToSettings} onPress={() => go('/settings')}>
                <ArrowLeft aria-hidden className="mirrored" />
              </IconButton>
            ) : null}
            <ErrorBoundary part={everywhere.thisPage} resetOn={page}>
              <open.Page />
            </ErrorBoundary>
          </div>
        </section>
      ) : null}
    </main>
  );
}
