import { createHash } from 'node:crypto';
import type PgBoss from 'pg-boss';
import { safeMessage } from '../receiver/logger.ts';
import { aborted, type CreateQueue, describeJob, type Job } from '../receiver/queue.ts';
import { timeLimitMs } from '../receiver/run-job.ts';
import { respondWithFailedJobs } from './failed-jobs.ts';
import { openQueue, queueName } from './open-queue.ts';

/** Workers of this process, and the jobs each runs at the same time. */
const workers = 4;
const batchSize = 5;
/** The time a stop gives to running jobs, in milliseconds; the rest run after the next start. */
const stopTimeoutMs = 20_000;

/**
 * Creates a queue in PostgreSQL with pg-boss. An event is stored before it is acknowledged, and handled
 * at least once, even after a crash. Any number of processes can share one database.
 */
export const createQueue: CreateQueue = async (env, run, logger) => {
  const { boss, claim, isEmbedded, close } = await openQueue(env, logger);
  await boss.updateQueue(queueName, {
    name: queueName,
    retryLimit: 10, // With the backoff: for about an hour and a half.
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: timeLimitMs / 1000 + 30,
  });
  claim?.respond(respondWithFailedJobs(boss));
  const running = new Set<Job>();
  /** Called after an attempt, by job id. */
  const onAttempt = new Map<string, () => void>();

  /** Completes or fails one job of a batch, independently of the others. */
  async function work({ id, data }: PgBoss.Job<Job>): Promise<void> {
    running.add(data);
    try {
      await run(data);
      await boss.complete(queueName, id);
    } catch (error) {
      logger.error('attempt failed', describeJob(data), error);
      await boss.fail(queueName, id, { message: safeMessage(error) });
    } finally {
      running.delete(data);
      onAttempt.get(id)?.();
    }
  }

  /** Resolves after an attempt in this process, or after the time that another one needs for it. */
  function attempted(id: string): Promise<void> {
    const attempt = new Promise<void>((resolve) => {
      onAttempt.set(id, resolve);
      setTimeout(resolve, timeLimitMs).unref();
    });
    return attempt.finally(() => onAttempt.delete(id));
  }

  const ids = await Promise.all(Array.from({ length: workers }, () => startWorker(boss, work)));
  return {
    async add(jobs) {
      const added = jobs.map((data) => ({ id: jobId(data), name: queueName, data }));
      const attempts = Promise.all(added.map(({ id }) => attempted(id)));
      await boss.insert(added);
      for (const id of ids) boss.notifyWorker(id);
      return { settled: attempts.then(() => 'done') };
    },
    async check() {
      const unfinished = await boss.getQueueSize(queueName, { before: 'completed' });
      return { kind: 'postgres', database: isEmbedded ? 'embedded' : 'external', unfinished };
    },
    async close(deadline) {
      const stopped = boss.stop({ graceful: true, wait: true, timeout: stopTimeoutMs });
      await Promise.race([stopped, aborted(deadline)]);
      for (const job of running) logger.warn('interrupted: runs again later', describeJob(job));
      for (const resolve of onAttempt.values()) resolve();
      await close();
    },
  };
};

/** Starts a worker that fetches jobs without a pause while there are any, and every two seconds otherwise. */
async function startWorker(
  boss: PgBoss,
  work: (job: PgBoss.Job<Job>) => Promise<void>,
): Promise<string> {
  const id: string = await boss.work<Job>(queueName, { batchSize }, async (jobs) => {
    await Promise.all(jobs.map(work));
    boss.notifyWorker(id);
  });
  return id;
}

/** Returns the same id for the same work, so that a repeated delivery is stored once. */
function jobId({ deliveryId, handler }: Job): string {
  const hex = createHash('sha256').update(`${deliveryId} ${handler}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}
