// Keeps numbers with a meaning in tokens.css: no raw colour, no px length and no layer number
// in the styles and components of the kit and the workspace. Media conditions cannot read custom
// properties, so px is allowed there and nowhere else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const web = fileURLToPath(new URL('..', import.meta.url));

const rules: [string, RegExp][] = [
  ['a raw colour', /#[0-9a-f]{3,8}\b(?=\s*[;,)'"])|\b(?:rgb|hsl|oklch|oklab|lab|lch|hwb)a?\(/i],
  ['a named colour', /:\s*(?:white|black|red|green|blue|gray|grey|orange|yellow)\b/i],
  ['a px length', /\b\d+(?:\.\d+)?px\b/],
  ['a layer number', /z-?index\s*:\s*-?\d/i],
];

/** The text without comments and without media or container conditions. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/@(?:media|container)[^{]*\{/g, '{')
    .replace(/matchMedia\([^)]*\)/g, '');
}

function offences(file: string, text: string): string[] {
  return code(text)
    .split('\n')
    .flatMap((line) =>
      rules
        .filter(([, rule]) => rule.test(line))
        .map(([what]) => `${file}: ${what}: ${line.trim()}`),
    );
}

function sources(folder: string): string[] {
  return readdirSync(join(web, folder), { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile() && /\.(css|tsx)$/.test(one.name))
    .filter((one) => !/\.test\.tsx$/.test(one.name))
    .map((one) => join(one.parentPath, one.name))
    .filter((path) => !path.includes('node_modules'));
}

describe('the rule itself', () => {
  it.each([
    'color: #fff;',
    'background: oklch(50% 0 0);',
    'color: white;',
    'padding: 4px;',
    'z-index: 3;',
    'style={{ zIndex: 3 }}',
  ])('finds %s', (line) => {
    expect(offences('x.css', line)).toHaveLength(1);
  });
  it.each(['@media (max-width: 760px) {', 'href="#messages"', '/* 4px */', 'gap: var(--space-1);'])(
    'lets %s pass',
    (line) => {
      expect(offences('x.css', line)).toEqual([]);
    },
  );
});

describe.each(['ui', 'workspace'])('%s', (folder) => {
  it('takes colours, lengths and layers from tokens.css', () => {
    const files = sources(folder);
    expect(files.length).toBeGreaterThan(0);
    expect(
      files.flatMap((file) => offences(file.slice(web.length), readFileSync(file, 'utf8'))),
    ).toEqual([]);
  });
  it('names only tokens that exist', () => {
    const tokens = readFileSync(join(web, 'tokens/tokens.css'), 'utf8');
    // Set by React Aria on its popovers, not by us.
    const known = new Set([
      'trigger-width',
      ...[...tokens.matchAll(/--([a-z0-9-]+)\s*:/g)].map(([, n]) => n),
    ]);
    const unknown = sources(folder).flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      for (const [, own] of text.matchAll(/^\s*--([a-z0-9-]+)\s*:/gm)) known.add(own);
      return [...text.matchAll(/var\(--([a-z0-9-]+)/g)]
        .filter(([, name]) => !known.has(name))
        .map(([, name]) => `${file.slice(web.length)}: --${name}`);
    });
    expect(unknown).toEqual([]);
  });
});
