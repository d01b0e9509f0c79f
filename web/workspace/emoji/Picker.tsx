// Choosing an emoji: those used last, the groups, and a search by name. The field has the focus first; arrows go through
// the signs as they stand on the screen. Loaded when it is first opened.
import { groups, type Named, recent, used } from '@antiphon/emoji';
import { below } from '@antiphon/emoji/below.ts';
import { namesIn } from '@antiphon/emoji/load.ts';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import styles from './Picker.module.css';
import { say } from './say.ts';

export interface PickerProps {
  /** What it stands beside. */
  triggerRef: RefObject<Element | null>;
  placement?: 'top start' | 'bottom end';
  onPick: (sign: string) => void;
  onClose: () => void;
}

/** By the order of the groups in @antiphon/emoji. */
const titles = [
  say.faces,
  say.people,
  say.nature,
  say.food,
  say.places,
  say.activities,
  say.things,
  say.signs,
] as const;

export default function Picker({
  triggerRef,
  placement = 'top start',
  onPick,
  onClose,
}: PickerProps) {
  return (
    <Popover
      isOpen
      onOpenChange={(open) => !open && onClose()}
      triggerRef={triggerRef}
      placement={placement}
      offset={4}
      className={styles.popover as string}
    >
      <Dialog className={styles.dialog as string} aria-label={say.emoji}>
        <Choice
          onPick={(sign) => {
            used(sign);
            onClose();
            onPick(sign);
          }}
        />
      </Dialog>
    </Popover>
  );
}

/** What the popover holds. */
export function Choice({ onPick }: { onPick: (sign: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [names, setNames] = useState<Named | null>(null);
  const [sought, setSought] = useState('');
  const [last] = useState(recent);

  useEffect(() => {
    let isHere = true;
    void namesIn(document.documentElement.lang || 'en').then(
      (loaded) => isHere && setNames(loaded),
    );
    return () => {
      isHere = false;
    };
  }, []);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const hits = sought.trim() && names ? names.find(sought).map(({ sign }) => sign) : null;
  const sections = hits
    ? [{ title: '', signs: hits }]
    : [
        { title: say.recent, signs: last },
        ...groups.map((signs, nth) => ({ title: titles[nth] ?? '', signs: [...signs] })),
      ].filter(({ signs }) => signs.length > 0);

  function onKeyDown(event: KeyboardEvent) {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[data-sign]') ?? [])];
    const at = all.indexOf(event.target as HTMLElement);
    const { key } = event;
    let next: HTMLElement | null | undefined;
    if (at < 0) {
      if (event.nativeEvent.isComposing) return;
      if (key === 'ArrowDown') next = all[0];
      else if (key === 'Enter') all[0]?.click();
      else return;
    } else if (key === 'Home') next = all[0];
    else if (key === 'End') next = all.at(-1);
    else if (key === 'ArrowRight' || key === 'ArrowLeft') {
      const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
      next = all[at + ((key === 'ArrowRight') === isRtl ? -1 : 1)];
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      next = below(all, at, key === 'ArrowDown' ? 1 : -1);
      if (!next && key === 'ArrowUp') next = field.current;
    } else return;
    event.preventDefault();
    next?.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows lead through what stands inside.
    <div className={styles.choice} ref={box} onKeyDown={onKeyDown}>
      <input
        ref={field}
        type="search"
        className={styles.field}
        aria-label={say.search}
        placeholder={say.search}
        // Empty it reads as the page does, as its hint is written.
        dir={sought ? 'auto' : undefined}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <div className={styles.sections}>
        {sections.map(({ title, signs }, part) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
          <div role="group" aria-label={title || say.found} key={title}>
            {title ? (
              <p aria-hidden className={styles.title}>
                {title}
              </p>
            ) : null}
            <div className={styles.grid}>
              {signs.map((sign, nth) => (
                <button
                  type="button"
                  key={sign}
                  data-sign
                  className={styles.sign}
                  // One stop for Tab; from there the arrows.
                  tabIndex={part || nth ? -1 : 0}
                  aria-label={names?.nameOf(sign) ?? sign}
                  title={names?.nameOf(sign)}
                  onClick={() => onPick(sign)}
                >
                  {sign}
                </button>
              ))}
            </div>
          </div>
        ))}
        {hits?.length === 0 ? <p className={styles.title}>{say.none}</p> : null}
      </div>
      <p role="status" className="unseen">
        {hits ? (hits.length === 0 ? say.none : say.hits(hits.length)) : ''}
      </p>
    </div>
  );
}
