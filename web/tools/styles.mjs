// The tokens where no page has them: style sheets for shadow roots, as text, and the colours that a
// React Native app draws with. For the widget's build, and for whoever bundles the chatbot.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'lightningcss';
import { hex } from '../tokens/colour.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Sheets of a shadow root with the tokens they use and no others. A token of one value, or used once,
 * is written in its place; what a host's accent redefines and what both themes share stays a name. A
 * lazy sheet reads the names that the `first` one leaves and brings none of its own.
 * @param {string | string[]} files
 * @param {Set<string>} [first]
 */
export function styles(files, first) {
  let own = [files]
    .flat()
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  const tokens = readFileSync(join(root, 'tokens/tokens.css'), 'utf8').replace(
    /\/\*[\s\S]*?\*\//g,
    '',
  );
  const all = new Map(
    [...tokens.matchAll(/(--[\w-]+):([^;]+);/g)].map(([, name, value]) => [
      String(name),
      String(value).trim(),
    ]),
  );
  const redefined = new Set([...own.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, value] of all) {
      const uses = own.split(`var(${name})`).length - 1;
      const stays = redefined.has(name) || (uses > 1 && value.includes('light-dark'));
      if (!uses || (first ? first.has(name) : stays)) continue;
      own = own.replaceAll(`var(${name})`, value);
      changed = true;
    }
  }
  const left = [...all].filter(([name]) => own.includes(`var(${name})`));
  const named = left.map(([name, value]) => `${name}:${value}`).join(';');
  const css = first ? own : `.r{${named}}${own}`;
  const { code } = transform({ filename: 'shadow.css', code: Buffer.from(css), minify: true });
  return { css: code.toString(), names: new Set(left.map(([name]) => name)) };
}

const APP = 'widget/app/style.css';
/** @type {Record<string, string[]>} */
const LAZY = {
  talk: ['talk/style.css'],
  files: ['files/style.css'],
  signs: ['signs/picker.css', 'signs/reactions.css'],
};

/** @param {string} part */
const sheetsOf = (part) => (LAZY[part] ?? []).map((file) => `widget/app/${file}`);

/**
 * Gives the widget's parts their sheets: `virtual:style` of the first one, `virtual:talk-style` and so
 * on of the lazy ones.
 * @returns {import('rolldown').Plugin}
 */
export const widgetStyle = () => ({
  name: 'widget-style',
  resolveId: (id) => (/^virtual:([a-z]+-)?style$/.test(id) ? `\0${id}` : null),
  load(id) {
    if (id === '\0virtual:style') return `export default ${JSON.stringify(styles(APP).css)}`;
    const part = Object.keys(LAZY).find((one) => id === `\0virtual:${one}-style`);
    const sheet = part && styles(sheetsOf(part), styles(APP).names);
    return sheet ? `export default ${JSON.stringify(sheet.css)}` : null;
  },
});

/** The chatbot looks like the widget: the same sheets, and its own on top. */
const CHATBOT = [
  APP,
  ...sheetsOf('talk'),
  ...sheetsOf('files'),
  'widget/app/signs/reactions.css',
  'sdk/chatbot/style.css',
];

/**
 * Gives `virtual:chatbot-style` its text, in Rolldown, Vite and Vitest alike.
 * @returns {import('rolldown').Plugin}
 */
export const chatbotStyle = () => ({
  name: 'chatbot-style',
  resolveId: (id) => (id === 'virtual:chatbot-style' ? `\0${id}` : null),
  load: (id) =>
    id === '\0virtual:chatbot-style'
      ? `export default ${JSON.stringify(styles(CHATBOT).css)}`
      : null,
});

/** @param {'light' | 'dark'} theme */
function palette(theme) {
  const tokens = readFileSync(join(root, 'tokens/tokens.css'), 'utf8');
  const both = /--([\w-]+): light-dark\((oklch\([^)/]*\)), (oklch\([^)/]*\))\);/g;
  return Object.fromEntries(
    [...tokens.matchAll(both)].map(([, name, light, dark]) => [
      name,
      hex(String(theme === 'light' ? light : dark)),
    ]),
  );
}

/**
 * Gives `virtual:palette` the colours of both themes, by the tokens' names.
 * @returns {import('rolldown').Plugin}
 */
export const nativePalette = () => ({
  name: 'native-palette',
  resolveId: (id) => (id === 'virtual:palette' ? `\0${id}` : null),
  load: (id) =>
    id === '\0virtual:palette'
      ? `export const light = ${JSON.stringify(palette('light'))}; export const dark = ${JSON.stringify(palette('dark'))};`
      : null,
});
