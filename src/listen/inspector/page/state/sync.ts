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
  listener,
  mergeDeliveries,
  missingId,
  now,
  selected,
  selectedId,
} from './store.ts';

/** Rows to a request, and rows that are loaded at the most. */
const rows = { atOnce: 1_000, atMost: 20_000 } as const;
/** As the style sheet: list and details are side by side. */
const wide = matchMedia('(min-width: 56rem)');

let selectsNext = false;

/** The next delivery that comes is the one to look at: a sample is on its way. */
export function selectNext(): void {
  selectsNext = true;
}

/** Keeps the page in step with the listener from now on. */
export function startSync(): void {
  void followLive({
    onMessage: take,
    onConnection: (value) => {
      connection.value = value;
    },
  });
  effect(() => void loadDetails(selected.value));
  effect(() => searchBodies(filters.value.text.trim()));
  setInterval(() => {
    now.value = Date.now();
  }, 5_000);
}

function take(message: LiveMessage): void {
  if (message.type === 'hello') listener.value = message.state;
  if (message.type === 'changed') takeChanges(message.deliveries);
  else void attempt(loadList);
}

/** What changed while the list is loaded; null where it is not. */
let meanwhile: DeliverySummary[] | null = null;
let loads = 0;

/** The whole list anew: what was missed while there was no connection is in it. */
async function loadList(): Promise<void> {
  const load = ++loads;
  const loaded: DeliverySummary[] = [];
  meanwhile = [];
  for (let isLast = false; !isLast; ) {
    const before = loaded.at(-1)?.id;
    const limit = String(rows.atOnce);
    const page = await fetchDeliveries(before === undefined ? { limit } : { limit, before });
    if (load !== loads) return; // A later one has begun.
    loaded.push(...page);
    const isEnd = page.length < rows.atOnce;
    isLast = isEnd || loaded.length >= rows.atMost;
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
  if (selectedId.value === null && wide.matches) selectedId.value = newest?.id ?? null;
}

function takeChanges(changed: readonly DeliverySummary[]): void {
  meanwhile?.push(...changed);
  const wasEmpty = deliveries.value.length === 0;
  const known = new Set(deliveries.value.map(({ id }) => id));
  const added = changed.filter(({ id }) => !known.has(id));
  now.value = Date.now();
  mergeDeliveries(changed);
  searchAgain();
  const last = added.at(-1);
  if (!last) return;
  const one = `New: ${last.event ?? 'a delivery'}, ${last.sentence}`;
  announce(added.length === 1 ? one : `${added.length} new deliveries`);
  if (selectsNext || (wasEmpty && wide.matches)) selectedId.value = last.id;
  selectsNext = false;
}

async function loadDetails(summary: DeliverySummary | undefined): Promise<void> {
  if (summary?.id !== details.peek()?.summary.id) details.value = null;
  if (!summary) return;
  try {
    const loaded = await fetchDetails(summary.id);
    if (selectedId.value === loaded.summary.id) details.value = loaded;
  } catch (error) {
    if (error instanceof CallError && error.status === 404) missingId.value = summary.id;
    // Where the connection is lost, the list is loaded anew once it is back, and so are these.
  }
}
