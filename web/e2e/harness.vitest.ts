// Runs the browser specs: one file after the other, since each starts a server and a browser of
// its own and the figures want a quiet machine. `npm run e2e` in web/, with ANTIPHON_BIN naming
// the server's binary (else target/release, then target/debug).
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
});
