import { eventMatcher } from '../logto/event-patterns.ts';
import type { ListedDelivery } from './record.ts';

/** Which deliveries of the history are meant. */
export interface HistoryFilter {
  /** Patterns, such as `User.*`. */
  readonly events?: readonly string[] | undefined;
  readonly failed?: boolean | undefined;
  /** Milliseconds before now. */
  readonly since?: number | undefined;
}

/**
 * A test for deliveries that are meant.
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
 * Whether a delivery still waits to be mended: its last replay got no 2xx or, where there was none,
 * its signature did not verify, or it was forwarded or answered with anything else than 2xx.
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
