// What the kit's own tests share: draw, press keys as a person does, and ask axe. The
// fake browser knows no layout, so contrast and size are left to the browser tests.
import axe from 'axe-core';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, vi } from 'vitest';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

// The fake browser's document is not an instance of its window's Document, which React Aria
// asks before it looks where the focus is; real browsers answer yes.
Object.defineProperty(window.Document, Symbol.hasInstance, {
  value: (one: unknown) => (one as Node | null)?.nodeType === 9,
});

let open: { root: Root; place: HTMLElement }[] = [];

afterEach(async () => {
  for (const { root, place } of open) {
    await act(async () => root.unmount());
    place.remove();
  }
  open = [];
  vi.useRealTimers();
});

/** Draws into the document; the returned function draws again in the same place. */
export async function draw(node: ReactNode): Promise<(next: ReactNode) => Promise<void>> {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  open.push({ root, place });
  await act(async () => root.render(node));
  return async (next) => act(async () => root.render(next));
}

/** One key, down and up, where the focus is. Enter and Space also click, as browsers do. */
export async function press(key: string, more: KeyboardEventInit = {}): Promise<void> {
  const target = document.activeElement ?? document.body;
  await act(async () => {
    const init = { key, code: key, bubbles: true, cancelable: true, composed: true, ...more };
    target.dispatchEvent(new KeyboardEvent('keydown', init));
    // Browsers turn these into a click of a button; the fake one does not.
    const clicks = target instanceof HTMLButtonElement && (key === 'Enter' || key === ' ');
    if (clicks) target.click();
    (document.activeElement ?? target).dispatchEvent(new KeyboardEvent('keyup', init));
  });
  await settle();
}

const tabbable =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex]';

/** The next stop of the Tab key, by document order. */
export async function tab(back = false): Promise<void> {
  const stops = [...document.querySelectorAll<HTMLElement>(tabbable)].filter(
    (one) => one.tabIndex >= 0 && !one.closest('[inert], [aria-hidden="true"]'),
  );
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const to = stops[(at + (back ? -1 : 1) + stops.length) % stops.length];
  await act(async () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true }));
    to?.focus();
  });
  await settle();
}

/** Types into the focused field through the native setter, so that React sees it. */
export async function type(text: string): Promise<void> {
  const field = document.activeElement as HTMLInputElement;
  const proto = Object.getPrototypeOf(field);
  const setter = Object.getOwnPropertyDescriptor(proto, 'value')?.set;
  await act(async () => {
    setter?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Lets promises, effects and animation frames run. */
export async function settle(): Promise<void> {
  await act(async () => {
    await new Promise((done) => setTimeout(done, 20));
  });
}

export function byRole(role: string, name?: string | RegExp): HTMLElement {
  const found = allByRole(role).filter((one) => {
    if (name === undefined) return true;
    const own = nameOf(one);
    return typeof name === 'string' ? own === name : name.test(own);
  });
  if (found.length !== 1) {
    const seen = allByRole(role).map(nameOf).join(' | ');
    throw new Error(`${found.length} elements of role ${role} named ${name}; there are: ${seen}`);
  }
  return found[0] as HTMLElement;
}

const implied: Record<string, string> = {
  button: 'button',
  textbox:
    'input:not([type]), input[type=text], input[type=search], input[type=email], input[type=password], textarea',
  checkbox: 'input[type=checkbox]',
  switch: 'input[role=switch]',
  heading: 'h1, h2, h3',
  link: 'a[href]',
};

export function allByRole(role: string): HTMLElement[] {
  const plain = implied[role];
  return [
    ...document.querySelectorAll<HTMLElement>(`[role="${role}"]${plain ? `, ${plain}` : ''}`),
  ].filter((one) => !one.closest('[aria-hidden="true"], template'));
}

function nameOf(one: HTMLElement): string {
  const label = one.getAttribute('aria-label');
  if (label) return label;
  const by = one.getAttribute('aria-labelledby');
  if (by) {
    return by
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim();
  }
  const field = one as HTMLInputElement;
  const labelled = field.id ? document.querySelector(`label[for="${field.id}"]`) : null;
  return (labelled ?? one.closest('label') ?? one).textContent?.trim() ?? '';
}

/** What axe finds wrong with the whole document, one line each; empty is good. */
export async function problems(): Promise<string[]> {
  const result = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: {
      'color-contrast': { enabled: false },
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'landmark-one-main': { enabled: false },
    },
  });
  return result.violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ; ')}`,
  );
}
