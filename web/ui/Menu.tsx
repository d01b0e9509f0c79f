// A button that opens a list of actions or of choices. The caller gives the trigger,
// so that a menu can hang on a Button, an IconButton or an avatar.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Header } from 'react-aria-components/Header';
import {
  MenuItem as AriaItem,
  Menu as AriaMenu,
  MenuSection as AriaSection,
  MenuTrigger,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { cx } from './cx.ts';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';

export interface MenuProps {
  /** The pressable that opens the menu. */
  trigger: ReactNode;
  name: string;
  placement?: 'bottom start' | 'bottom end' | 'end bottom' | 'top start' | 'top end';
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}

export function Menu({
  trigger,
  name,
  placement = 'bottom start',
  isOpen,
  onOpenChange,
  children,
}: MenuProps) {
  return (
    <MenuTrigger
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      {trigger}
      <Popover className={styles.popover as string} placement={placement} offset={4}>
        <AriaMenu className={styles.menu as string} aria-label={name}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export interface MenuItemProps {
  label: string;
  icon?: ReactNode;
  keys?: string;
  chosen?: boolean;
  tone?: 'danger';
  isDisabled?: boolean;
  onAction?: () => void;
  href?: string;
}

export function MenuItem({
  label,
  icon,
  keys,
  chosen,
  tone,
  isDisabled,
  onAction,
  href,
}: MenuItemProps) {
  return (
    <AriaItem
      textValue={chosen ? `${label}, chosen` : label}
      className={cx(styles.item, tone && styles[tone])}
      isDisabled={isDisabled ?? false}
      {...(onAction ? { onAction } : {})}
      {...(href ? { href } : {})}
    >
      {icon ? <span className={styles.lead}>{icon}</span> : null}
      <span className={styles.text}>{label}</span>
      {chosen ? <Check aria-label="chosen" role="img" className={styles.icon} /> : null}
      {keys ? <Kbd keys={keys} /> : null}
    </AriaItem>
  );
}

export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AriaSection className={styles.section as string}>
      <Header className={styles.header as string}>{title}</Header>
      {children}
    </AriaSection>
  );
}
