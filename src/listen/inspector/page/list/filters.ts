import type { DeliverySummary } from '../../source.ts';
import { routesOf } from './routes.ts';

export interface Filters {
  readonly text: string;
  /** Empty for all. */
  readonly event: string;
  readonly verification: keyof typeof verifications;
  /** A status such as `401`, a label of `statuses`, or empty for all. */
  readonly status: string;
  /** One of `routesOf`; empty for all. */
  readonly route: string;
  /** The source of a signing key; empty for all. */
  readonly key: string;
}

type Test = (delivery: DeliverySummary) => boolean;

/** By the label of the choice. */
export const verifications = {
  'Any signature': () => true,
  Verified: ({ signature }) => signature === 'valid',
  'Invalid signature': ({ signature }) => signature === 'invalid',
  'No signature': ({ signature }) => signature === 'missing',
  'With drift': ({ drift }) => drift > 0,
} as const satisfies Readonly<Record<string, Test>>;

/** By the label of the choice. */
export const statuses: Readonly<Record<string, Test>> = {
  Failed: isFailed,
  'Not 2xx': (delivery) => !statusOf(delivery).startsWith('2'),
  '2xx': (delivery) => statusOf(delivery).startsWith('2'),
  '3xx': (delivery) => statusOf(delivery).startsWith('3'),
  '4xx': (delivery) => statusOf(delivery).startsWith('4'),
  '5xx': (delivery) => statusOf(delivery).startsWith('5'),
};

export const noFilters: Filters = {
  text: '',
  event: '',
  verification: 'Any signature',
  status: '',
  route: '',
  key: '',
};

/**
 * Returns the deliveries that pass every filter.
 * @param found IDs of deliveries whose body contains the text
 */
export function applyFilters(
  deliveries: readonly DeliverySummary[],
  { text, event, verification, status, route, key }: Filters,
  found: ReadonlySet<string>,
): readonly DeliverySummary[] {
  const wanted = text.trim().toLowerCase();
  const hasStatus = statuses[status] ?? ((delivery) => statusOf(delivery) === status);
  return deliveries.filter(
    (delivery) =>
      (event === '' || delivery.event === event) &&
      verifications[verification](delivery) &&
      (status === '' || hasStatus(delivery)) &&
      (route === '' || routesOf(delivery).includes(route)) &&
      (key === '' || delivery.key === key) &&
      (wanted === '' || found.has(delivery.id) || hasText(delivery, wanted)),
  );
}

/** Returns the status or error code of the last replay or, without one, the status returned to the sender. */
export function statusOf({ lastReplay, responded }: DeliverySummary): string {
  return lastReplay ?? String(responded);
}

/** Returns whether a delivery failed, as `replay --failed` decides it. */
export function isFailed({ lastReplay, signature, responded, forward }: DeliverySummary): boolean {
  if (lastReplay !== null) return !isGood(lastReplay);
  return (
    signature !== 'valid' || !isGood(responded) || (forward !== null && !isGood(forward.status))
  );
}

function isGood(status: string | number | null): boolean {
  return /^2\d\d$/.test(String(status));
}

function hasText({ id, event, hookId, sentence }: DeliverySummary, wanted: string): boolean {
  return [id, event, hookId, sentence].some((part) => part?.toLowerCase().includes(wanted));
}
