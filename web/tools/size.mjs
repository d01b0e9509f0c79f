// The size gate: measures what was built, and the SDK as its users would bundle it, against
// budgets.json, prints one table, and fails when anything is over. Brotli 11, 1 KB = 1000 bytes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'rolldown';
import { chatbotStyle, nativePalette } from './styles.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const budgets = JSON.parse(readFileSync(join(root, 'budgets.json'), 'utf8'));

/** @param {string | Buffer} bytes */
const br = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** @type {{ name: string, bytes: number, max: number }[]} */
const rows = [];

/** @param {string} pattern a path whose last part may hold one `*` */
function find(pattern) {
  const folder = join(root, dirname(pattern));
  const [head, tail = ''] = basename(pattern).split('*');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) =>
      pattern.includes('*') ? name.startsWith(head ?? '') && name.endsWith(tail) : name === head,
    )
    .map((name) => join(folder, name));
}

for (const [name, { pattern, each, max }] of Object.entries(budgets.files)) {
  const files = find(pattern);
  if (each ? !files.length : files.length !== 1) {
    console.error(
      `size: expected ${each ? 'files' : 'one file'} like web/${pattern}, found ${files.length}. Run "npm run build" in web/.`,
    );
    process.exit(1);
  }
  for (const file of files) {
    const which = each ? ` ${basename(file)}` : '';
    rows.push({ name: name + which, bytes: br(readFileSync(file)), max });
  }
}

/** @param {string} entry @param {(string | RegExp)[]} external the main chunk: lazy ones are not first load */
async function bundle(entry, external) {
  const { output } = await build({
    input: join(root, entry),
    external,
    write: false,
    plugins: [chatbotStyle(), nativePalette()],
    preserveEntrySignatures: 'strict',
    transform: { target: 'es2022', jsx: { runtime: 'automatic', importSource: 'react' } },
    // Without the hints for bundlers, which Vite leaves out of an app too.
    output: { format: 'esm', minify: true, comments: false },
  });
  return br(output[0].code);
}

for (const [name, { entry, external = [], without = [], max }] of Object.entries(budgets.bundles)) {
  // What comes on top of the core: the core's own files are left out of the bundle.
  const outside = without.map((/** @type {string} */ file) => new RegExp(`/${file}$`));
  rows.push({ name, bytes: await bundle(entry, [...external, ...outside]), max });
}

const { dist, first_route_parts, first_route_js, first_route_css, lazy_route } = budgets.workspace;
const manifestFile = join(root, dist, '.vite/manifest.json');
if (existsSync(manifestFile)) {
  /** @type {Record<string, { file: string, src?: string, isEntry?: boolean, isDynamicEntry?: boolean, imports?: string[], css?: string[] }>} */
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const js = new Set();
  const css = new Set();
  /** @param {string} key */
  const take = (key) => {
    const chunk = manifest[key];
    if (!chunk || js.has(chunk.file)) return;
    js.add(chunk.file);
    for (const file of chunk.css ?? []) css.add(file);
    for (const other of chunk.imports ?? []) take(other);
  };
  for (const part of first_route_parts) {
    const keys = Object.keys(manifest).filter((key) => key.startsWith(part));
    if (keys.length === 0) throw new Error(`size: nothing was built of ${part}`);
    keys.filter((key) => manifest[key]?.isEntry || manifest[key]?.isDynamicEntry).forEach(take);
  }
  /** @param {Iterable<string>} files */
  const sum = (files) =>
    [...files].reduce((total, file) => total + br(readFileSync(join(root, dist, file))), 0);
  rows.push({ name: 'workspace first route, JS', bytes: sum(js), max: first_route_js });
  rows.push({ name: 'workspace first route, CSS', bytes: sum(css), max: first_route_css });
  for (const [key, chunk] of Object.entries(manifest))
    if (chunk.isDynamicEntry && !js.has(chunk.file))
      rows.push({ name: `workspace lazy ${key}`, bytes: sum([chunk.file]), max: lazy_route });
} else if (existsSync(join(root, dist, 'index.html'))) {
  console.error(
    `size: web/${dist} has no .vite/manifest.json, so its routes cannot be weighed. Set build.manifest: true.`,
  );
  process.exit(1);
}

const width = Math.max(...rows.map(({ name }) => name.length));
for (const { name, bytes, max } of rows) {
  const verdict = bytes > max ? 'OVER' : 'ok';
  console.log(
    `size: ${name.padEnd(width)} ${String(bytes).padStart(7)} of ${String(max).padStart(7)} B br  ${verdict}`,
  );
}
const over = rows.filter(({ bytes, max }) => bytes > max);
if (over.length) {
  console.error(
    `size: over budget: ${over.map(({ name }) => name).join(', ')}. Make it smaller, or raise web/budgets.json and say why in the commit.`,
  );
  process.exit(1);
}
