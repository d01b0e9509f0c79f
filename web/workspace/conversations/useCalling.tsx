// Calling people by name in the composer: after an @ the names that fit are offered; arrows move,
// Enter and Tab take one, Escape closes. The text itself stays the composer's.

import type { Mention } from '@antiphon/sdk/core';
import { Avatar, cx } from '@antiphon/ui';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import styles from './Calling.module.css';
import { writing } from './mentioned.ts';
import { say } from './say.ts';

const most = 6;

export function useCalling(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  people: readonly Mention[],
  onTake: (text: string, caret: number) => void,
) {
  const list = useId();
  const [begun, setBegun] = useState<{ at: number; begun: string } | null>(null);
  const [chosen, setChosen] = useState(0);
  const fold = (name: string) => name.toLocaleLowerCase();
  const fits = begun
    ? people
        .filter((one) =>
          fold(one.name)
            .split(' ')
            .concat(fold(one.name))
            .some((part) => part.startsWith(fold(begun.begun))),
        )
        .slice(0, most)
    : [];
  const isOpen = fits.length > 0;

  /** Looks at what stands before the caret. */
  function look() {
    const area = field.current;
    const found =
      people.length && area && area.selectionStart === area.selectionEnd
        ? writing(area.value, area.selectionStart)
        : null;
    if (found?.at !== begun?.at || found?.begun !== begun?.begun) {
      setBegun(found);
      setChosen(0);
    }
  }

  function take(one: Mention) {
    if (!begun) return;
    const before = `${text.slice(0, begun.at)}@${one.name} `;
    setBegun(null);
    onTake(before + text.slice(begun.at + 1 + begun.begun.length), before.length);
    field.current?.focus();
  }

  return {
    look,
    close: () => setBegun(null),
    /** True when the key was meant for the list. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (!isOpen) return false;
      const { key } = event;
      if (key === 'ArrowDown') setChosen((chosen + 1) % fits.length);
      else if (key === 'ArrowUp') setChosen((chosen + fits.length - 1) % fits.length);
      else if (key === 'Enter' || key === 'Tab') take(fits[chosen]!);
      else if (key === 'Escape') setBegun(null);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    field: people.length
      ? {
          'aria-autocomplete': 'list' as const,
          'aria-haspopup': 'listbox' as const,
          'aria-controls': isOpen ? list : undefined,
          'aria-activedescendant': isOpen ? `${list}-${chosen}` : undefined,
        }
      : {},
    list: isOpen ? (
      <div id={list} role="listbox" aria-label={say.toMention} className={styles.list}>
        {fits.map((one, at) => (
          // The field keeps the focus; its keys choose here.
          <div
            key={one.id}
            id={`${list}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            className={cx(styles.one, at === chosen && styles.chosen)}
            onPointerDown={(event) => {
              event.preventDefault();
              take(one);
            }}
          >
            <Avatar name={one.name} of={one.id} size="s" />
            <bdi>{one.name}</bdi>
          </div>
        ))}
      </div>
    ) : null,
  };
}
