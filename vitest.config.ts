import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

// Tests stay on loopback, and on Node 20 extra certificates cost every process 50 ms.
delete process.env.NODE_EXTRA_CA_CERTS;

/** Files that .ci/run runs in a step of their own, so that npm test takes less than three minutes. */
export const longest = [
  'test/cli/{hostile-arguments,hostile-deliveries,secrets-in-addresses}.test.ts',
  'test/contract/{fuzz,hostile-receiver}.test.ts',
  'test/history/unreadable.test.ts',
  'test/listen/{hostile,unfinished}-bodies.test.ts',
  'test/packaging/{image,single-file,tarball}.test.ts',
  'test/send/paste.test.ts',
  'test/stress/{hostile-app,soak}.test.ts',
  'test/tenant/{bounds,hostile-tenant}.test.ts',
];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(process.env.EVERY_CASE ? [] : longest)],
    globalSetup: 'test/helpers/build.ts',
    // Long enough for a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // More than the CI machine's cores, because most tests wait for processes.
    maxWorkers: 4,
    // Loading vitest and our modules for each file would take a third of the time. Most tests run separate
    // processes, and our modules have no mutable state.
    isolate: false,
  },
});
