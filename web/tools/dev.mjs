// `npm run dev`: Vite serves the workspace with hot reload and proxies the API to a server on
// ANTIPHON_URL (default http://127.0.0.1:8080); the widget is rebuilt into dist/ at each change,
// where a debug server reads it from disk.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const workspace = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js')], {
  cwd: join(root, 'workspace'),
  stdio: 'inherit',
});
workspace.on('exit', (code) => process.exit(code ?? 0));

/** @type {NodeJS.Timeout | undefined} */
let soon;
function rebuild() {
  clearTimeout(soon);
  // Editors write a file in several steps: wait until they are done.
  soon = setTimeout(() => {
    spawn(process.execPath, ['widget/build.mjs'], { cwd: root, stdio: 'inherit' });
  }, 150);
}
for (const folder of ['widget', 'sdk/core', 'markdown', 'tokens'])
  watch(join(root, folder), { recursive: true }, rebuild);
rebuild();
