import { explainNothing } from '../../core/history/rejected.ts';
import type { EventName } from '../../core/logto/events.ts';
import { findSamples } from './samples.ts';
import {
  type KeysState,
  type Mode,
  replayTargetOf,
  selectedOf,
  shownDeliveries,
  targetOf,
} from './state.ts';
import { type Press, typeInto } from './typing.ts';

/** An action on the selected delivery. */
type DeliveryAction = 'replay' | 'edit' | 'details' | 'copy-curl' | 'copy-body' | 'copy-headers';

/** A side effect of a key, besides the change of state. */
export type Effect =
  | { readonly does: DeliveryAction; readonly id: string }
  | { readonly does: 'send'; readonly event: EventName }
  | { readonly does: 'open'; readonly id: string | null }
  | { readonly does: 'clear' | 'quit' };

export interface Pressed {
  readonly state: KeysState;
  readonly effect?: Effect;
}

/** How far a full-screen view scrolls, in lines: the length of a page, and the first line of the last one. */
export interface Extent {
  readonly page: number;
  readonly last: number;
}

/** Returns the state after a key press. */
export function reduceKey(before: KeysState, key: Press, extent: Extent): Pressed {
  const state = { ...before, note: null };
  switch (state.mode.name) {
    case 'list':
      return pressInList(state, key);
    case 'filter':
      return { state: pressInFilter(state, key) };
    case 'sample':
      return pressInSample(state, state.mode, key);
    case 'details':
      return isBack(key) ? { state: toList(state) } : pressInView(state, state.mode, key, extent);
    case 'help':
      return isBack(key) || key.name === '?'
        ? { state: toList(state) }
        : { state: scroll(state, state.mode, key, extent) };
  }
}

function pressInList(state: KeysState, key: Press): Pressed {
  switch (key.name) {
    case 'up':
    case 'k':
      return { state: select(state, -1) };
    case 'down':
    case 'j':
      return { state: select(state, 1) };
    case 'home':
    case 'g':
      return { state: select(state, Number.NEGATIVE_INFINITY) };
    case 'end':
    case 'G':
      return { state: select(state, Number.POSITIVE_INFINITY) };
    case 's':
      return { state: { ...state, mode: { name: 'sample', text: '', at: 0 } } };
    case 'f':
    case '/':
      return { state: { ...state, mode: { name: 'filter' } } };
    case '?':
      return { state: { ...state, mode: { name: 'help', top: 0 } } };
    case 'x':
      return { state: { ...state, selected: null }, effect: { does: 'clear' } };
    case 'q':
      return { state, effect: { does: 'quit' } };
    case 'escape':
      return { state: state.filter === '' ? { ...state, selected: null } : withFilter(state, '') };
    case 'd':
    case 'enter':
      return act(state, 'details');
    default:
      return pressAction(state, key);
  }
}

/** Handles the keys that do the same in the list and in the details. */
function pressAction(state: KeysState, { name }: Press): Pressed {
  switch (name) {
    case 'r':
      return act(state, 'replay');
    case 'e':
      return act(state, 'edit');
    case 'c':
      return act(state, 'copy-curl');
    case 'y':
      return act(state, 'copy-body');
    case 'h':
      return act(state, 'copy-headers');
    case 'o':
      return { state, effect: { does: 'open', id: selectedOf(state)?.id ?? null } };
    default:
      return { state };
  }
}

function act(state: KeysState, does: DeliveryAction): Pressed {
  const target = does === 'replay' ? replayTargetOf(state) : targetOf(state);
  if (target) return { state, effect: { does, id: target.id } };
  const rejected = shownDeliveries(state).length;
  if (rejected > 0) return { state: { ...state, note: explainNothing(rejected) } };
  const note =
    state.filter === '' ? 'Nothing has been received yet.' : 'Nothing matches the filter.';
  return { state: { ...state, note } };
}

/** Moves the selection. Up selects an older delivery, as in the output; the first step selects the newest. */
function select(state: KeysState, steps: number): KeysState {
  const shown = shownDeliveries(state);
  const selected = selectedOf(state);
  const newest = shown.length - 1;
  const isFirst = selected === undefined && Number.isFinite(steps);
  const from = selected === undefined ? newest : shown.indexOf(selected);
  const to = isFirst ? newest : Math.min(newest, Math.max(0, from + steps));
  return { ...state, selected: shown[to]?.id ?? null };
}

function pressInFilter(state: KeysState, key: Press): KeysState {
  if (key.name === 'escape') return withFilter(toList(state), '');
  if (key.name === 'enter') return toList(state);
  if (key.name === 'up') return select(state, -1);
  if (key.name === 'down') return select(state, 1);
  return withFilter(state, typeInto(state.filter, key));
}

function withFilter(state: KeysState, filter: string): KeysState {
  const filtered = { ...state, filter };
  return { ...filtered, selected: selectedOf(filtered)?.id ?? null };
}

function pressInSample(
  state: KeysState,
  mode: Extract<Mode, { name: 'sample' }>,
  key: Press,
): Pressed {
  const offered = findSamples(mode.text);
  const move = (at: number): Pressed => {
    const within = Math.max(0, Math.min(offered.length - 1, at));
    return { state: { ...state, mode: { ...mode, at: within } } };
  };
  switch (key.name) {
    case 'escape':
      return { state: toList(state) };
    case 'up':
      return move(mode.at - 1);
    case 'down':
      return move(mode.at + 1);
    case 'enter': {
      const event = offered[mode.at];
      return event ? { state: toList(state), effect: { does: 'send', event } } : { state };
    }
    default: {
      const text = typeInto(mode.text, key);
      return text === mode.text
        ? { state }
        : { state: { ...state, mode: { ...mode, text, at: 0 } } };
    }
  }
}

function pressInView(
  state: KeysState,
  mode: Extract<Mode, { name: 'details' }>,
  key: Press,
  extent: Extent,
): Pressed {
  const scrolled = scroll(state, mode, key, extent);
  return scrolled === state ? pressAction(state, key) : { state: scrolled };
}

function scroll<M extends Extract<Mode, { top: number }>>(
  state: KeysState,
  mode: M,
  { name }: Press,
  { page, last }: Extent,
): KeysState {
  const from = Math.min(mode.top, last);
  const places: Readonly<Record<string, number>> = {
    ...{ up: from - 1, k: from - 1, down: from + 1, j: from + 1 },
    ...{ pageup: from - page, b: from - page, pagedown: from + page, ' ': from + page },
    ...{ home: 0, g: 0, end: last, G: last },
  };
  const to = Object.hasOwn(places, name) ? places[name] : undefined;
  if (to === undefined) return state;
  return { ...state, mode: { ...mode, top: Math.min(last, Math.max(0, to)) } };
}

function isBack({ name }: Press): boolean {
  return name === 'q' || name === 'escape';
}

function toList(state: KeysState): KeysState {
  return { ...state, mode: { name: 'list' } };
}
