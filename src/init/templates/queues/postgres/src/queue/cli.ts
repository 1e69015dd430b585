import { existsSync } from 'node:fs';
import process from 'node:process';
import { createLogger } from '../receiver/logger.ts';
import { ask } from './control.ts';
import { type FailedJob, listFailedJobs, parseFailedJobs, retryFailedJobs } from './failed-jobs.ts';
import { openQueue } from './open-queue.ts';
import { readQueueSettings } from './settings.ts';

/*
 * npm run queue            lists the work that failed for good
 * npm run queue -- retry   has it tried again
 */
if (existsSync('.env')) process.loadEnvFile();
const isRetry = process.argv[2] === 'retry';
const { DATABASE_URL, QUEUE_DIRECTORY } = readQueueSettings(process.env);

// The process that has an embedded database open answers for it; else it is opened here.
const answer = DATABASE_URL
  ? undefined
  : await ask(QUEUE_DIRECTORY, isRetry ? 'POST' : 'GET', '/failed');
if (answer === undefined) await openAndReport();
else if (isRetry) console.log(retried(Number(answer)));
else console.log(table(parseFailedJobs(answer)));

async function openAndReport(): Promise<void> {
  const { boss, close } = await openQueue(process.env, createLogger());
  console.log(isRetry ? retried(await retryFailedJobs(boss)) : table(await listFailedJobs(boss)));
  await boss.stop({ graceful: false });
  await close();
}

function retried(count: number): string {
  return count === 0 ? 'Nothing has failed.' : `${count} will be tried again.`;
}

function table(failed: readonly FailedJob[]): string {
  if (failed.length === 0) return 'Nothing has failed.';
  const lines = failed.map(({ handler, event, deliveryId, failedAt, attempts, error }) =>
    [
      `${failedAt.toISOString()}  ${handler}  ${event ?? '?'}  delivery ${deliveryId.slice(0, 12)}`,
      `  after ${attempts} attempts: ${error ?? 'no reason was kept'}`,
    ].join('\n'),
  );
  return [...lines, '', 'To try all of it again: npm run queue -- retry'].join('\n');
}
