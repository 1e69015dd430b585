import { createHash } from 'node:crypto';
import type PgBoss from 'pg-boss';
import { type Logger, safeMessage } from '../receiver/logger.ts';
import {
  aborted,
  type CreateQueue,
  describeJob,
  type Job,
  type RunJob,
} from '../receiver/queue.ts';
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
  const ids = await Promise.all(
    Array.from({ length: workers }, () => startWorker(boss, run, logger, running)),
  );

  return {
    async add(jobs) {
      await boss.insert(jobs.map((data) => ({ id: jobId(data), name: queueName, data })));
      for (const id of ids) boss.notifyWorker(id);
      return { settled: Promise.resolve('done') };
    },
    async check() {
      const unfinished = await boss.getQueueSize(queueName, { before: 'completed' });
      return { kind: 'postgres', database: isEmbedded ? 'embedded' : 'external', unfinished };
    },
    async close(deadline) {
      const stopped = boss.stop({ graceful: true, wait: true, timeout: stopTimeoutMs });
      await Promise.race([stopped, aborted(deadline)]);
      for (const job of running) logger.warn('interrupted: runs again later', describeJob(job));
      await close();
    },
  };
};

/** Starts a worker that fetches jobs without a pause while there are any, and every two seconds otherwise. */
async function startWorker(
  boss: PgBoss,
  run: RunJob,
  logger: Logger,
  running: Set<Job>,
): Promise<string> {
  const id: string = await boss.work<Job>(queueName, { batchSize }, async (jobs) => {
    await Promise.all(
      jobs.map(async (job) => {
        running.add(job.data);
        await work(boss, run, logger, job);
        running.delete(job.data);
      }),
    );
    boss.notifyWorker(id);
  });
  return id;
}

/** Completes or fails one job of a batch, independently of the others. */
async function work(boss: PgBoss, run: RunJob, logger: Logger, job: PgBoss.Job<Job>) {
  try {
    await run(job.data);
    await boss.complete(queueName, job.id);
  } catch (error) {
    logger.error('attempt failed', describeJob(job.data), error);
    await boss.fail(queueName, job.id, { message: safeMessage(error) });
  }
}

/** Returns the same id for the same work, so that a repeated delivery is stored once. */
function jobId({ deliveryId, handler }: Job): string {
  const hex = createHash('sha256').update(`${deliveryId} ${handler}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}
