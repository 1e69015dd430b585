import process from 'node:process';
import { defineConfig } from 'vitest/config';

// Everything here is on loopback, and on Node 20 its certificates cost every process 50 ms.
delete process.env.NODE_EXTRA_CA_CERTS;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/helpers/build.ts',
    // What hangs fails; what a busy machine does slowly does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most tests wait for processes that they started: more at a time than there are cores.
    maxWorkers: 3,
    // To load vitest and our modules anew for each file would take a third of the time. What is tested
    // are processes of their own, and modules that keep nothing but what is right for ever.
    isolate: false,
  },
});
