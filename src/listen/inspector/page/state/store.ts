import { computed, signal } from '@preact/signals';
import type { DeliveryDetails, DeliverySummary, ListenerState } from '../../source.ts';
import { applyFilters, type Filters, noFilters, statusOf } from '../list/filters.ts';
import { distinctRoutes } from '../list/routes.ts';
import type { Connection } from './live.ts';

export const connection = signal<Connection>('connecting');
export const listener = signal<ListenerState | null>(null);

/** Newest first. */
export const deliveries = signal<readonly DeliverySummary[]>([]);
export const isLoading = signal(true);
/** Whether the listener has more deliveries than the page loads. */
export const hasOlder = signal(false);

const clearedKey = 'inspector-cleared';
/** ISO 8601; deliveries up to then are hidden. */
export const clearedAt = signal(sessionStorage.getItem(clearedKey) ?? '');
export const listed = computed(() =>
  clearedAt.value === ''
    ? deliveries.value
    : deliveries.value.filter(({ receivedAt }) => receivedAt > clearedAt.value),
);

export const filters = signal<Filters>(noFilters);
/** IDs of deliveries whose body contains the search text. */
export const foundByText = signal<ReadonlySet<string>>(new Set());
/** Whether bodies are still being searched. */
export const isSearching = signal(false);
export const visible = computed(() => applyFilters(listed.value, filters.value, foundByText.value));

/** Choices of a filter; more would make the page slow, and nobody scrolls through them. */
const maxChoices = 200;

/** The values of the listed deliveries to filter by, sorted. */
export const seen = {
  events: choicesOf((all) => all.flatMap(({ event }) => event ?? [])),
  statuses: choicesOf((all) => all.map(statusOf)),
  routes: choicesOf(distinctRoutes),
  keys: choicesOf((all) => all.flatMap(({ key }) => key ?? [])),
} as const;

function choicesOf(valuesOf: (deliveries: readonly DeliverySummary[]) => readonly string[]) {
  return computed(() => [...new Set(valuesOf(listed.value))].slice(0, maxChoices).sort());
}

export const selectedId = signal<string | null>(null);
export const selected = computed(() => deliveries.value.find(({ id }) => id === selectedId.value));
/** The details of the selected delivery; null until they are loaded. */
export const details = signal<DeliveryDetails | null>(null);

/** A selected delivery that the listener no longer keeps. */
export const missingId = signal<string | null>(null);

export type Tab = 'payload' | 'headers' | 'signature' | 'attempts' | 'drift';
export const tab = signal<Tab>('payload');

export type OpenDialog =
  | { readonly kind: 'edit'; readonly details: DeliveryDetails }
  | { readonly kind: 'compare'; readonly details: DeliveryDetails }
  | {
      readonly kind: 'replay';
      readonly deliveries: readonly DeliverySummary[];
      /** Left out, because the listener rejected them for their signatures. */
      readonly rejected: readonly DeliverySummary[];
    }
  | { readonly kind: 'text'; readonly title: string; readonly text: string }
  | { readonly kind: 'send' | 'help' };
export const dialog = signal<OpenDialog | null>(null);

/** Epoch milliseconds; updated every few seconds, so that "2 min ago" stays true. */
export const now = signal(Date.now());

const wide = matchMedia('(min-width: 43.75rem)');

/** Returns whether the list and the details are side by side, as in the style sheet. */
export function isWide(): boolean {
  return wide.matches;
}

/** Hides all deliveries so far in this tab, or shows them again. */
export function clearList(isCleared: boolean): void {
  clearedAt.value = isCleared ? (deliveries.value[0]?.receivedAt ?? '') : '';
  sessionStorage.setItem(clearedKey, clearedAt.value);
  if (isCleared) selectedId.value = null;
}

/** Rows to keep; older ones are dropped. */
const maxRows = 50_000;

/** Replaces changed deliveries and adds new ones on top. */
export function mergeDeliveries(changed: readonly DeliverySummary[]): void {
  const byId = new Map(changed.map((summary) => [summary.id, summary]));
  const updated = deliveries.value.map((old) => {
    const newer = byId.get(old.id);
    byId.delete(old.id);
    return newer ?? old;
  });
  deliveries.value = [...[...byId.values()].reverse(), ...updated].slice(0, maxRows);
}
