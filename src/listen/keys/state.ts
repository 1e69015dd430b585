import { isRejected } from '../../core/history/rejected.ts';
import type { DeliveryDetails, DeliverySummary } from '../inspector/source.ts';
import { matchDelivery } from './filter.ts';

/** What is shown and selected; immutable. */
export interface KeysState {
  /** The newest ones, oldest first. */
  readonly deliveries: readonly DeliverySummary[];
  /** The number of deliveries of this run. */
  readonly received: number;
  readonly failed: number;
  /** The id of the selected delivery; null for the newest. */
  readonly selected: string | null;
  /** What a delivery must match to be shown; empty for all. */
  readonly filter: string;
  readonly mode: Mode;
  /** The state of the tenant that is followed; null without one. */
  readonly status: string | null;
  /** The result of the last action, until the next key. */
  readonly note: string | null;
}

export type Mode =
  | { readonly name: 'list' }
  | { readonly name: 'filter' }
  | { readonly name: 'sample'; readonly text: string; readonly at: number }
  | { readonly name: 'details'; readonly details: DeliveryDetails; readonly top: number }
  | { readonly name: 'help'; readonly top: number };

export const initialState: KeysState = {
  deliveries: [],
  received: 0,
  failed: 0,
  selected: null,
  filter: '',
  status: null,
  mode: { name: 'list' },
  note: null,
};

/** The most deliveries to list: as many as are kept in memory. */
const maxDeliveries = 1000;

/** Adds deliveries of earlier runs, oldest first: they can be selected, but are not counted. */
export function addEarlier(state: KeysState, earlier: readonly DeliverySummary[]): KeysState {
  const known = new Set(state.deliveries.map(({ id }) => id));
  const added = earlier.filter(({ id }) => !known.has(id));
  return { ...state, deliveries: [...added, ...state.deliveries].slice(-maxDeliveries) };
}

/** Adds a new delivery, or replaces one that was replayed. */
export function addDelivery(state: KeysState, delivery: DeliverySummary): KeysState {
  const at = state.deliveries.findLastIndex(({ id }) => id === delivery.id);
  if (at >= 0) return { ...state, deliveries: state.deliveries.with(at, delivery) };
  return {
    ...state,
    deliveries: [...state.deliveries.slice(-maxDeliveries + 1), delivery],
    received: state.received + 1,
    failed: state.failed + (isFine(delivery) ? 0 : 1),
  };
}

/** Returns whether a delivery was verified, and accepted by the app if there is one. */
export function isFine({ signature, responded }: DeliverySummary): boolean {
  return signature === 'valid' && responded < 300;
}

/** Returns the deliveries that match the filter, oldest first. */
export function shownDeliveries({ deliveries, filter }: KeysState): readonly DeliverySummary[] {
  return filter === '' ? deliveries : deliveries.filter((one) => matchDelivery(one, filter));
}

/** Returns whether a delivery is printed: whether it matches the filter. */
export function isShown({ deliveries, filter }: KeysState, id: string): boolean {
  if (filter === '') return true;
  const delivery = deliveries.findLast((one) => one.id === id);
  return delivery === undefined || matchDelivery(delivery, filter);
}

/** Returns the delivery that a key acts on: the selected one, or the newest that is shown. */
export function targetOf(state: KeysState): DeliverySummary | undefined {
  if (state.mode.name === 'details') return state.mode.details.summary;
  return selectedOf(state) ?? shownDeliveries(state).at(-1);
}

/** Returns the delivery to replay: the selected one, or the newest that was not rejected for its signature. */
export function replayTargetOf(state: KeysState): DeliverySummary | undefined {
  if (state.mode.name === 'details' || selectedOf(state)) return targetOf(state);
  return shownDeliveries(state).findLast((one) => !isRejected(one));
}

export function selectedOf(state: KeysState): DeliverySummary | undefined {
  if (state.selected === null) return undefined;
  return shownDeliveries(state).find(({ id }) => id === state.selected);
}
