// What loader and app agree on: the loader builds the Page and hands it to the app's `mount`.
// Only types and names, so that neither bundles the other.

export interface Look {
  side: string | undefined;
  color: string | undefined;
  label: string | undefined;
  theme: string | undefined;
  /** The language that the page wishes. */
  locale: string | undefined;
}

export interface Page {
  /** What the snippet says: the inbox's key, and how the widget should look. */
  data: Partial<Look> & { key?: string };
  /** Inside the shadow root; carries direction, theme and side for everything below. */
  root: HTMLElement;
  launcher: HTMLButtonElement;
  badge: HTMLElement;
  /** Applies (a changed part of) the look to launcher and panel. */
  dress(look: Partial<Look>): void;
}

/** `window.Antiphon(verb, …)`; `toggle` is what the launcher itself calls. */
export type Call = [verb: string, ...rest: unknown[]];

export type Mount = (page: Page) => (...call: Call) => void;

/** Where the visitor's token and open conversation are kept between pages. */
export const storageKey = (key: string) => `antiphon.${key}`;
