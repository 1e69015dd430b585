import type { Terminal } from '../../cli/terminal/index.ts';
import type { InspectorSource } from '../inspector/source.ts';
import { createActions } from './actions.ts';
import { type Extent, reduceKey } from './reducer.ts';
import { addDelivery, initialState, isShown, type KeysState } from './state.ts';
import { createViews } from './views.ts';

/** The keys of a running listener. */
export interface Keys {
  /** Whether the filter lets a delivery be printed. */
  shows(id: string): boolean;
  /** Shows a few words beside what came, until others take their place. */
  readonly tell: (status: string) => void;
  /** Leaves the terminal as it was found. */
  close(): void;
}

/**
 * From now on keys do things, and a footer says what came and which keys there are.
 * @param inspectorUrl null where no inspector runs
 */
export async function openKeys(
  source: InspectorSource,
  inspectorUrl: string | null,
  terminal: Terminal,
): Promise<Keys> {
  let state: KeysState = initialState;
  const views = createViews(inspectorUrl !== null, terminal.out.style);
  let extent: Extent = { page: 1, last: 0 };

  const screen = await terminal.openScreen({
    draw(size) {
      const view = views.draw(state, size);
      extent = view.extent;
      return view;
    },
    onKey(key) {
      const { state: next, effect } = reduceKey(state, key, extent);
      change(next);
      if (effect) void actions.perform(effect);
    },
  });
  const change = (next: KeysState): void => {
    state = next;
    screen.refresh();
  };
  const actions = createActions({
    source,
    inspectorUrl,
    terminal,
    screen,
    update: (make) => change(make(state)),
  });

  for (const early of (await source.list({ limit: 1000, isRecent: true })).toReversed()) {
    state = addDelivery(state, early);
  }
  const unsubscribe = source.subscribe((delivery) => change(addDelivery(state, delivery)));
  return {
    shows: (id) => isShown(state, id),
    tell: (status) => change({ ...state, status }),
    close() {
      unsubscribe();
      actions.close();
      screen.close();
    },
  };
}
