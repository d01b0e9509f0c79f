// Short words that something happened ("Resolved"), which leave by themselves. They wait
// while hovered or focused. What needs action is a banner: a toast may be missed.

import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button, Press } from './Button.tsx';
import { say } from './say.ts';
import styles from './Toast.module.css';

/**
 * What a notice is of: the kind of thing and its id, such as `contact:ID`; `contact:many` where one deed is done
 * to many. A newer notice of the same takes the place of the older, so that no older undo outlives it: whatever
 * tells of a change that can be undone, or of its undoing, says this. A refusal does not: nothing is newer then.
 */
export type About = `${string}:${string}`;

export type ToastWords =
  | { text: string; about: About; action?: { label: string; run: () => void } }
  | { text: string; about?: About; action?: never };

type Shown = ToastWords & { id: number };

const leaveAfter = 6000;
const atOnce = 3;
let shown: Shown[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(to: Shown[]) {
  shown = to;
  for (const listener of listeners) listener();
}

/** Shows words over the page; the oldest gives way when there are three. */
export function toast(words: ToastWords): void {
  next += 1;
  const others = shown.filter((one) => !words.about || one.about !== words.about);
  change([...others.slice(1 - atOnce), { ...words, id: next }]);
}

/** Takes a notice away where the newer state is plain to see and says nothing of itself. */
export function dismissAbout(about: About): void {
  change(shown.filter((one) => one.about !== about));
}

function dismiss(id: number): void {
  change(shown.filter((one) => one.id !== id));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const all = useSyncExternalStore(subscribe, () => shown);
  return (
    <div role="status" aria-live="polite" aria-label={say.notices} className={styles.region}>
      {all.map((one) => (
        <OneToast key={one.id} toast={one} />
      ))}
    </div>
  );
}

function OneToast({ toast: one }: { toast: Shown }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(one.id), leaveAfter);
    return () => clearTimeout(timer);
  }, [held, one.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only pauses the clock; the buttons inside are the controls.
    <div
      className={styles.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={styles.words}>{one.text}</span>
      {one.action ? (
        <Button
          look="quiet"
          size="s"
          onPress={() => {
            one.action?.run();
            dismiss(one.id);
          }}
        >
          {one.action.label}
        </Button>
      ) : null}
      <Press aria-label={say.dismiss} className={styles.close} onPress={() => dismiss(one.id)}>
        <X aria-hidden />
      </Press>
    </div>
  );
}
