/** The faults that can be injected between the sender and the app. */
export const chaosKinds = ['duplicate', 'reorder', 'drop', 'delay', 'status', 'reset'] as const;

export type ChaosKind = (typeof chaosKinds)[number];

/** One fault to inject, and how often. */
export interface ChaosRule {
  readonly kind: ChaosKind;
  /** Milliseconds for `delay`, the status for `status`, 0 for the others. */
  readonly value: number;
  /** The share of deliveries to hit, from 0 to 1. */
  readonly probability: number;
}

export function isChaosKind(kind: string): kind is ChaosKind {
  return chaosKinds.some((known) => known === kind);
}
