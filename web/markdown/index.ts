// A message's text to a small tree, and the tree to elements through the caller's createElement
// (Preact's or React's). Knows paragraphs, lists, quotes, fences, code, bold, italic, links;
// everything else stays text. It never makes HTML strings, so nothing said in a chat can become markup.

import { withoutTurns } from './turns.ts';

export type Inline =
  | string
  | { type: 'strong' | 'em' | 'code'; children: Inline[] }
  | { type: 'a'; href: string; children: Inline[] };

export type Block =
  | { type: 'p'; children: Inline[] }
  | { type: 'pre'; lang: string; text: string }
  | { type: 'blockquote'; children: Block[] }
  | { type: 'ul' | 'ol'; start: number; items: Inline[][] };

const FENCE = /^\s{0,3}(`{3,}|~{3,})\s*([\w+#.-]*)[^`]*$/;
const BULLET = /^\s{0,3}[-*+]\s+(.*)$/;
const NUMBER = /^\s{0,3}(\d{1,9})[.)]\s+(.*)$/;
const QUOTE = /^\s{0,3}>(?: (.*))?$/;
const QUOTE_BEGINS = /^\s{0,3}> +\S/;
/** Deeper nesting than anyone writes by hand stays text. */
const DEEPEST = 6;

export function parse(text: string): Block[] {
  return blocksOf(withoutTurns(text).split(/\r\n?|\n/), 0);
}

function blocksOf(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length) blocks.push({ type: 'p', children: inline(paragraph.join('\n')) });
    paragraph = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const fence = FENCE.exec(line);
    if (fence) {
      flush();
      const body: string[] = [];
      // An unclosed fence runs to the end: the writer may still be typing it.
      while (++i < lines.length && !lines[i]!.trim().startsWith(fence[1]!)) body.push(lines[i]!);
      blocks.push({ type: 'pre', lang: fence[2]!, text: body.join('\n') });
      continue;
    }
    if (depth < DEEPEST && QUOTE_BEGINS.test(line)) {
      flush();
      const quoted: string[] = [];
      for (let quote = QUOTE.exec(line); quote; quote = QUOTE.exec(lines[++i] ?? ''))
        quoted.push(quote[1] ?? '');
      i -= 1; // the line behind them is none of theirs
      blocks.push({ type: 'blockquote', children: blocksOf(quoted, depth + 1) });
      continue;
    }
    const bullet = BULLET.exec(line);
    const number = bullet ? null : NUMBER.exec(line);
    if (bullet || number) {
      const type = bullet ? 'ul' : 'ol';
      const children = inline(bullet ? bullet[1]! : number![2]!);
      const before = paragraph.length ? undefined : blocks.at(-1);
      if (before?.type === type && lines[i - 1]?.trim()) before.items.push(children);
      else {
        flush();
        blocks.push({ type, start: number ? Number(number[1]) : 1, items: [children] });
      }
      continue;
    }
    if (line.trim()) paragraph.push(line);
    else flush();
  }
  flush();
  return blocks;
}

// One alternative per construct; the first that matches at a place wins. Emphasis wants a
// non-space on its inside and (for _) no letter on its outside, so that snake_case stays whole.
const TOKEN = new RegExp(
  [
    '(`+)(?!`)([^]*?[^`])\\1(?!`)',
    '\\*\\*(?=\\S)((?:[^*]|\\*(?!\\*))*?\\S)\\*\\*',
    '\\*(?=[^\\s*])([^*]*?[^\\s*])\\*(?!\\*)',
    '(?<![\\p{L}\\p{N}_])_(?=[^\\s_])([^_]*?[^\\s_])_(?![\\p{L}\\p{N}_])',
    '\\[([^\\[\\]\\n]{1,500})\\]\\(([^\\s()<>]+(?:\\([^\\s()<>]*\\))?[^\\s()<>]*)\\)',
    '\\b(https?:\\/\\/[^\\s<>"\'`]+)',
    '\\\\([\\\\`*_\\[\\]()])',
  ].join('|'),
  'gu',
);

