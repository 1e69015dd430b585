import { env } from 'node:process';

/** Set by `npm run test:stress`. */
const isStress = Boolean(env.LOGTO_HOOKS_STRESS);

/** Returns the amount for `npm test` or for `npm run test:stress`. */
export function many<T>(few: T, underStress: T): T {
  return isStress ? underStress : few;
}

/** The time limit of a stress test in milliseconds. */
export const timeoutMs = many(60_000, 3_600_000);
