import { env } from 'node:process';

/** `npm run test:stress` takes the long way; `npm test` a short one over the same ground. */
const isStress = Boolean(env.LOGTO_HOOKS_STRESS);

/** How many there are of something: few in `npm test`, many under stress. */
export function many(few: number, underStress: number): number {
  return isStress ? underStress : few;
}

/** Milliseconds a stress test may take; beyond it, something hangs. */
export const patience = many(60_000, 3_600_000);
