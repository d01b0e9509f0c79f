// Runs e2e/bench.ts, which is TypeScript and shares the browser specs' harness: Vite's runner reads
// it on any Node that builds the web. Ends with 1 when a budget is missed.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** @type {{ module: { run(only: string[]): Promise<boolean> } }} */
const { module } = await runnerImport(`${root}/e2e/bench.ts`, { root, configFile: false });
if (!(await module.run(process.argv.slice(2)))) {
  console.error('bench-web: a figure misses what it must show');
  process.exit(1);
}
process.exit(0);
