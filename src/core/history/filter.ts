import { eventMatcher } from '../logto/event-patterns.ts';
import type { ListedDelivery } from './record.ts';

/** Selects deliveries of the history. */
export interface HistoryFilter {
  /** Patterns, such as `User.*`. */
  readonly events?: readonly string[] | undefined;
  readonly failed?: boolean | undefined;
  /** Milliseconds before now. */
  readonly since?: number | undefined;
}

/**
 * Returns a predicate for the deliveries that a filter selects.
 * @throws UsageError for an event pattern that matches nothing
 */
export function historyFilter(
  { events, failed = false, since }: HistoryFilter,
  now: Date,
): (delivery: ListedDelivery) => boolean {
  const isNamed = events ? eventMatcher(events) : () => true;
  const earliest = since === undefined ? '' : new Date(now.getTime() - since).toISOString();
  return (delivery) =>
    delivery.receivedAt >= earliest && isNamed(delivery.event) && (!failed || isFailed(delivery));
}

/**
 * Returns whether a delivery failed: its last replay did not get a 2xx or, without a replay, its
 * signature did not verify, or the app's response or the listener's was not a 2xx.
 */
export function isFailed({ signature, responded, forward, replay }: ListedDelivery): boolean {
  if (replay) return !isGood(replay.status);
  return (
    signature !== 'valid' || !isGood(responded) || (forward !== null && !isGood(forward.status))
  );
}

function isGood(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}
