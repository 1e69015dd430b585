import { env } from 'node:process';

/**
 * Whether to run every case, as .ci/run and `npm run test:stress` do. `npm test` must take less than three
 * minutes, so it runs each kind once.
 */
export const isThorough = Boolean(env.EVERY_CASE ?? env.LOGTO_HOOKS_STRESS);
