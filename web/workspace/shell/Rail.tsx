// Navigation: where one can go, with counts of what waits there, and at the foot oneself with
// theme, help and sign-out. Knows the addresses of the areas, nothing of what they show.

import { Avatar, Count, cx, Menu, Press, toast } from '@antiphon/ui';
import { useQueryClient } from '@tanstack/react-query';
import {
  AtSign,
  Bell as BellSign,
  ChartColumn,
  Files,
  Inbox,
  Keyboard,
  LogOut,
  MessagesSquare,
  Monitor,
  Moon,
  Search,
  Settings,
  SquareUserRound,
  Sun,
  UserRoundX,
  Users,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { portrait } from '../accounts/portrait.ts';
import { everywhere } from '../words/everywhere.ts';
import { phone, useMedia, useUnreadInTitle } from './browser.ts';
import { openHelp } from './Help.tsx';
import { useShortcut } from './keys.ts';
import { setPreferences, usePreferences } from './preferences.ts';
import styles from './Rail.module.css';
import { say } from './say.ts';
import { sentence } from './server.ts';
import { useSession } from './session.tsx';
import type { Counts } from './unread.ts';

export function Rail({ counts }: { counts: Counts }) {
  const { me } = useSession();
  const [location, go] = useLocation();
  const params = new URLSearchParams(useSearch());
  const view = params.get('kind') === 'direct' ? 'team' : (params.get('tab') ?? 'all');
  const isHere = (place: string) => location.startsWith('/conversations') && view === place;

  useShortcut('goMine', () => go('/conversations?tab=mine'));
  useShortcut('goUnassigned', () => go('/conversations?tab=unassigned'));
  useShortcut('goAll', () => go('/conversations'));
  useShortcut('goContacts', () => go('/contacts'));

  return (
    <nav className={styles.rail} aria-label={say.main}>
      <ul className={styles.places}>
        <Place
          to="/conversations?tab=mine"
          here={isHere('mine')}
          icon={<Inbox aria-hidden />}
          name={say.myInbox}
          badge={<Count value={counts.mine} words={say.unread} />}
        />
        <Place
          to="/conversations?tab=mentions"
          here={isHere('mentions')}
          icon={<AtSign aria-hidden />}
          name={say.mentions}
          badge={<Count value={counts.mentions} words={say.unread} />}
          isWide
        />
        <Bell here={location.startsWith('/notices')} />
        <Place
          to="/conversations?tab=unassigned"
          here={isHere('unassigned')}
          icon={<UserRoundX aria-hidden />}
          name={say.unassigned}
          badge={<Count value={counts.unassigned} words={say.waits} />}
        />
        <Place
          to="/conversations"
          here={isHere('all')}
          icon={<MessagesSquare aria-hidden />}
          name={everywhere.all}
        />
        {me.permissions.includes('contacts:read') ? (
          <Place
            to="/contacts"
            here={location.startsWith('/contacts')}
            icon={<SquareUserRound aria-hidden />}
            name={everywhere.contacts}
          />
        ) : null}
        {counts.team === null ? null : (
          <Place
            to="/conversations?kind=direct"
            here={isHere('team')}
            icon={<Users aria-hidden />}
            name={everywhere.team}
            badge={<Count value={counts.team} words={say.unread} />}
          />
        )}
      </ul>
      <ul className={styles.foot}>
        <Place
          to="/search"
          here={location.startsWith('/search')}
          icon={<Search aria-hidden />}
          name={say.search}
          isWide
        />
        <Place
          to="/files"
          here={location.startsWith('/files')}
          icon={<Files aria-hidden />}
          name={everywhere.files}
          isWide
        />
        <Place
          to="/reports"
          here={location.startsWith('/reports')}
          icon={<ChartColumn aria-hidden />}
          name={say.reports}
          isWide
        />
        <Place
          to="/settings"
          here={location.startsWith('/settings')}
          icon={<Settings aria-hidden />}
          name={say.settings}
        />
        <li>
          <Self />
        </li>
      </ul>
    </nav>
  );
}

/** Whichever page is open, what comes is counted here, and told of while none can be seen. */
function Bell({ here }: { here: boolean }) {
  const [, go] = useLocation();
  const open = () => go('/notices');
  const unread = useUnread(open);
  useUnreadInTitle('notices', unread);
  useShortcut('goNotices', open);
  return (
    <Place
      to="/notices"
      here={here}
      icon={<BellSign aria-hidden />}
      name={say.notices}
      badge={<Count value={unread} words={say.unread} />}
    />
  );
}

const soon = 10_000;

/** From the code that follows them, which is not waited for; where it does not come it is asked for again. */
function useUnread(onOpen: () => void): number {
  const { client } = useSession();
  const queries = useQueryClient();
  const [unread, setUnread] = useState(0);
  const latest = useRef(onOpen);
  latest.current = onOpen;
  useEffect(() => {
    let end: (() => void) | null = null;
    let timer: ReturnType<typeof setTimeout>;
    let isHere = true;
    const load = () =>
      import('../notices/follow.ts').then(
        ({ follow }) => {
          if (isHere) end = follow(client, queries, setUnread, () => latest.current());
        },
        () => {
          if (isHere) timer = setTimeout(load, soon);
        },
      );
    void load();
    return () => {
      isHere = false;
      clearTimeout(timer);
      end?.();
    };
  }, [client, queries]);
  return unread;
}

interface PlaceProps {
  to: string;
  here: boolean;
  icon: ReactNode;
  name: string;
  badge?: ReactNode;
  /** Where there is little room it is left out. */
  isWide?: boolean;
}

function Place({ to, here, icon, name, badge, isWide }: PlaceProps) {
  return (
    <li className={cx(isWide && styles.wide)}>
      <Link
        href={to}
        className={cx(styles.place, here && styles.here)}
        aria-current={here ? 'page' : undefined}
      >
        <span className={styles.icon}>
          {icon}
          {badge ? <span className={styles.badge}>{badge}</span> : null}
        </span>
        <span className={styles.name}>{name}</span>
      </Link>
    </li>
  );
}

const themes = [
  { id: 'system', label: say.themes.system, icon: <Monitor aria-hidden /> },
  { id: 'light', label: say.themes.light, icon: <Sun aria-hidden /> },
  { id: 'dark', label: say.themes.dark, icon: <Moon aria-hidden /> },
] as const;

function Self() {
  const { me, signOut } = useSession();
  const { theme } = usePreferences();
  const [, go] = useLocation();
  const isPhone = useMedia(phone);
  // What the row of places has no room for.
  const places = [
    { to: '/conversations?tab=mentions', label: say.mentions, icon: <AtSign aria-hidden /> },
    { to: '/search', label: say.search, icon: <Search aria-hidden /> },
    { to: '/files', label: everywhere.files, icon: <Files aria-hidden /> },
    { to: '/reports', label: say.reports, icon: <ChartColumn aria-hidden /> },
  ].map(({ to, label, icon }) => ({ label, icon, run: () => go(to) }));
  return (
    <Menu
      name={say.yourAccount}
      placement="end bottom"
      groups={[
        ...(isPhone ? [{ title: say.main, deeds: places }] : []),
        {
          title: `${me.name} · ${me.workspace.name}`,
          deeds: [
            {
              label: say.shortcuts,
              icon: <Keyboard aria-hidden />,
              keys: '?',
              run: openHelp,
            },
          ],
        },
        {
          title: say.theme,
          deeds: themes.map((one) => ({
            label: one.label,
            icon: one.icon,
            chosen: theme === one.id,
            run: () => setPreferences({ theme: one.id }),
          })),
        },
        {
          title: say.session,
          deeds: [
            {
              label: say.signOut,
              icon: <LogOut aria-hidden />,
              run: () => {
                signOut().catch((error) =>
                  toast({ text: everywhere.notSignedOut(sentence(error)) }),
                );
              },
            },
          ],
        },
      ]}
      trigger={(open) => (
        <Press {...open} className={cx(styles.place, styles.self)}>
          <Avatar name={me.name} of={me.id} picture={portrait(me)} />
          <span className={styles.name}>
            {everywhere.you}
            <span className="unseen">{say.accountOf(me.name)}</span>
          </span>
        </Press>
      )}
    />
  );
}
