import type { DeliveryDetails, DeliverySummary } from '../inspector/source.ts';
import { matchDelivery } from './filter.ts';

/** What a person sees and has chosen; every change makes another one. */
export interface KeysState {
  /** The last ones, in the order they came. */
  readonly deliveries: readonly DeliverySummary[];
  /** Of all, those that are no longer kept as well. */
  readonly received: number;
  readonly failed: number;
  /** The id of the delivery that keys speak of; null for the newest. */
  readonly selected: string | null;
  /** What a delivery must match to be shown; nothing where it is empty. */
  readonly filter: string;
  readonly mode: Mode;
  /** A word on where deliveries come from; null where they come by themselves. */
  readonly status: string | null;
  /** A word on what was just done, until the next key. */
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

/** As many as a session keeps. */
const maxDeliveries = 1000;

/** Takes in a delivery that came, or one that was tried again. */
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

/** Verified, and taken by the app where there is one. */
export function isFine({ signature, responded }: DeliverySummary): boolean {
  return signature === 'valid' && responded < 300;
}

/** Those that the filter lets through, in the order they came. */
export function shownDeliveries({ deliveries, filter }: KeysState): readonly DeliverySummary[] {
  return filter === '' ? deliveries : deliveries.filter((one) => matchDelivery(one, filter));
}

/** Whether a delivery is to be printed: all are, but for those that the filter holds back. */
export function isShown({ deliveries, filter }: KeysState, id: string): boolean {
  if (filter === '') return true;
  const delivery = deliveries.findLast((one) => one.id === id);
  return delivery === undefined || matchDelivery(delivery, filter);
}

/** The delivery that a key acts on: the selected one, or the newest that is shown. */
export function targetOf(state: KeysState): DeliverySummary | undefined {
  if (state.mode.name === 'details') return state.mode.details.summary;
  return selectedOf(state) ?? shownDeliveries(state).at(-1);
}

export function selectedOf(state: KeysState): DeliverySummary | undefined {
  if (state.selected === null) return undefined;
  return shownDeliveries(state).find(({ id }) => id === state.selected);
}
