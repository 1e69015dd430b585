import type { ChaosRule } from '../../core/chaos-rule.ts';

/** Chooses the faults of the next delivery, in the order of the rules. */
export type Decide = () => ChaosRule[];

/**
 * Returns a function that chooses the faults of one delivery after another. The same rules and seed give the
 * same sequence: each rule draws one random number per delivery, independently of the others.
 * @param seed a 32-bit integer
 */
export function createDecisions(rules: readonly ChaosRule[], seed: number): Decide {
  const draw = createRandom(seed);
  return () => {
    const chosen = rules.filter(({ probability }) => draw() < probability);
    return reconcile(chosen);
  };
}

/** Removes duplicates and combinations that exclude each other: drop excludes everything, reset a response. */
function reconcile(chosen: readonly ChaosRule[]): ChaosRule[] {
  const once = chosen.filter(
    ({ kind }, index) => chosen.findIndex((other) => other.kind === kind) === index,
  );
  const dropped = once.filter(({ kind }) => kind === 'drop');
  if (dropped.length > 0) return dropped;
  if (!once.some(({ kind }) => kind === 'reset')) return once;
  return once.filter(({ kind }) => kind !== 'duplicate' && kind !== 'status');
}

/** Returns mulberry32, a small seeded generator of numbers from 0 up to, but not including, 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
