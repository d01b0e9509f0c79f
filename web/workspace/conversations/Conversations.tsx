// The route of conversations: list, one conversation, its context, side by side as the width
// allows. Which conversation and which view stand in the address; nothing of it is kept here.

import { EmptyState, ErrorBoundary, Kbd } from '@antiphon/ui';
import { MessagesSquare } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { narrow, phone, useMedia, useTitle } from '../shell/browser.ts';
import { useShortcut } from '../shell/keys.ts';
import { setPreferences, usePreferences } from '../shell/preferences.ts';
import { everywhere } from '../words/everywhere.ts';
import { filled } from '../words/filled.tsx';
import { Conversation } from './Conversation.tsx';
import styles from './Conversations.module.css';
import { type Filters, readFilters, writeFilters } from './filters.ts';
import { List } from './List.tsx';
import { say } from './say.ts';

export default function Conversations({ id }: { id: string | null }) {
  const search = useSearch();
  const filters = useMemo(() => readFilters(search), [search]);
  const [, go] = useLocation();
  const isPhone = useMedia(phone);
  const isNarrow = useMedia(narrow);
  const { context, list } = usePreferences();
  const [drawer, setDrawer] = useState(false);
  useTitle(id ? null : everywhere.conversations);

  const suffix = writeFilters(filters);
  const open = (to: string) => go(`/conversations/${to}${suffix}`);
  const leave = () => {
    go(`/conversations${suffix}`);
    // The list is drawn (again) by then; the focus should not fall back to the page's start.
    requestAnimationFrame(() => focusOn('[role="listbox"]'));
  };
  const filter = (next: Filters) =>
    go(`/conversations${id && !isPhone ? `/${id}` : ''}${writeFilters(next)}`, { replace: true });

  const showsContext = isNarrow ? drawer : context;
  const toggleContext = () =>
    isNarrow ? setDrawer((shown) => !shown) : setPreferences({ context: !context });
  useShortcut('toggleContext', toggleContext, id !== null);
  useShortcut('toggleList', () => setPreferences({ list: !list }), !isPhone);
  useShortcut('back', leave, id !== null);

  const listShown = isPhone ? id === null : list || id === null;
  const restShown = !isPhone || id !== null;

  return (
    <main className={styles.areas}>
      {listShown ? (
        <section aria-label={say.list} className={styles.list}>
          <ErrorBoundary part={say.parts.list} resetOn={search}>
            <List
              filters={filters}
              onFilters={filter}
              chosen={id}
              onOpen={open}
              onEnter={() => focusOn('main textarea')}
            />
          </ErrorBoundary>
        </section>
      ) : null}
      {restShown ? (
        id === null ? (
          <section aria-label={everywhere.conversation} className={styles.nothing}>
            <EmptyState icon={<MessagesSquare />} title={say.noneOpen}>
              {filled(say.chooseOne, <Kbd keys="j" />)}
            </EmptyState>
          </section>
        ) : (
          <ErrorBoundary part={say.parts.conversation} resetOn={id}>
            <Conversation
              key={id}
              id={id}
              filters={filters}
              onLeave={leave}
              onOpen={open}
              isPhone={isPhone}
              context={isNarrow ? 'drawer' : 'beside'}
              showsContext={showsContext}
              onToggleContext={toggleContext}
            />
          </ErrorBoundary>
        )
      ) : null}
    </main>
  );
}

function focusOn(selector: string) {
  document.querySelector<HTMLElement>(selector)?.focus();
}
