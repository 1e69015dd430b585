import { UsageError } from '../core/errors.ts';
import { type HistoryFilter, historyFilter } from '../core/history/filter.ts';
import type { History } from '../core/history/reader.ts';

/** What to replay, as asked for: ids, or a filter. */
export interface ReplaySelection extends HistoryFilter {
  /** Whole, or beginnings of them. */
  readonly ids: readonly string[];
  /** The newest so many of those that the filter leaves. */
  readonly last: number | undefined;
}

/** A delivery that is replayed. */
export interface Selected {
  readonly id: string;
  readonly event: string | null;
  /** Where it was passed on to when it came; null where it was not. */
  readonly forwardedTo: string | null;
}

/**
 * The deliveries that are meant, the oldest first.
 * @throws UsageError where an id is unknown or ambiguous, where nothing or too much is asked for
 */
export async function selectDeliveries(
  history: History,
  selection: ReplaySelection,
  now: Date,
): Promise<Selected[]> {
  const { ids, last, events, failed, since } = selection;
  const hasFilter = last !== undefined || events || failed || since !== undefined;
  if (ids.length > 0 && hasFilter) {
    throw new UsageError('IDs and filters cannot be combined.', 'Use one of them.');
  }
  if (ids.length === 0 && !hasFilter) {
    throw new UsageError(
      'No delivery given.',
      "Pass IDs ('logto-hooks history' lists them), --last, --failed, --since or --events.",
    );
  }
  return ids.length > 0 ? byIds(history, ids) : byFilter(history, selection, now);
}

async function byIds(history: History, ids: readonly string[]): Promise<Selected[]> {
  const wanted = new Set(ids.map((id) => history.resolveId(id)));
  const stored = await Promise.all([...wanted].map((id) => history.read(id)));
  return stored
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
    .map(({ id, event, attempts }) => ({
      id,
      event,
      forwardedTo: attempts.find(({ kind }) => kind === 'forward')?.url ?? null,
    }));
}

async function byFilter(
  history: History,
  { last, ...filter }: ReplaySelection,
  now: Date,
): Promise<Selected[]> {
  const isMeant = historyFilter(filter, now);
  const listed = await history.listSummaries({
    limit: last,
    // What `listen --events` left out nobody has seen; only who names its event can mean it.
    wants: (one) => isMeant(one) && (!one.skipped || filter.events !== undefined),
  });
  return listed.map(({ id, event, forward }) => ({ id, event, forwardedTo: forward?.url ?? null }));
}
