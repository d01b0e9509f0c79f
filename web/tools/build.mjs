// Builds everything into dist/: the workspace, the widget, then the compressed siblings, then the
// size gate. Each package empties only its own folder, so neither wipes the other.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vite = join(root, 'node_modules/vite/bin/vite.js');

/** @param {string} name @param {string[]} args @param {string} [cwd] */
function step(name, args, cwd = root) {
  const started = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`build: ${name} failed (web/tools/build.mjs)`);
    process.exit(status ?? 1);
  }
  console.log(`build: ${name} ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

if (existsSync(join(root, 'workspace/vite.config.ts')))
  step('workspace', [vite, 'build', '--logLevel', 'warn'], join(root, 'workspace'));
step('widget', ['widget/build.mjs']);
step('docs', ['tools/docs.mjs']);
step('compress', ['tools/compress.mjs']);
step('size', ['tools/size.mjs']);
