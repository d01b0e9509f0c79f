// `npm run pack-sdk`: builds @antiphon/sdk as an npm package under node_modules/.cache and packs it: ES modules (the markdown
// renderer and the chatbot's styles inside), declarations for each entry, licences, README. Prints the
// tarball's path.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { chatbotStyle, nativePalette } from './styles.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sdk = join(root, 'sdk');
const out = join(root, 'node_modules/.cache/sdk');
const pack = join(out, 'package');

/** What the package offers, by name; what is for this repository's tests and checks is not in it. */
const source = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
/** @type {[string, string][]} */
const entries = Object.entries(source.exports).filter(([name]) => !/testing$/.test(name));
/** Whoever draws these pages on a server is told that they are the browser's. */
const CLIENT = /^\.\/(react|chatbot|native)$/;

/** @param {string} name @param {string} command @param {string[]} args @param {string} [cwd] */
function run(name, command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  console.error(`pack-sdk: ${name} failed\n${stdout}${stderr}`);
  process.exit(1);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(pack, { recursive: true });

// ---- scripts

/** @param {string} path */
const built = (path) => path.replace(/^\.\//, '').replace(/\.tsx?$/, '.js');

await build({
  input: Object.fromEntries(entries.map(([, path]) => [built(path).slice(0, -3), join(sdk, path)])),
  external: [/^react(-dom|-native)?($|\/)/],
  plugins: [chatbotStyle(), nativePalette()],
  transform: { target: 'es2022', jsx: { runtime: 'automatic', importSource: 'react' } },
  preserveEntrySignatures: 'strict',
  output: {
    dir: pack,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name]-[hash].js',
    banner: ({ name }) =>
      entries.some(([entry, path]) => CLIENT.test(entry) && built(path) === `${name}.js`)
        ? "'use client';"
        : '',
  },
});

// ---- declarations

run('declarations', process.execPath, [
  join(root, 'node_modules/typescript/bin/tsc'),
  '-p',
  'sdk/tsconfig.pack.json',
  '--outDir',
  join(out, 'types'),
]);
const types = join(out, 'types/sdk');
for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.d.ts')) continue;
  const text = readFileSync(join(types, name), 'utf8').replace(
    /((?:from|import)\s*\(?['"]\.{1,2}\/[^'"]+)\.tsx?(['"])/g,
    '$1.js$2',
  );
  mkdirSync(dirname(join(pack, name)), { recursive: true });
  writeFileSync(join(pack, name), text);
}

// ---- what stands around them

const version = /^version = "(.+)"$/m.exec(readFileSync(join(root, '../Cargo.toml'), 'utf8'))?.[1];
if (!version) throw new Error('Cargo.toml names no version.');
const { name, description, keywords, peerDependencies, peerDependenciesMeta } = source;
writeFileSync(
  join(pack, 'package.json'),
  `${JSON.stringify(
    {
      name,
      version,
      description,
      keywords,
      license: 'MIT OR Apache-2.0',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=18' },
      exports: Object.fromEntries([
        ...entries.map(([entry, path]) => [
          entry,
          { types: `./${built(path).replace(/\.js$/, '.d.ts')}`, default: `./${built(path)}` },
        ]),
        ['./package.json', './package.json'],
      ]),
      peerDependencies,
      peerDependenciesMeta,
    },
    null,
    2,
  )}\n`,
);
cpSync(join(sdk, 'README.md'), join(pack, 'README.md'));
for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE'])
  cpSync(join(root, '..', licence), join(pack, licence));

const packed = run('npm pack', 'npm', ['pack', '--silent', '--pack-destination', out], pack);
console.log(join(out, packed.trim().split('\n').at(-1) ?? ''));
