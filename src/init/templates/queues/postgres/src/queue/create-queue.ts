import { createHash } from 'node:crypto';
import type PgBoss from 'pg-boss';
import type { Logger } from '../receiver/logger.ts';
import type { CreateQueue, Job, RunJob } from '../receiver/queue.ts';
import { timeLimit } from '../receiver/run-job.ts';
import { answerFailedJobs } from './failed-jobs.ts';
import { openQueue, queueName } from './open-queue.ts';

/** Workers of this process, and the jobs each takes at a time. */
const workers = 4;
const batchSize = 5;
/** Milliseconds that a stop waits for the jobs in flight; what is not done then is done after the next start. */
const stopTimeout = 20_000;

/**
 * Keeps the work in PostgreSQL, by pg-boss: an event is stored before it is acknowledged, and worked off
 * at least once, also after a crash. As many processes as you like may share one database.
 */
export const createQueue: CreateQueue = async (env, run, logger) => {
  const { boss, control, close } = await openQueue(env, logger);
  await boss.updateQueue(queueName, {
    name: queueName,
    retryLimit: 10, // With the backoff below: for about an hour and a half.
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: timeLimit / 1000 + 30,
  });
  control?.answer(answerFailedJobs(boss));
  const ids = await Promise.all(
    Array.from({ length: workers }, () => startWorker(boss, run, logger)),
  );

  return {
    async add(jobs) {
      await boss.insert(jobs.map((data) => ({ id: jobId(data), name: queueName, data })));
      for (const id of ids) boss.notifyWorker(id);
      return { settled: Promise.resolve('done') };
    },
    async close() {
      await boss.stop({ graceful: true, wait: true, timeout: stopTimeout });
      await close();
    },
  };
};

/** A worker that goes on without a pause while there is work, and else looks every other second. */
async function startWorker(boss: PgBoss, run: RunJob, logger: Logger): Promise<string> {
  const id: string = await boss.work<Job>(queueName, { batchSize }, async (jobs) => {
    await Promise.all(jobs.map((job) => work(boss, run, logger, job)));
    boss.notifyWorker(id);
  });
  return id;
}

/** Each job of a batch fails or succeeds alone. */
async function work(
  boss: PgBoss,
  run: RunJob,
  logger: Logger,
  job: PgBoss.Job<Job>,
): Promise<void> {
  try {
    await run(job.data);
    await boss.complete(queueName, job.id);
  } catch (error) {
    const { deliveryId, handler } = job.data;
    logger.error('handler failed', error, { deliveryId, handler });
    await boss.fail(queueName, job.id, error instanceof Error ? error : { message: String(error) });
  }
}

/** The same work has the same id, so that a delivery which comes twice, to whichever machine, is kept once. */
function jobId({ deliveryId, handler }: Job): string {
  const hex = createHash('sha256').update(`${deliveryId} ${handler}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5');
}
