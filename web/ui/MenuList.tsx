// The open list of a Menu: React Aria's popover and menu, with its keys, focus and positions.
// Loaded by Menu when needed; nothing else imports it.

import { Check } from 'lucide-react';
import type { RefObject } from 'react';
import { Header } from 'react-aria-components/Header';
import {
  MenuItem as AriaItem,
  Menu as AriaMenu,
  MenuSection as AriaSection,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';
import type { MenuDeed, MenuGroup, MenuProps } from './Menu.tsx';
import { say } from './say.ts';

export interface MenuListProps
  extends Required<Pick<MenuProps, 'name' | 'groups' | 'isChoice' | 'placement'>> {
  triggerRef: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

export default function MenuList({
  name,
  groups,
  isChoice,
  placement,
  triggerRef,
  onClose,
}: MenuListProps) {
  const shown = groups.filter((group): group is MenuGroup => group !== false);
  const deeds = shown
    .flatMap((group) => group.deeds)
    .filter((deed): deed is MenuDeed => deed !== false);
  const chosen = deeds.find((deed) => deed.chosen);
  return (
    <Popover
      isOpen
      onOpenChange={(open) => !open && onClose()}
      triggerRef={triggerRef}
      trigger="MenuTrigger"
      aria-label={name}
      placement={placement}
      offset={4}
      className={styles.popover as string}
    >
      <AriaMenu
        className={styles.menu as string}
        aria-label={name}
        autoFocus={isChoice ? true : 'first'}
        onClose={onClose}
        onAction={(label) => deeds.find((deed) => deed.label === label)?.run()}
        {...(isChoice
          ? {
              selectionMode: 'single' as const,
              disallowEmptySelection: true,
              selectedKeys: chosen ? [chosen.label] : [],
            }
          : {})}
      >
        {shown.map((group) => {
          const items = group.deeds.map((deed) =>
            deed ? <Item key={deed.label} deed={deed} /> : null,
          );
          return group.title ? (
            <AriaSection
              key={group.title}
              className={styles.section as string}
              aria-label={group.title}
            >
              <Header className={styles.header as string}>{group.title}</Header>
              {items}
            </AriaSection>
          ) : (
            items
          );
        })}
      </AriaMenu>
    </Popover>
  );
}

function Item({ deed }: { deed: MenuDeed }) {
  const { label, icon, keys, chosen, tone } = deed;
  return (
    <AriaItem id={label} textValue={label} className={cx(styles.item, tone && styles[tone])}>
      {icon ? <span className={styles.lead}>{icon}</span> : null}
      <span className={styles.text}>{label}</span>
      {chosen ? <Check aria-label={say.chosen} role="img" className={styles.icon} /> : null}
      {keys ? <Kbd keys={keys} /> : null}
    </AriaItem>
  );
}
