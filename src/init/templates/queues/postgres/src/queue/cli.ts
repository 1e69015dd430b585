import { existsSync } from 'node:fs';
import process from 'node:process';
import { ask } from '../database/claim-directory.ts';
import { createLogger } from '../receiver/logger.ts';
import { type FailedJob, listFailedJobs, parseFailedJobs, retryFailedJobs } from './failed-jobs.ts';
import { openQueue } from './open-queue.ts';
import { readQueueSettings } from './settings.ts';

/*
 * npm run queue            lists the failed jobs
 * npm run queue -- retry   retries them
 */
if (existsSync('.env')) process.loadEnvFile();
const isRetry = process.argv[2] === 'retry';
const { DATABASE_URL, QUEUE_DIRECTORY } = readQueueSettings(process.env);

// If a receiver has the embedded database open, it responds; otherwise the database is opened here.
const response = DATABASE_URL
  ? undefined
  : await ask(QUEUE_DIRECTORY, isRetry ? 'POST' : 'GET', '/failed');
if (response === undefined) await openAndReport();
else if (isRetry) console.log(retried(Number(response)));
else console.log(table(parseFailedJobs(response)));

async function openAndReport(): Promise<void> {
  const { boss, close } = await openQueue(process.env, createLogger());
  console.log(isRetry ? retried(await retryFailedJobs(boss)) : table(await listFailedJobs(boss)));
  await boss.stop({ graceful: false });
  await close();
}

function retried(count: number): string {
  return count === 0 ? 'No failed jobs.' : `Retrying ${count} failed jobs.`;
}

function table(failed: readonly FailedJob[]): string {
  if (failed.length === 0) return 'No failed jobs.';
  const lines = failed.map(({ handler, event, deliveryId, failedAt, attempts, error }) =>
    [
      `${failedAt.toISOString()}  ${handler}  ${event ?? '?'}  delivery ${deliveryId.slice(0, 12)}`,
      `  after ${attempts} attempts: ${error ?? 'unknown error'}`,
    ].join('\n'),
  );
  return [...lines, '', 'Retry them with: npm run queue -- retry'].join('\n');
}
