import type { ChaosRule } from '../../core/chaos-rule.ts';

/** What befalls one delivery, in the order of the rules. */
export type Decide = () => ChaosRule[];

/**
 * Decides for one delivery after the other. The same rules and seed decide the same for the first,
 * the second …: each rule draws once for each delivery, whatever the others drew.
 * @param seed a whole number of 32 bits
 */
export function createDecisions(rules: readonly ChaosRule[], seed: number): Decide {
  const draw = createRandom(seed);
  return () => {
    const struck = rules.filter(({ probability }) => draw() < probability);
    return reconcile(struck);
  };
}

/** What is dropped suffers nothing else; half a request has no answer; and each kind strikes once. */
function reconcile(struck: readonly ChaosRule[]): ChaosRule[] {
  const once = struck.filter(
    ({ kind }, index) => struck.findIndex((other) => other.kind === kind) === index,
  );
  const dropped = once.filter(({ kind }) => kind === 'drop');
  if (dropped.length > 0) return dropped;
  if (!once.some(({ kind }) => kind === 'reset')) return once;
  return once.filter(({ kind }) => kind !== 'duplicate' && kind !== 'status');
}

/** mulberry32: small, and even enough for dice. From 0 up to, but not including, 1. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
