import { configDefaults, mergeConfig } from 'vitest/config';
import shared from './vitest.config.ts';

const all = { ...shared, test: { ...shared.test, exclude: configDefaults.exclude } };

/** Runs the long form of tests that have one; takes an hour or more. */
export default mergeConfig(all, {
  test: { env: { LOGTO_HOOKS_STRESS: '1' }, testTimeout: 600_000, maxWorkers: 1 },
});
