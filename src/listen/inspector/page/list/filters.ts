import type { DeliverySummary } from '../../source.ts';

export interface Filters {
  readonly text: string;
  /** Empty for all. */
  readonly event: string;
  readonly verification: keyof typeof verifications;
  readonly status: keyof typeof statuses;
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
export const statuses = {
  'Any status': () => true,
  '2xx': statusIn(2),
  '3xx': statusIn(3),
  '4xx': statusIn(4),
  '5xx': statusIn(5),
  'Not 2xx': ({ responded }) => Math.floor(responded / 100) !== 2,
  Failed: isFailed,
} as const satisfies Readonly<Record<string, Test>>;

export const noFilters: Filters = {
  text: '',
  event: '',
  verification: 'Any signature',
  status: 'Any status',
};

/**
 * Returns the deliveries that pass every filter.
 * @param found IDs of deliveries whose body contains the text
 */
export function applyFilters(
  deliveries: readonly DeliverySummary[],
  { text, event, verification, status }: Filters,
  found: ReadonlySet<string>,
): readonly DeliverySummary[] {
  const wanted = text.trim().toLowerCase();
  return deliveries.filter(
    (delivery) =>
      (event === '' || delivery.event === event) &&
      verifications[verification](delivery) &&
      statuses[status](delivery) &&
      (wanted === '' || found.has(delivery.id) || hasText(delivery, wanted)),
  );
}

/** Returns whether a delivery failed, as `replay --failed` decides it. */
export function isFailed({ lastReplay, signature, responded }: DeliverySummary): boolean {
  if (lastReplay !== null) return !/^2\d\d$/.test(lastReplay);
  return signature !== 'valid' || Math.floor(responded / 100) !== 2;
}

function hasText({ id, event, hookId, sentence }: DeliverySummary, wanted: string): boolean {
  return [id, event, hookId, sentence].some((part) => part?.toLowerCase().includes(wanted));
}

function statusIn(hundreds: number): Test {
  return ({ responded }) => Math.floor(responded / 100) === hundreds;
}
