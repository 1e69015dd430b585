import PQueue from 'p-queue';
import pRetry from 'p-retry';
import type { CreateQueue, Job, Outcome } from '../receiver/queue.ts';

/** Jobs that run at a time. */
const concurrency = 10;
/** Jobs that wait at most: beyond it, events are refused, and Logto sends them again (5xx). */
const mostWaiting = 10_000;
/** Tries of one job after the first, waiting 1 s, 2 s, 4 s. */
const retries = 3;

/**
 * Keeps the work in memory: fast, and enough where an event may be lost when the process is killed.
 * A normal stop loses nothing: it finishes what was acknowledged.
 */
export const createQueue: CreateQueue = async (_env, run, logger) => {
  const queue = new PQueue({ concurrency });

  async function work(job: Job): Promise<Outcome> {
    const { deliveryId, handler } = job;
    try {
      await pRetry(() => run(job), {
        retries,
        onFailedAttempt: ({ error, attemptNumber, retriesLeft }) =>
          logger.error('handler failed', error, {
            deliveryId,
            handler,
            attemptNumber,
            retriesLeft,
          }),
      });
      return 'done';
    } catch {
      logger.warn('given up', { deliveryId, handler });
      return 'failed';
    }
  }

  return {
    async add(jobs) {
      if (queue.size + jobs.length > mostWaiting) throw new Error('Too many events are waiting.');
      const outcomes = jobs.map((job) => queue.add(() => work(job)));
      const settled = Promise.all(outcomes).then((all) =>
        all.includes('failed') ? 'failed' : 'done',
      );
      return { settled };
    },
    close: () => queue.onIdle(),
  };
};
