import { UsageError } from '../errors.ts';
import { eventMatcher } from '../logto/event-patterns.ts';
import type { ListedDelivery } from './record.ts';

/** Selects deliveries of the history. */
export interface HistoryFilter {
  /** Patterns, such as `User.*`. */
  readonly events?: readonly string[] | undefined;
  readonly failed?: boolean | undefined;
  /** Milliseconds before now. */
  readonly since?: number | undefined;
  /** The status of the last attempt. */
  readonly status?: StatusFilter | undefined;
  /** Text in the path or in the URL that it was forwarded to. */
  readonly route?: string | undefined;
  /** Text in the name of the signing key that matched. */
  readonly key?: string | undefined;
}

export type StatusFilter = (status: number | null) => boolean;

/**
 * Parses `401`, `4xx` or a comma list of these.
 * @throws UsageError for anything else
 */
export function parseStatusFilter(text: string): StatusFilter {
  const patterns = text.split(',').map((part) => {
    const [, digit, rest = ''] = /^([1-5])(xx|\d\d)$/i.exec(part.trim()) ?? [];
    if (digit !== undefined) return new RegExp(`^${digit}${/\d/.test(rest) ? rest : '..'}$`);
    throw new UsageError(`'${part}' is not a status.`, 'Use a status or a class: 401, 5xx.');
  });
  return (status) => status !== null && patterns.some((pattern) => pattern.test(String(status)));
}

/**
 * Returns a predicate for the deliveries that a filter selects.
 * @throws UsageError for an event pattern that matches nothing
 */
export function historyFilter(
  { events, failed = false, since, status, route, key }: HistoryFilter,
  now: Date,
): (delivery: ListedDelivery) => boolean {
  const isNamed = events ? eventMatcher(events) : () => true;
  const earliest = since === undefined ? '' : new Date(now.getTime() - since).toISOString();
  return (delivery) =>
    delivery.receivedAt >= earliest &&
    isNamed(delivery.event) &&
    (!failed || isFailed(delivery)) &&
    (status?.(finalStatus(delivery)) ?? true) &&
    hasText([delivery.path, delivery.forward?.url], route) &&
    hasText([delivery.key], key);
}

/** Returns the status of the last replay or, without one, the listener's; null if a replay got no response. */
function finalStatus({ responded, replay }: ListedDelivery): number | null {
  return replay ? replay.status : responded;
}

function hasText(
  values: readonly (string | null | undefined)[],
  text: string | undefined,
): boolean {
  const wanted = text?.toLowerCase();
  return wanted === undefined || values.some((value) => value?.toLowerCase().includes(wanted));
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
