import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry } from '../api/schemas.ts';
import { readNew } from './read-new.ts';
import { createRetry, type RetryListener } from './retry.ts';
import { overlap, SeenEntries } from './seen-entries.ts';

export interface FollowOptions extends RetryListener {
  /** The id of the webhook. */
  readonly hookId: string;
  /** When the webhook was created for this follower, by the tenant's clock; undefined to start now. */
  readonly createdAt: number | undefined;
  /** Handles one entry; several run at a time, started in the order of the log. */
  readonly deliver: (entry: LogEntry) => Promise<void>;
  /** Called after each poll, with the number of new entries. */
  readonly onPoll: (found: number) => void;
  /** Milliseconds between two polls; by default 500, and up to 5000 while nothing happens. */
  readonly pollInterval?: number | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** A follower of a log. */
export interface Following {
  /** Resolves when it was stopped and all entries are delivered; rejects if it cannot continue. */
  readonly done: Promise<void>;
}

/** Milliseconds between polls while there are new entries. */
const shortestPause = 500;
/** Milliseconds between polls after a while without new entries. */
const longestPause = 5000;
/** The growth factor of pauses without new entries. */
const slowing = 1.25;

/** Deliveries at a time, as in Logto. */
const concurrency = 10;

/** Waiting deliveries beyond which polling pauses. */
const mostWaiting = 1000;

/** The range of Logto's log, used if the tenant does not send its time. */
const aDay = 86_400_000;

/**
 * Follows the log of a webhook by polling, from now on. Each entry is delivered exactly once, despite lost
 * connections, late entries and bursts of more than a page.
 * @returns when the existing entries are known
 * @throws TenantError if the log cannot be read
 */
export async function followLog(client: TenantClient, options: FollowOptions): Promise<Following> {
  const { hookId, signal, pollInterval } = options;
  const patiently = createRetry(options, signal, pollInterval);
  const [shortest, longest] = [pollInterval ?? shortestPause, pollInterval ?? longestPause];
  const readPage = (since: number, paging: { page: number; pageSize: number }) =>
    patiently(() => client.readLogPage(hookId, { since }, paging));

  const window = new SeenEntries(await findBeginning(client, options));
  // Existing entries are skipped; a webhook that was just created has none.
  const onRepeat = () => client.warnOfRepeatedLog(hookId);
  if (options.createdAt === undefined) await readNew(window, readPage, onRepeat);

  const queue = new PQueue({ concurrency });
  const failures: unknown[] = [];
  async function poll(): Promise<void> {
    for (let pause = shortest; ; ) {
      const entries = await readNew(window, readPage, onRepeat);
      options.onPoll(entries.length);
      for (const entry of entries) {
        queue.add(() => options.deliver(entry)).catch((error: unknown) => failures.push(error));
        await queue.onSizeLessThan(mostWaiting);
      }
      pause = entries.length > 0 ? shortest : Math.min(longest, pause * slowing);
      await wait(pause, undefined, { signal });
    }
  }
  const over = poll()
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    })
    .finally(async () => {
      await queue.onIdle();
      if (failures.length > 0) throw failures[0];
    });
  return { done: over };
}

async function findBeginning(
  client: TenantClient,
  { hookId, createdAt: madeAt }: FollowOptions,
): Promise<number> {
  if (madeAt !== undefined) return madeAt - overlap;
  const { serverTime } = await client.readLogPage(hookId, {}, { page: 1, pageSize: 1 });
  return serverTime === undefined ? Date.now() - aDay : serverTime - overlap;
}
