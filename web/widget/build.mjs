// Builds the widget into dist/widget/v1: first the app (one ES file with a hash in its name, its
// styles inside, its lazy parts beside it), then the loaders, one for each language, into which the
// app's name is compiled. Used by tools/build.mjs and tools/dev.mjs.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { minify } from 'terser';
import { widgetStyle } from '../tools/styles.mjs';
import { ours } from './names.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const outDir = join(here, '../dist/widget/v1');
const nameCache = {};
/** @type {Promise<unknown>} */
let turn = Promise.resolve();

/**
 * Terser after Rolldown: 4 % fewer bytes, most of it from own property names made short. One chunk
 * after the other, so that all of them shorten a name alike.
 * @param {import('terser').MangleOptions} mangle
 * @returns {import('rolldown').Plugin}
 */
const smaller = (mangle) => ({
  name: 'smaller',
  renderChunk(code) {
    const compress = {
      ecma: /** @type {2020} */ (2020),
      passes: 4,
      inline: 1,
      loops: false,
      unsafe_arrows: true,
      pure_getters: true,
    };
    const small = turn
      .then(() => minify(code, { module: true, ecma: 2020, nameCache, compress, mangle }))
      .then((result) => ({ code: result.code ?? code, map: null }));
    turn = small;
    return small;
  },
});

rmSync(outDir, { recursive: true, force: true });

// Rolldown itself rather than Vite around it: the latter's helper for lazy imports is 600 bytes.
const { output } = await build({
  input: { app: join(here, 'app/main.tsx') },
  plugins: [
    widgetStyle(),
    smaller({ properties: { regex: new RegExp(`^(${ours.join('|')})$`), keep_quoted: true } }),
  ],
  transform: { target: 'es2022' },
  // What the lazy files share with the app they import from it: one file is loaded first, not two.
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: outDir,
    format: 'esm',
    minify: false,
    entryFileNames: '[name]-[hash].js',
    // By what they are: a language has its words in one file and the names of emoji in another.
    chunkFileNames: ({ facadeModuleId }) =>
      facadeModuleId?.includes('/emoji/names/')
        ? 'emoji-[name]-[hash].js'
        : facadeModuleId?.includes('/locales/')
          ? 'words-[name]-[hash].js'
          : '[name]-[hash].js',
  },
});
const app = output.find((chunk) => chunk.type === 'chunk' && chunk.isEntry)?.fileName;
if (!app) throw new Error('The widget build gave no entry: see web/widget/app/main.tsx.');

/** Every language of the widget by the file of its words; '' is the loader for pages of any language. */
const loaders = ['', ...readdirSync(join(here, 'locales')).flatMap(languageOf)];

/** @param {string} file */
function languageOf(file) {
  const [, name] = /^([a-z]{2}(?:-[A-Z]{2})?)\.ts$/.exec(file) ?? [];
  return name && name !== 'en' ? [name] : [];
}

for (const locale of loaders)
  await build({
    input: join(here, 'loader.ts'),
    plugins: [
      {
        name: 'launcher',
        resolveId: (id) =>
          id === 'virtual:launcher'
            ? join(here, 'locales', locale ? `${locale}.ts` : 'en-launcher.ts')
            : null,
        // Line breaks in the launcher's styles are no use to anyone.
        transform: (code, id) =>
          id.endsWith('/loader.ts')
            ? code.replace(/`(:host[^`]*)`/, (_, css) => `\`${css.replace(/\n/g, '')}\``)
            : null,
      },
      smaller({}),
    ],
    transform: { target: 'es2022', define: { __APP__: JSON.stringify(app) } },
    output: {
      file: join(outDir, locale ? `loader-${locale}.js` : 'loader.js'),
      format: 'iife',
      minify: false,
    },
  });
// For whoever wants to pin or preload the app: its present name.
writeFileSync(join(outDir, 'manifest.json'), `${JSON.stringify({ app })}\n`);
