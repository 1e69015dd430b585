import type { Phase } from '../check.ts';
import { isSilent } from '../receiver/exchange.ts';
import { maxConcurrentDeliveries, type Session } from '../receiver/session.ts';

/** The phases in order; checks that could break the receiver come last. */
export const phases = [
  'first',
  'parallel',
  'isolated',
  'forged',
  'last',
] as const satisfies readonly Phase[];

/**
 * Milliseconds of latency below which checks run one at a time: concurrency only helps with slower receivers,
 * and without it the request that ended a receiver is known.
 */
const quick = { first: 40, forged: 100 } as const satisfies Partial<Record<Phase, number>>;

/** Milliseconds of latency above which parts of a check run concurrently, too. */
const slow = 300;

/** Returns how many checks of a phase run concurrently. */
export function widthOf(phase: Phase, session: Session): number {
  if (phase === 'parallel') return maxConcurrentDeliveries;
  if (phase !== 'first' && phase !== 'forged') return 1;
  const isQuick = fastestOf(session) < quick[phase] && !session.exchanges.some(isSilent);
  return isQuick ? 1 : maxConcurrentDeliveries;
}

/** Returns whether the receiver is so slow that parts of a check run concurrently. */
export function isSlow(phase: Phase, session: Session): boolean {
  return phase !== 'last' && fastestOf(session) > slow;
}

function fastestOf({ exchanges }: Session): number {
  return Math.min(...exchanges.map(({ attempt }) => attempt.latencyMs));
}
