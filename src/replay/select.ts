import { UsageError } from '../core/errors.ts';
import { type HistoryFilter, historyFilter } from '../core/history/filter.ts';
import type { History } from '../core/history/reader.ts';
import type { ListedDelivery, StoredDelivery } from '../core/history/record.ts';
import { isRejected } from '../core/history/rejected.ts';
import { maskPath, maskUrl } from '../core/http/mask-url.ts';

/** The deliveries to replay: ids, or a filter. */
export interface ReplaySelection extends HistoryFilter {
  /** Complete ids, or their beginnings. */
  readonly ids: readonly string[];
  /** Only this many, the newest. */
  readonly last: number | undefined;
}

/** A delivery that is replayed. */
export interface Selected {
  readonly id: string;
  readonly event: string | null;
  /** Where it was forwarded to, with query values masked; null if it was not forwarded. */
  readonly forwardedTo: string | null;
  /** Path and query of the request, with query values masked; null if there is none. */
  readonly path: string | null;
}

export interface Selection {
  /** The oldest first. */
  readonly selected: readonly Selected[];
  /** Those that the filter matches, but that the listener rejected for their signatures. */
  readonly rejected: readonly Pick<ListedDelivery, 'signature'>[];
}

/**
 * Selects deliveries; a filter leaves out those that the listener rejected for their signatures.
 * @throws UsageError if an id is unknown or ambiguous, and for no selection or ids combined with filters
 */
export async function selectDeliveries(
  history: History,
  selection: ReplaySelection,
  now: Date,
): Promise<Selection> {
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

async function byIds(history: History, ids: readonly string[]): Promise<Selection> {
  const wanted = new Set(ids.map((id) => history.resolveId(id)));
  const stored = await Promise.all([...wanted].map((id) => history.read(id)));
  const selected = stored
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
    .map(({ id, event, path = null, attempts }) => ({
      id,
      event,
      path: path === null ? null : maskPath(path),
      forwardedTo: forwardUrl(attempts),
    }));
  return { selected, rejected: [] };
}

function forwardUrl(attempts: StoredDelivery['attempts']): string | null {
  const forward = attempts.find(({ kind }) => kind === 'forward');
  return forward ? maskUrl(forward.url) : null;
}

async function byFilter(
  history: History,
  { last, ...filter }: ReplaySelection,
  now: Date,
): Promise<Selection> {
  const isSelected = historyFilter(filter, now);
  const rejected: Pick<ListedDelivery, 'signature' | 'receivedAt'>[] = [];
  const listed = await history.listSummaries({
    limit: last,
    wants(one) {
      // Deliveries that `listen --events` excluded were not shown, so only an event filter selects them.
      if (!isSelected(one) || (one.skipped && filter.events === undefined)) return false;
      if (!isRejected(one)) return true;
      rejected.push({ signature: one.signature, receivedAt: one.receivedAt });
      return false;
    },
  });
  // Of --last, only those among the newest: the history is read in pages, beyond the last one.
  const earliest = listed.length === last ? (listed[0]?.receivedAt ?? '') : '';
  return {
    selected: listed.map(({ id, event, forward, path = null }) => ({
      ...{ id, event, path },
      forwardedTo: forward ? maskUrl(forward.url) : null,
    })),
    rejected: rejected.filter(({ receivedAt }) => receivedAt >= earliest),
  };
}
