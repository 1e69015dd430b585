import { setTimeout as wait } from 'node:timers/promises';
import type { TenantClient } from './client.ts';
import { TenantError } from './failures.ts';
import type { LogEntry, Webhook } from './schemas.ts';

/** Milliseconds between two looks: more often while something happens. */
const [shortest, longest] = [1000, 5000];

/** Milliseconds that two looks overlap: an entry may become visible after a newer one. */
const overlap = 60_000;

export interface WatchOptions {
  /** Where to begin, on the tenant's clock. */
  readonly since: number;
  /** Ids of entries that are known. */
  readonly known: Iterable<string>;
  readonly signal: AbortSignal;
  /** Told when the tenant is lost, and with undefined when it is back. */
  readonly onTrouble: (error: TenantError | undefined) => void;
}

/**
 * Entries of a webhook's log as they come, the oldest first, each once. A tenant that is lost is
 * waited for. Ends when the signal aborts.
 */
export async function* watchLog(
  client: TenantClient,
  { id }: Webhook,
  { since, known, signal, onTrouble }: WatchOptions,
): AsyncGenerator<LogEntry> {
  const seen = new Map<string, number>([...known].map((one) => [one, since]));
  let [newest, pause, isLost, isFirst] = [since, shortest, false, true];
  while (!signal.aborted) {
    try {
      const fresh: LogEntry[] = [];
      for await (const entry of client.readLog(id, { since: newest - overlap })) {
        if (seen.has(entry.id)) continue;
        if (isFirst && entry.createdAt <= since) seen.set(entry.id, entry.createdAt);
        else fresh.push(entry);
      }
      isFirst = false;
      if (isLost) onTrouble(undefined);
      isLost = false;
      for (const entry of fresh.reverse()) {
        seen.set(entry.id, entry.createdAt);
        newest = Math.max(newest, entry.createdAt);
        yield entry;
      }
      for (const [one, at] of seen) if (at < newest - 2 * overlap) seen.delete(one);
      pause = fresh.length > 0 ? shortest : Math.min(longest, pause * 1.5);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TenantError && error.isTransient)) throw error;
      if (!isLost) onTrouble(error);
      [isLost, pause] = [true, longest];
    }
    await wait(pause, undefined, { signal }).catch(() => {});
  }
}
