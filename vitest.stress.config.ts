import { mergeConfig } from 'vitest/config';
import shared from './vitest.config.ts';

/** Runs the long form of tests that have one; takes an hour or more. */
export default mergeConfig(shared, {
  test: { env: { LOGTO_HOOKS_STRESS: '1' }, testTimeout: 600_000, maxWorkers: 1 },
});
