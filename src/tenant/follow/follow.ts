import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { TenantClient } from '../api/client.ts';
import type { LogEntry } from '../api/schemas.ts';
import { readNew } from './read-new.ts';
import { createRetry, type RetryListener } from './retry.ts';
import { overlap, SeenEntries } from './seen-entries.ts';

export interface FollowOptions extends RetryListener {
  /** Of a webhook. */
  readonly hookId: string;
  /** Where the webhook was made for this: when, on the tenant's clock. Else: from now on. */
  readonly createdAt: number | undefined;
  /** Brings one entry to where it belongs; several run at a time, begun in the order of the log. */
  readonly deliver: (entry: LogEntry) => Promise<void>;
  /** Told whenever the log was read to its end, with how much was new. */
  readonly onPoll: (found: number) => void;
  /** Milliseconds between two polls; by default 500, and up to 5000 while nothing happens. */
  readonly pollInterval?: number | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The follower of a log. */
export interface Following {
  /** Rejects where it cannot go on; resolves once it was ended and all that was read is delivered. */
  readonly done: Promise<void>;
}

/** Milliseconds between polls while things happen … */
const shortestPause = 500;
/** … and while nothing does. */
const longestPause = 5000;
/** How much longer each pause in silence is. */
const slowing = 1.25;

/** As many as Logto delivers at a time. */
const concurrency = 10;

/** Entries that wait to be delivered; beyond them the log is left to wait. */
const mostWaiting = 1000;

/** Where the tenant does not tell its time: what Logto's log gives. */
const aDay = 86_400_000;

/**
 * Follows the log of a webhook by polling, from now on: each entry is delivered exactly once, through
 * lost connections, late entries and bursts of more than a page.
 * @returns once it is known what was there before
 * @throws TenantError where the log cannot be read
 */
export async function followLog(client: TenantClient, options: FollowOptions): Promise<Following> {
  const { hookId, signal, pollInterval } = options;
  const patiently = createRetry(options, signal, pollInterval);
  const [shortest, longest] = [pollInterval ?? shortestPause, pollInterval ?? longestPause];
  const readPage = (since: number, paging: { page: number; pageSize: number }) =>
    patiently(() => client.readLogPage(hookId, { since }, paging));

  const window = new SeenEntries(await findBeginning(client, options));
  // What is there already happened before; a webhook of our own has no past.
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
