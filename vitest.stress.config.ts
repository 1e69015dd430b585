import { mergeConfig } from 'vitest/config';
import shared from './vitest.config.ts';

/** The long way of every test that has one: an hour or more. */
export default mergeConfig(shared, {
  test: { env: { LOGTO_HOOKS_STRESS: '1' }, testTimeout: 600_000, maxWorkers: 1 },
});
