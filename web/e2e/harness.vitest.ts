// Runs the browser specs, two files at a time: each starts a server and a browser of its own, and waits
// for one of the two most of the time. `npm run e2e` in web/, with ANTIPHON_BIN naming the server's
// binary (else target/release, then target/debug).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
