import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Logger } from '../receiver/logger.ts';
import {
  aborted,
  type CreateQueue,
  describeJob,
  type Job,
  type Outcome,
  type Queue,
  type RunJob,
} from '../receiver/queue.ts';

/** Jobs that run at the same time. */
const concurrency = 10;
/** Unfinished jobs at most. Beyond it, events are rejected with 503, which Logto 1.43 and later retry. */
const maxJobs = 10_000;
/** The delay before each retry: nine of them, in about five minutes. */
const retryDelaysMs = [1, 2, 4, 8, 15, 30, 60, 60, 120].map((seconds) => seconds * 1000);

export const createQueue: CreateQueue = async (_env, run, logger) => createMemoryQueue(run, logger);

/**
 * Creates a queue in memory. A stop finishes what was acknowledged until its deadline; a crash loses
 * it. What is lost is logged as an error, with the event and the user.
 */
export function createMemoryQueue(run: RunJob, logger: Logger, delaysMs = retryDelaysMs): Queue {
  const queue = new PQueue({ concurrency });
  const unfinished = new Map<Job, Promise<Outcome>>();
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // Every job that waits for its retry listens to it.

  /** A job that waits for its retry leaves its place to others. */
  async function work(job: Job): Promise<Outcome> {
    for (const delayMs of [...delaysMs, undefined]) {
      const isLast = delayMs === undefined || stopping.signal.aborted;
      try {
        await queue.add(() => run(job));
        return 'done';
      } catch (error) {
        if (isLast) {
          logger.error('event lost: all attempts failed', describeJob(job), error);
          return 'failed';
        }
        logger.warn('attempt failed', { ...describeJob(job), retryInMs: delayMs }, error);
        // When the receiver stops, one last attempt is made immediately.
        await wait(delayMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
    return 'failed';
  }

  return {
    async add(jobs) {
      if (unfinished.size + jobs.length > maxJobs) throw new Error('Too many events are waiting.');
      const outcomes = jobs.map((job) => {
        const outcome = work(job).finally(() => unfinished.delete(job));
        unfinished.set(job, outcome);
        return outcome;
      });
      const settled = Promise.all(outcomes).then((all) =>
        all.includes('failed') ? 'failed' : 'done',
      );
      return { settled };
    },
    async check() {
      if (unfinished.size >= maxJobs) throw new Error('full');
      return { kind: 'memory', unfinished: unfinished.size };
    },
    async close(deadline) {
      stopping.abort();
      await Promise.race([Promise.all(unfinished.values()), aborted(deadline)]);
      for (const job of unfinished.keys()) {
        logger.error('event lost: the receiver stopped before it was handled', describeJob(job));
      }
    },
  };
}
