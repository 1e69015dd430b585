import { UsageError } from '../../core/errors.ts';
import { eventMatcher, parseEventPatterns } from '../../core/logto/event-patterns.ts';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { eventOfKey } from '../webhook/health.ts';
import { outcomeOfEntry } from './outcome.ts';

/** A filter for deliveries in a webhook's log. */
export interface EntryFilter {
  /** Only failed ones. */
  readonly failed?: boolean | undefined;
  /** Event patterns. */
  readonly events?: readonly string[] | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** Only this many, the newest. */
  readonly limit?: number | undefined;
}

/** The hours that Logto's log covers by default. */
const defaultHours = 24;

/**
 * Rejects a time range that ends before it starts; Logto would respond with an error.
 * @throws UsageError
 */
export function checkTimeRange({ since, until }: Pick<EntryFilter, 'since' | 'until'>): void {
  if (!until) return;
  const start = since ?? new Date(Date.now() - defaultHours * 3_600_000);
  if (until.getTime() > start.getTime()) return;
  throw new UsageError(
    since
      ? `--until (${until.toISOString()}) is not after --since (${since.toISOString()}).`
      : `--until (${until.toISOString()}) is before the last ${defaultHours} hours, which are the default.`,
    since ? 'Give a later --until or an earlier --since.' : 'Give an earlier --since.',
  );
}

/**
 * Returns a predicate for entries of a webhook; it ignores their time.
 * @throws UsageError for an unknown event
 */
export function entryMatcher(
  { config }: Webhook,
  { failed, events }: EntryFilter,
): (entry: LogEntry) => boolean {
  const isWanted = events && eventMatcher(events);
  return (entry) =>
    (!isWanted || isWanted(eventOfKey(entry.key))) &&
    !(failed && outcomeOfEntry(entry, config.url).ok);
}

/**
 * Yields the selected deliveries, the newest first.
 * @throws UsageError for an unknown event, and TenantError as the client does
 */
export async function* selectEntries(
  client: TenantClient,
  webhook: Webhook,
  filter: EntryFilter,
): AsyncGenerator<LogEntry> {
  const { since, until, limit = Number.POSITIVE_INFINITY } = filter;
  const matches = entryMatcher(webhook, filter);
  const event = onlyEvent(filter);
  let count = 0;
  const window = { since: since?.getTime(), until: until?.getTime(), event };
  for await (const entry of client.readLog(webhook.id, window)) {
    if (!matches(entry)) continue;
    yield entry;
    if (++count >= limit) return;
  }
}

/**
 * Returns the deliveries of these ids or beginnings of ids.
 * @throws UsageError if one matches none or several
 */
export async function findEntries(
  client: TenantClient,
  { id: webhookId }: Webhook,
  ids: readonly string[],
  { since, until }: Pick<EntryFilter, 'since' | 'until'>,
): Promise<LogEntry[]> {
  const wanted = new Set(ids);
  const found = new Map<string, LogEntry[]>([...wanted].map((id) => [id, []]));
  const window = { since: since?.getTime() ?? 0, until: until?.getTime() };
  for await (const entry of client.readLog(webhookId, window)) {
    for (const id of wanted) if (entry.id.startsWith(id)) found.get(id)?.push(entry);
    if ([...wanted].every((id) => found.get(id)?.some((one) => one.id === id))) break;
  }
  return [...found].map(([id, entries]) => theOne(id, entries));
}

function theOne(id: string, entries: readonly LogEntry[]): LogEntry {
  const match = entries.find((one) => one.id === id) ?? entries[0];
  if (!match) {
    throw new UsageError(
      `The log has no delivery '${id}'.`,
      "'logto-hooks tenant deliveries <webhook>' lists them. Use --since to look further back.",
    );
  }
  if (entries.length > 1 && match.id !== id) {
    throw new UsageError(`'${id}' matches ${entries.length} deliveries.`, 'Use a longer prefix.');
  }
  return match;
}

/** Returns the event if only one is selected: Logto can filter by one event. */
function onlyEvent({ events }: EntryFilter): string | undefined {
  if (!events || events.some((text) => text.includes('*'))) return undefined;
  const [event, another] = parseEventPatterns(events);
  return another === undefined ? event : undefined;
}
