import type { DeliverySummary } from '../../source.ts';

export interface Filters {
  readonly text: string;
  /** Empty for all. */
  readonly event: string;
  readonly verdict: keyof typeof verdicts;
  readonly status: keyof typeof statuses;
}

type Test = (delivery: DeliverySummary) => boolean;

/** What a delivery may be judged to be, by the words of the choice. */
export const verdicts = {
  'Any verdict': () => true,
  Verified: ({ signature }) => signature === 'valid',
  'Invalid signature': ({ signature }) => signature === 'invalid',
  'No signature': ({ signature }) => signature === 'missing',
  'With drift': ({ drift }) => drift > 0,
} as const satisfies Readonly<Record<string, Test>>;

/** What its sender may have been answered. */
export const statuses = {
  'Any status': () => true,
  '2xx': statusIn(2),
  '3xx': statusIn(3),
  '4xx': statusIn(4),
  '5xx': statusIn(5),
  'Not 2xx': ({ responded }) => Math.floor(responded / 100) !== 2,
} as const satisfies Readonly<Record<string, Test>>;

export const noFilters: Filters = {
  text: '',
  event: '',
  verdict: 'Any verdict',
  status: 'Any status',
};

/**
 * The deliveries that pass every filter.
 * @param found ids of those whose body has the text, as far as that is known
 */
export function applyFilters(
  deliveries: readonly DeliverySummary[],
  { text, event, verdict, status }: Filters,
  found: ReadonlySet<string>,
): readonly DeliverySummary[] {
  if (text === '' && event === '' && verdict === 'Any verdict' && status === 'Any status') {
    return deliveries;
  }
  const wanted = text.trim().toLowerCase();
  return deliveries.filter(
    (delivery) =>
      (event === '' || delivery.event === event) &&
      verdicts[verdict](delivery) &&
      statuses[status](delivery) &&
      (wanted === '' || found.has(delivery.id) || hasText(delivery, wanted)),
  );
}

function hasText({ id, event, hookId, sentence }: DeliverySummary, wanted: string): boolean {
  return [id, event, hookId, sentence].some((part) => part?.toLowerCase().includes(wanted));
}

function statusIn(hundreds: number): Test {
  return ({ responded }) => Math.floor(responded / 100) === hundreds;
}
