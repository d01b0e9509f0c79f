// Type-checks every package with its own tsconfig (they differ in JSX and in what globals they may
// see) and reports all failures, not just the first. Emits nothing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = [
  'tokens',
  'sdk/core',
  'sdk',
  'markdown',
  'emoji',
  'widget',
  'ui',
  'workspace',
  'e2e',
  'tools',
];

let failed = 0;
for (const name of packages) {
  if (!existsSync(join(root, name, 'tsconfig.json'))) continue;
  const run = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', name],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (run.status !== 0) {
    failed += 1;
    console.error(`types: ${name} does not type-check (tsc -p web/${name})`);
  }
}
process.exit(failed ? 1 : 0);
