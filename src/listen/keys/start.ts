import type { Terminal } from '../../cli/terminal/index.ts';
import type { InspectorSource } from '../inspector/source.ts';
import { createActions } from './actions.ts';
import { type Extent, reduceKey } from './reducer.ts';
import { renderTotals } from './render-footer.ts';
import { addDelivery, addEarlier, initialState, isShown, type KeysState } from './state.ts';
import { createViews } from './views.ts';

/** The keyboard control of a running listener. */
export interface Keys {
  /** Returns whether a delivery matches the filter. */
  shows(id: string): boolean;
  /** Shows a status in the footer. */
  readonly showStatus: (status: string) => void;
  /** Restores the terminal and prints the totals. */
  close(): void;
}

/** The most deliveries that can be selected. */
const maxListed = 1000;

/**
 * Takes the keyboard and shows a footer with totals and keys.
 * @param inspectorUrl null if there is no inspector
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

  const earlier = await source.list({ limit: maxListed });
  for (const recent of (await source.list({ limit: maxListed, isRecent: true })).toReversed()) {
    state = addDelivery(state, recent);
  }
  const unsubscribe = source.subscribe((delivery) => change(addDelivery(state, delivery)));
  change(addEarlier(state, earlier.toReversed()));
  return {
    shows: (id) => isShown(state, id),
    showStatus: (status) => change({ ...state, status }),
    close() {
      unsubscribe();
      actions.close();
      screen.close();
      terminal.out.line(renderTotals(state, terminal.out.style));
    },
  };
}
