// Builds the widget into dist/widget/v1: first the app (one ES file with a hash in its name, its
// styles inside, the network fallbacks as a second file), then the loader, into which the app's
// name is compiled. Used by tools/build.mjs and tools/dev.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'lightningcss';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const outDir = join(here, '../dist/widget/v1');

/**
 * The widget's styles with the tokens they use and no others. A token of one value, or used once,
 * is written in its place; what a host's accent redefines and what both themes share stays a name.
 */
function styles() {
  let own = readFileSync(join(here, 'app/style.css'), 'utf8');
  const tokens = readFileSync(join(here, '../tokens/tokens.css'), 'utf8').replace(
    /\/\*[\s\S]*?\*\//g,
    '',
  );
  const all = new Map(
    [...tokens.matchAll(/(--[\w-]+):([^;]+);/g)].map(([, name, value]) => [name, value.trim()]),
  );
  const redefined = new Set([...own.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, value] of all) {
      const uses = own.split(`var(${name})`).length - 1;
      if (!uses || redefined.has(name) || (uses > 1 && value.includes('light-dark'))) continue;
      own = own.replaceAll(`var(${name})`, value);
      changed = true;
    }
  }
  const left = [...all].filter(([name]) => own.includes(`var(${name})`));
  const css = `.r{${left.map(([name, value]) => `${name}:${value}`).join(';')}}${own}`;
  const { code } = transform({ filename: 'widget.css', code: Buffer.from(css), minify: true });
  return code.toString();
}

/** @type {import('vite').Plugin} */
const style = {
  name: 'widget-style',
  resolveId: (id) => (id === 'virtual:style' ? '\0style' : null),
  load: (id) => (id === '\0style' ? `export default ${JSON.stringify(styles())}` : null),
};

/** @type {import('vite').InlineConfig} */
const shared = {
  root: here,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
};

const app = await build({
  ...shared,
  plugins: [style],
  // Classic: half the bytes of the automatic runtime's calls, and no runtime beside h.
  oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: join(here, 'app/main.tsx') },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
const { output } = /** @type {{ output: { fileName: string, isEntry?: boolean }[] }} */ (
  Array.isArray(app) ? app[0] : app
);
const name = output.find((chunk) => chunk.isEntry)?.fileName;
if (!name) throw new Error('The widget build gave no entry: see web/widget/app/main.tsx.');

await build({
  ...shared,
  define: { __APP__: JSON.stringify(name) },
  plugins: [
    {
      // Whitespace in the launcher's styles is no use to anyone.
      name: 'loader-css',
      transform: (code, id) =>
        id.endsWith('/loader.ts')
          ? code.replace(/`(:host[^`]*)`/, (_, css) => `\`${css.replace(/\n/g, '')}\``)
          : null,
    },
  ],
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2022',
    minify: true,
    reportCompressedSize: false,
    lib: {
      entry: join(here, 'loader.ts'),
      formats: ['iife'],
      name: 'antiphonLoader',
      fileName: () => 'loader.js',
    },
  },
});
// For whoever wants to pin or preload the app: its present name.
writeFileSync(join(outDir, 'manifest.json'), `${JSON.stringify({ app: name })}\n`);
