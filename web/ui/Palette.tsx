// All that can be done from here, found by typing: a field and, under it, the deeds that fit, in React
// Aria's own pattern for it (the field keeps the focus, the arrows walk the list). Whoever opens it says
// what there is for the words typed so far. Not on the kit's contents page: it is loaded when needed.

import { Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import dialog from './Dialog.module.css';
import { Kbd } from './Kbd.tsx';
import menu from './Menu.module.css';
import styles from './Palette.module.css';
import { say } from './say.ts';

export interface PaletteDeed {
  /** Different from every other one's. */
  id: string;
  label: string;
  icon?: ReactNode;
  keys?: string;
  run: () => void;
}

export interface PaletteGroup {
  title: string;
  deeds: PaletteDeed[];
}

export interface PaletteProps {
  title: string;
  hint: string;
  groupsFor: (typed: string) => PaletteGroup[];
  onClose: () => void;
}

export function Palette({ title, hint, groupsFor, onClose }: PaletteProps) {
  const [typed, setTyped] = useState('');
  const groups = groupsFor(typed).filter((group) => group.deeds.length > 0);
  const deeds = groups.flatMap((group) => group.deeds);
  return (
    <ModalOverlay
      className={`${dialog.scrim} ${styles.high}`}
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={dialog.window as string}>
        <Dialog className={dialog.dialog as string} aria-label={title}>
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField className={styles.field as string} aria-label={hint} autoFocus>
              <Search aria-hidden className={styles.lead} />
              <Input className={styles.input as string} placeholder={hint} />
            </SearchField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, also by keyboard. */}
            <section className={styles.list} aria-label={hint} tabIndex={0}>
              <Menu
                className={styles.menu as string}
                aria-label={title}
                renderEmptyState={() => <p className={styles.none}>{say.nothingFits}</p>}
                onAction={(id) => {
                  onClose();
                  deeds.find((deed) => deed.id === id)?.run();
                }}
              >
                {groups.map((group) => (
                  <MenuSection
                    key={group.title}
                    className={menu.section as string}
                    aria-label={group.title}
                  >
                    <Header className={menu.header as string}>{group.title}</Header>
                    {group.deeds.map((deed) => (
                      <MenuItem
                        key={deed.id}
                        id={deed.id}
                        textValue={deed.label}
                        className={menu.item as string}
                      >
                        {deed.icon ? <span className={menu.lead}>{deed.icon}</span> : null}
                        <span className={menu.text}>{deed.label}</span>
                        {deed.keys ? <Kbd keys={deed.keys} /> : null}
                      </MenuItem>
                    ))}
                  </MenuSection>
                ))}
              </Menu>
            </section>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
