// What a notice's sender put beside its words, as far as it may be acted upon: addresses that open something and
// run nothing, links within the text, and all the rest as names with values. Everything here is a stranger's.
import { withoutTurns } from '@antiphon/markdown/turns';

export interface Action {
  label: string | null;
  href: string;
  /** Within this app: goes there without leaving it. */
  path: string | null;
  /** Another site's, to stand beside the label. */
  host: string | null;
}

const MOST_ACTIONS = 5;
const LONGEST_LABEL = 60;
const MOST_FIELDS = 100;

type Data = Readonly<Record<string, unknown>> | null;

/** `data.url`, then `data.actions`; what is no address, or one of another kind, is passed over. */
export function actionsOf(data: Data, origin = location.origin): Action[] {
  const listed = Array.isArray(data?.actions) ? (data.actions as unknown[]) : [];
  const all = [{ url: data?.url }, ...listed].flatMap((one) => {
    const { url, label } = Object(one) as { url?: unknown; label?: unknown };
    const action = typeof url === 'string' ? actionOf(url, origin) : null;
    return action ? [{ ...action, label: labelOf(label) }] : [];
  });
  const seen = new Set<string>();
  // Of two that lead to the same place the one with a label stays.
  return [...all]
    .sort((a, b) => Number(b.label !== null) - Number(a.label !== null))
    .filter(({ href }) => !seen.has(href) && seen.add(href))
    .slice(0, MOST_ACTIONS);
}

function labelOf(label: unknown): string | null {
  if (typeof label !== 'string') return null;
  const words = withoutTurns(label).replace(/\s+/g, ' ').trim();
  return words.length > LONGEST_LABEL ? `${words.slice(0, LONGEST_LABEL)}…` : words || null;
}

function actionOf(url: string, origin: string): Omit<Action, 'label'> | null {
  // A backslash is a slash to browsers, and spaces and control characters vanish: what is shown would not be what opens.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\\\s\u0000-\u001f\u007f]/.test(url)) return null;
  if (!/^https?:\/\//i.test(url) && !/^(\/(?!\/)|\?)/.test(url)) return null;
  const parsed = parse(url, origin);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null;
  // Whoever is named before a host is there to be mistaken for it.
  if (parsed.username || parsed.password) return null;
  const { href, host, pathname, search, hash } = parsed;
  const isOurs = parsed.origin === origin;
  const app = isOurs && /^\/app(\/.*)?$/.exec(pathname);
  return {
    href,
    path: app ? (app[1] ?? '/') + search + hash : null,
    host: isOurs ? null : host,
  };
}

function parse(url: string, origin?: string): URL | null {
  try {
    return new URL(url, origin);
  } catch {
    return null;
  }
}

export interface Field {
  name: string;
  value: string;
}

/** What no button shows. */
export function fieldsOf(data: Data, actions: readonly Action[]): Field[] {
  const shown = (url: unknown) =>
    typeof url === 'string' &&
    actions.some(({ href }) => href === parse(url, location.origin)?.href);
  return Object.entries(data ?? {})
    .filter(([name, value]) => {
      if (name === 'url') return !shown(value);
      if (name !== 'actions' || !Array.isArray(value)) return true;
      return !value.every((one) => shown((Object(one) as { url?: unknown }).url));
    })
    .slice(0, MOST_FIELDS)
    .map(([name, value]) => ({ name: withoutTurns(name), value: withoutTurns(written(value)) }));
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 1);

/** A text in pieces: as it is, and addresses that lead where they say. */
export function linked(content: string): { text: string; href?: string }[] {
  const text = withoutTurns(content);
  const pieces: { text: string; href?: string }[] = [];
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"'`\p{C}]+/giu)) {
    const address = trimmed(found[0]);
    const parsed = parse(address);
    if (!parsed || parsed.username || parsed.password) continue;
    if (found.index > from) pieces.push({ text: text.slice(from, found.index) });
    pieces.push({ text: address, href: parsed.href });
    from = found.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Without what ends the sentence around it. */
function trimmed(address: string): string {
  let end = address.replace(/[.,;:!?…*_~]+$/u, '');
  while (/[)\]}]$/.test(end)) {
    const open = { ')': '(', ']': '[', '}': '{' }[end.at(-1)!]!;
    if (end.split(open).length >= end.split(end.at(-1)!).length) break;
    end = end.slice(0, -1).replace(/[.,;:!?…]+$/u, '');
  }
  return end;
}