function inline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  let at = 0;
  const say = (part: string) => {
    if (!part) return;
    if (typeof out.at(-1) === 'string') out.push((out.pop() as string) + part);
    else out.push(part);
  };
  if (depth > DEEPEST) return text ? [text] : [];
  for (const match of text.matchAll(TOKEN)) {
    const [whole, , code, strong, star, underscore, label, target, bare, escaped] = match;
    if (match.index < at) continue;
    say(text.slice(at, match.index));
    at = match.index + whole.length;
    if (code !== undefined) out.push({ type: 'code', children: [code.trim() || code] });
    else if (strong !== undefined)
      out.push({ type: 'strong', children: inline(strong, depth + 1) });
    else if (star ?? underscore)
      out.push({ type: 'em', children: inline((star ?? underscore)!, depth + 1) });
    else if (label !== undefined) {
      const href = safeUrl(target!);
      const names = addresses(label);
      if (!href) say(whole);
      else if (!names.length) out.push({ type: 'a', href, children: inline(label, DEEPEST) });
      else if (names.every((name) => name === placeOf(href)))
        out.push({ type: 'a', href, children: [label] });
      else {
        // Words that name another place than they lead to: both are shown.
        say(`${label} (`);
        out.push({ type: 'a', href, children: [href] });
        say(')');
      }
    } else if (bare !== undefined) {
      // The full stop after an address belongs to the sentence, as does an unopened bracket.
      let url = bare.replace(/[.,:;!?'"*_]+$/, '');
      while (url.endsWith(')') && url.split(')').length > url.split('(').length)
        url = url.slice(0, -1);
      const href = safeUrl(url);
      if (href) out.push({ type: 'a', href, children: [url] });
      else say(url);
      say(bare.slice(url.length));
    } else say(escaped!);
  }
  say(text.slice(at));
  return out;
}

const UNSEEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
/** An address among the words of a link: of a place, or of a person at one. */
const ADDRESS =
  /https?:\/\/([^\s/?#()<>,;]+)|((?:[^\s@/:()<>,;]+@)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/giu;

/** The places that words name, each as `placeOf` gives it. */
const addresses = (words: string): string[] =>
  [...words.replace(UNSEEN, '').matchAll(ADDRESS)].map(([, place, name]) =>
    placeOf(name?.includes('@') ? `mailto:${name}` : `http://${place ?? name}`),
  );

/** Where an address leads: its host, or to whom. */
function placeOf(address: string): string {
  try {
    const { host, username, pathname } = new URL(address);
    // Whoever is named before a host is there to be mistaken for it.
    const place = host ? (username && `${username}@`) + host : pathname;
    return place.toLowerCase().replace(/^www\.|\.$/g, '');
  } catch {
    return address;
  }
}

/** Only schemes that open something, never run something; null otherwise. */
export function safeUrl(target: string): string | null {
  try {
    const { protocol, href } = new URL(target);
    return /^(https?|mailto|tel):$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Preact's `h` and React's `createElement` both fit. */
export type CreateElement<Node> = (
  type: string,
  props: Record<string, unknown> | null,
  ...children: (Node | string)[]
) => Node;

export function render<Node>(blocks: readonly Block[], create: CreateElement<Node>): Node[] {
  const spans = (children: readonly Inline[]): (Node | string)[] =>
    children.map((child, key) => {
      if (typeof child === 'string') return child;
      const props =
        child.type === 'a'
          ? { key, href: child.href, target: '_blank', rel: 'noopener noreferrer nofollow ugc' }
          : { key };
      return create(child.type, props, ...spans(child.children));
    });
  return blocks.map((block, key) => {
    if (block.type === 'p') return create('p', { key }, ...spans(block.children));
    if (block.type === 'blockquote')
      return create('blockquote', { key }, ...render(block.children, create));
    // A block of code scrolls sideways, so the keyboard must be able to reach it.
    if (block.type === 'pre')
      return create('pre', { key, tabIndex: 0 }, create('code', null, block.text));
    const items = block.items.map((item, i) => create('li', { key: i }, ...spans(item)));
    const props = block.type === 'ol' && block.start !== 1 ? { key, start: block.start } : { key };
    return create(block.type, props, ...items);
  });
}

/** The same text without its marks, for previews, notifications and labels. */
export function plain(text: string): string {
  const flat = (children: readonly Inline[]): string =>
    children.map((child) => (typeof child === 'string' ? child : flat(child.children))).join('');
  const words = (block: Block): string => {
    if (block.type === 'p') return flat(block.children);
    if (block.type === 'pre') return block.text;
    return (block.type === 'blockquote' ? block.children.map(words) : block.items.map(flat)).join(
      ' ',
    );
  };
  return parse(text).map(words).join(' ').replace(/\s+/g, ' ').trim();
}
