import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/helpers/build.ts',
    testTimeout: 30_000,
    // Most tests wait for processes that they started: more at a time than there are cores.
    maxWorkers: 3,
  },
});
