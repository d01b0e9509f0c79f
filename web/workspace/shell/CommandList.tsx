// The open command palette: what the open page offers, every shortcut that is bound, every
// place, what belongs to oneself; and for typed words the conversations at hand, and a search.

import { toast } from '@antiphon/ui';
import { Palette, type PaletteGroup } from '@antiphon/ui/Palette.tsx';
import { useLocation } from 'wouter';
import { everywhere } from '../words/everywhere.ts';
import { countUse, type Deed, fits, offeredDeeds, uses } from './deeds.ts';
import { boundShortcuts, shortcuts } from './keys.ts';
import { setPreferences } from './preferences.ts';
import { settingsPages } from './Settings.tsx';
import { say } from './say.ts';
import { sentence } from './server.ts';
import { useSession } from './session.tsx';

const often = 5;

export default function CommandList({ onClose }: { onClose: () => void }) {
  const { me, client, signOut } = useSession();
  const [, go] = useLocation();

  function all(): PaletteGroup[] {
    const keyed = boundShortcuts().filter(({ name }) => name !== 'palette');
    const asDeed = ({ name, run }: (typeof keyed)[number]): Deed => ({
      id: `key:${name}`,
      label: say.does[name],
      keys: shortcuts[name].keys,
      run,
    });
    const isOf = (group: string) => (one: (typeof keyed)[number]) =>
      shortcuts[one.name].group === group;
    const place = (to: string, label: string): Deed => ({ id: to, label, run: () => go(to) });
    const theme = (id: 'system' | 'light' | 'dark', label: string): Deed => ({
      id: `theme:${id}`,
      label,
      run: () => setPreferences({ theme: id }),
    });
    return [
      {
        title: everywhere.thisPage,
        deeds: [...offeredDeeds(), ...keyed.filter(isOf('Conversations')).map(asDeed)],
      },
      {
        title: say.goTo,
        deeds: [
          ...keyed.filter(isOf('Everywhere')).map(asDeed),
          place('/conversations?tab=mentions', say.goToMentions),
          place('/conversations?kind=direct', say.goToTeam),
          place('/reports', say.goToReports),
          ...settingsPages(me.permissions).map(({ id, name }) =>
            place(`/settings/${id}`, say.settingsPage(name)),
          ),
        ],
      },
      {
        title: everywhere.you,
        deeds: [
          theme('light', say.themeIs.light),
          theme('dark', say.themeIs.dark),
          theme('system', say.themeIs.system),
          {
            id: 'sign-out',
            label: say.signOut,
            run: () => {
              signOut().catch((error) => toast({ text: everywhere.notSignedOut(sentence(error)) }));
            },
          },
        ],
      },
    ];
  }

  /** Conversations at hand, by title and customer. */
  function calledSo(words: string): Deed[] {
    return Object.values(client.getState().conversations)
      .map(({ id, title, contact }) => ({
        id: `conversation:${id}`,
        label: [title, contact?.name].filter(Boolean).join(' · '),
        run: () => go(`/conversations/${id}`),
      }))
      .filter(({ label }) => label && fits(label, words))
      .slice(0, often);
  }

  function groupsFor(typed: string): PaletteGroup[] {
    const words = typed.trim();
    const groups = all().map(({ title, deeds }) => ({
      title,
      deeds: deeds.filter((one) => fits(one.label, words)).map(counted),
    }));
    if (!words) return mostUsedFirst(groups);
    const q = encodeURIComponent(words);
    const search: Deed[] = [
      {
        id: 'search:messages',
        label: say.searchMessages(words),
        run: () => go(`/search?q=${q}`),
      },
    ];
    if (me.permissions.includes('contacts:read'))
      search.push({
        id: 'search:contacts',
        label: say.findContacts(words),
        run: () => go(`/contacts?q=${q}`),
      });
    return [
      ...groups,
      { title: everywhere.conversations, deeds: calledSo(words) },
      { title: say.search, deeds: search },
    ];
  }

  return (
    <Palette title={say.commands} hint={say.whatToDo} groupsFor={groupsFor} onClose={onClose} />
  );
}

const counted = (deed: Deed): Deed => ({
  ...deed,
  run: () => {
    countUse(deed.id);
    deed.run();
  },
});

/** The few that are run most stand above the rest, and not twice. */
function mostUsedFirst(groups: PaletteGroup[]): PaletteGroup[] {
  const used = uses();
  const first = groups
    .flatMap((group) => group.deeds)
    .filter((one) => used[one.id])
    .sort((a, b) => (used[b.id] ?? 0) - (used[a.id] ?? 0))
    .slice(0, often);
  return [
    { title: say.usedMost, deeds: first },
    ...groups.map(({ title, deeds }) => ({
      title,
      deeds: deeds.filter((one) => !first.includes(one)),
    })),
  ];
}
