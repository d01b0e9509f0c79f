// Choices of this person on this device (theme, shortcuts, open panels), kept in localStorage
// where that is allowed. What belongs to the account and follows the person is not here.
import { useSyncExternalStore } from 'react';

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  /** Single letters act outside fields; some people and tools need them off (WCAG 2.1.4). */
  letters: boolean;
  /** The context panel beside a conversation. */
  context: boolean;
  /** The conversation list beside a conversation. */
  list: boolean;
  enter_sends: boolean;
}

const standard: Preferences = {
  theme: 'system',
  letters: true,
  context: true,
  list: true,
  enter_sends: true,
};

const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    const kept = JSON.parse(
      localStorage.getItem('antiphon.preferences') ?? '{}',
    ) as Partial<Preferences>;
    const theme = localStorage.getItem('antiphon.theme');
    return {
      ...standard,
      ...kept,
      theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    };
  } catch {
    return standard;
  }
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  if (current.theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = current.theme;
  try {
    const { theme, ...rest } = current;
    localStorage.setItem('antiphon.preferences', JSON.stringify(rest));
    // Apart from the others, so that theme.js can read it before anything is loaded.
    if (theme === 'system') localStorage.removeItem('antiphon.theme');
    else localStorage.setItem('antiphon.theme', theme);
  } catch {
    // The choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export function preferences(): Preferences {
  return current;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
