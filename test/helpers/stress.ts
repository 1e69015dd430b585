import { env } from 'node:process';

/** `npm run test:stress` takes the long way; `npm test` a short one over the same ground. */
const isStress = Boolean(env.LOGTO_HOOKS_STRESS);

/** How much there is of something: little in `npm test`, much under stress. */
export function many<T>(few: T, underStress: T): T {
  return isStress ? underStress : few;
}

/** Milliseconds a stress test may take; beyond it, something hangs. */
export const patience = many(60_000, 3_600_000);
