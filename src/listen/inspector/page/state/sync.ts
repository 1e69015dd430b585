import { effect } from '@preact/signals';
import type { DeliverySummary, LiveMessage } from '../../source.ts';
import { searchAgain, searchBodies } from '../list/search.ts';
import { announce, attempt } from '../notices.tsx';
import { fetchDeliveries, fetchDetails } from './api.ts';
import { CallError } from './call-error.ts';
import { followLive } from './live.ts';
import {
  connection,
  deliveries,
  details,
  filters,
  hasOlder,
  isLoading,
  isWide,
  listed,
  listener,
  mergeDeliveries,
  missingId,
  now,
  selected,
  selectedId,
} from './store.ts';

/** Rows of the first request, of the next ones, and in all. */
const rows = { first: 100, more: 1_000, max: 20_000 } as const;

let toSelect = 0;

/** Selects the next new deliveries as they arrive: samples that are being sent. */
export function selectNext(count: number): void {
  toSelect = count;
}

/** Keeps the page up to date with the listener. */
export function startSync(): void {
  void followLive({
    onMessage: handleMessage,
    onConnection: (value) => {
      connection.value = value;
    },
  });
  void loadFirstRows();
  effect(() => void loadDetails(selectedId.value, selected.value));
  effect(() => searchBodies(filters.value.text.trim()));
  setInterval(() => {
    now.value = Date.now();
  }, 5_000);
}

/** Draws the newest rows without waiting for the live connection, which loads the whole list. */
async function loadFirstRows(): Promise<void> {
  const loaded = await fetchDeliveries({ limit: String(rows.first) }).catch(() => []);
  if (isLoading.value && loaded.length > 0) publish(loaded, []);
}

function handleMessage(message: LiveMessage): void {
  if (message.type === 'hello') listener.value = message.state;
  if (message.type === 'changed') addChanges(message.deliveries);
  else void attempt(loadList);
}

/** Changes while the list is loading; null otherwise. */
let meanwhile: DeliverySummary[] | null = null;
let loads = 0;

/** Loads the whole list, including deliveries missed while disconnected. */
async function loadList(): Promise<void> {
  const load = ++loads;
  const loaded: DeliverySummary[] = [];
  meanwhile = [];
  for (let isLast = false; !isLast; ) {
    const before = loaded.at(-1)?.id;
    const limit = before === undefined ? rows.first : rows.more;
    const query = { limit: String(limit), ...(before === undefined ? {} : { before }) };
    const page = await fetchDeliveries(query);
    if (load !== loads) return; // A newer load has started.
    loaded.push(...page);
    const isEnd = page.length < limit;
    isLast = isEnd || loaded.length >= rows.max;
    hasOlder.value = isLast && !isEnd;
    if (before === undefined || isLast) publish(loaded, meanwhile);
  }
  meanwhile = null;
}

function publish(loaded: readonly DeliverySummary[], changed: readonly DeliverySummary[]): void {
  const [newest] = loaded;
  const known = new Set(loaded.map(({ id }) => id));
  deliveries.value = [...loaded];
  mergeDeliveries(
    changed.filter(
      ({ id, receivedAt }) => known.has(id) || !newest || receivedAt >= newest.receivedAt,
    ),
  );
  isLoading.value = false;
  if (selectedId.value === null && isWide()) selectedId.value = listed.value[0]?.id ?? null;
}

function addChanges(changed: readonly DeliverySummary[]): void {
  meanwhile?.push(...changed);
  const wasEmpty = listed.value.length === 0;
  const known = new Set(deliveries.value.map(({ id }) => id));
  const added = changed.filter(({ id }) => !known.has(id));
  now.value = Date.now();
  mergeDeliveries(changed);
  searchAgain();
  const last = added.at(-1);
  if (!last) return;
  const one = `New: ${last.event ?? 'a delivery'}, ${last.sentence}`;
  announce(added.length === 1 ? one : `${added.length} new deliveries`);
  if (toSelect > 0 || (wasEmpty && isWide())) selectedId.value = last.id;
  toSelect = Math.max(0, toSelect - added.length);
}

/** Loads the details of a delivery. @param _summary reloads the details when it changes */
async function loadDetails(id: string | null, _summary?: DeliverySummary): Promise<void> {
  if (id !== details.peek()?.summary.id) details.value = null;
  if (id === null) return;
  try {
    const loaded = await fetchDetails(id);
    if (selectedId.value === id) details.value = loaded;
  } catch (error) {
    if (error instanceof CallError && error.status === 404) missingId.value = id;
    // After a lost connection, the list is loaded again and with it the details.
  }
}
