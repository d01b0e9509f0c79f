// `npm run try-sdk`: does the package work for those who get it from a registry? Packs it, installs the
// tarball in fresh projects with React 18 and 19, type-checks a sample (strict, both ways of finding
// modules, the libraries' declarations too), bundles it, and draws it; and the native chatbot is held
// against React Native's own declarations. Needs the package registry.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '../node_modules');
const fresh = mkdtempSync(join(tmpdir(), 'antiphon-sdk-'));

/** @param {string} what @param {string} command @param {string[]} args @param {string} [cwd] */
function run(what, command, args, cwd = fresh) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) {
    console.error(`try-sdk: ${what} failed\n${stdout}${stderr}`);
    process.exit(1);
  }
  console.log(`try-sdk: ${what} ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return stdout;
}

process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
const tarball = run('pack', process.execPath, [join(here, 'pack-sdk.mjs')]).trim();

for (const react of ['18', '19']) {
  const project = join(fresh, `react-${react}`);
  cpSync(join(here, 'try-sdk'), project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  const wanted = ['react', 'react-dom', '@types/react', '@types/react-dom'];
  run(
    `install with React ${react}`,
    'npm',
    [
      ...['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'],
      tarball,
      ...wanted.map((name) => `${name}@${react}`),
    ],
    project,
  );
  for (const [resolution, module] of [
    ['bundler', 'esnext'],
    ['node16', 'node16'],
  ]) {
    const options = {
      target: 'es2022',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module,
      moduleResolution: resolution,
      jsx: 'react-jsx',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    };
    const file = `tsconfig.${resolution}.json`;
    const config = { compilerOptions: options, files: ['sample.tsx'] };
    writeFileSync(join(project, file), JSON.stringify(config));
    const tsc = join(modules, 'typescript/bin/tsc');
    run(`types, ${resolution}`, process.execPath, [tsc, '-p', file], project);
  }
  await build({
    input: join(project, 'sample.tsx'),
    cwd: project,
    write: false,
    platform: 'browser',
    transform: {
      jsx: { runtime: 'automatic' },
      define: { 'process.env.NODE_ENV': '"production"' },
    },
    // Said of libraries for server renderers, which there are none of here.
    onLog(_, log) {
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE')
        throw new Error(`try-sdk: bundling: ${log.message}`);
    },
  });
  const dom = join(modules, 'happy-dom/lib/index.js');
  run(`mount with React ${react}`, process.execPath, ['mount.mjs', dom], project);
}

// ---- React Native: its declarations alone, since the package with its tools is 400 packages

const VERSION = '0.81.6';
const native = join(modules, `.cache/react-native-${VERSION}`);
if (!existsSync(join(native, 'types/index.d.ts'))) {
  mkdirSync(native, { recursive: true });
  const pack = ['pack', `react-native@${VERSION}`, '--silent', '--pack-destination', fresh];
  const file = run('fetch React Native', 'npm', pack).trim();
  const only = ['--wildcards', '--no-anchored', '*.d.ts'];
  run('unpack', 'tar', ['-xzf', join(fresh, file), '-C', native, '--strip-components=1', ...only]);
}
const source = join(here, '../sdk');
writeFileSync(
  join(fresh, 'tsconfig.json'),
  JSON.stringify({
    extends: join(source, 'tsconfig.json'),
    compilerOptions: {
      paths: { 'react-native': [join(native, 'types/index.d.ts')] },
      typeRoots: [join(modules, '@types')],
    },
    include: [join(source, 'native/index.ts'), join(source, 'native/env.d.ts')],
  }),
);
run('types, React Native', process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', fresh]);
