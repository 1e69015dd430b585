import { computed, signal } from '@preact/signals';
import type { DeliveryDetails, DeliverySummary, ListenerState } from '../../source.ts';
import { applyFilters, type Filters, noFilters } from '../list/filters.ts';
import type { Connection } from './live.ts';

/** What the page knows; each part redraws what reads it. */
export const connection = signal<Connection>('connecting');
export const listener = signal<ListenerState | null>(null);

/** Newest first. */
export const deliveries = signal<readonly DeliverySummary[]>([]);
export const isLoading = signal(true);
/** Whether the listener has more than the page takes in. */
export const hasOlder = signal(false);

export const filters = signal<Filters>(noFilters);
/** Ids of deliveries whose body has the text of the filter. */
export const foundByText = signal<ReadonlySet<string>>(new Set());
export const visible = computed(() =>
  applyFilters(deliveries.value, filters.value, foundByText.value),
);
export const eventsSeen = computed(() =>
  [...new Set(deliveries.value.flatMap(({ event }) => event ?? []))].sort(),
);

export const selectedId = signal<string | null>(null);
export const selected = computed(() => deliveries.value.find(({ id }) => id === selectedId.value));
/** Of the selected delivery, as soon as they are there. */
export const details = signal<DeliveryDetails | null>(null);

/** The delivery that the listener no longer keeps, though the list still has it. */
export const missingId = signal<string | null>(null);

export type Tab = 'payload' | 'headers' | 'signature' | 'attempts' | 'drift';
export const tab = signal<Tab>('payload');

export type OpenDialog =
  | { readonly kind: 'edit'; readonly details: DeliveryDetails }
  | { readonly kind: 'compare'; readonly details: DeliveryDetails }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  | { readonly kind: 'send' | 'help' };
export const dialog = signal<OpenDialog | null>(null);

/** Milliseconds; ticks, so that "2 min ago" stays true. */
export const now = signal(Date.now());

/** Rows beyond so many are let go, the oldest first. */
const mostRows = 50_000;

/** Puts changed deliveries in their place, and new ones on top. */
export function mergeDeliveries(changed: readonly DeliverySummary[]): void {
  const byId = new Map(changed.map((summary) => [summary.id, summary]));
  const updated = deliveries.value.map((old) => {
    const newer = byId.get(old.id);
    byId.delete(old.id);
    return newer ?? old;
  });
  deliveries.value = [...[...byId.values()].reverse(), ...updated].slice(0, mostRows);
}
