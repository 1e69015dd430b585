import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ask } from '../src/database/claim-directory.ts';
import { createQueue } from '../src/queue/create-queue.ts';
import { listFailedJobs, parseFailedJobs, retryFailedJobs } from '../src/queue/failed-jobs.ts';
import { openQueue, queueName } from '../src/queue/open-queue.ts';
import { createLogger } from '../src/receiver/logger.ts';
import type { Job } from '../src/receiver/queue.ts';
import { SettingsError } from '../src/receiver/settings.ts';

const logger = createLogger(() => {});
const waiting = { timeout: 50_000, interval: 20 };

/** Settings of an embedded database in a temporary directory. */
function freshSettings() {
  const directory = mkdtempSync(path.join(tmpdir(), 'queue-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { QUEUE_DIRECTORY: path.join(directory, 'queue') };
}

function job(deliveryId: string): Job {
  return { handler: 'test', deliveryId, rawBody: '{"event":"User.Created"}' };
}

it('handles what a process left behind, including what it had started', async () => {
  const env = freshSettings();
  const { boss, close } = await openQueue(env, logger);
  await boss.insert([{ name: queueName, data: job('started'), retryDelay: 0 }]);
  expect(await boss.fetch(queueName)).toHaveLength(1);
  await boss.insert([{ name: queueName, data: job('kept') }]);
  await boss.stop({ graceful: false });
  await close();

  const done: string[] = [];
  const queue = await createQueue(
    env,
    async ({ deliveryId }) => void done.push(deliveryId),
    logger,
  );
  await vi.waitFor(() => expect(done.toSorted()).toEqual(['kept', 'started']), waiting);
  await queue.close(AbortSignal.timeout(20_000));
});

it('runs the same job once', async () => {
  const done: string[] = [];
  const run = async ({ deliveryId }: Job) => void done.push(deliveryId);
  const queue = await createQueue({ QUEUE_DIRECTORY: 'memory://' }, run, logger);
  const { settled } = await queue.add([job('one')]);
  // Serverless platforms wait for the first attempt.
  expect(await settled).toBe('done');
  expect(done).toEqual(['one']);
  await queue.add([job('one'), job('two')]);
  await vi.waitFor(() => expect(done).toContain('two'), waiting);
  await queue.close(AbortSignal.timeout(20_000));
  expect(done.toSorted()).toEqual(['one', 'two']);
});

it('lists failed jobs and retries them', async () => {
  const env = freshSettings();
  const opened = await openQueue(env, logger);
  await opened.boss.insert([{ name: queueName, data: job('failing'), retryLimit: 0 }]);
  await opened.boss.stop({ graceful: false });
  await opened.close();

  let isFixed = false;
  const done: string[] = [];
  const run = async ({ deliveryId }: Job) => {
    if (!isFixed) throw new Error('not fixed');
    done.push(deliveryId);
  };
  const queue = await createQueue(env, run, logger);
  const askOwner = () => ask(env.QUEUE_DIRECTORY, 'GET', '/failed');
  await vi.waitFor(async () => {
    const [failed] = parseFailedJobs((await askOwner()) ?? '');
    expect(failed).toMatchObject({
      ...{ handler: 'test', deliveryId: 'failing', event: 'User.Created' },
      ...{ attempts: 1, error: 'not fixed' },
    });
  }, waiting);
  isFixed = true;
  expect(await ask(env.QUEUE_DIRECTORY, 'POST', '/failed')).toBe('1');
  await vi.waitFor(() => expect(done).toEqual(['failing']), waiting);
  await queue.close(AbortSignal.timeout(20_000));

  const after = await openQueue(env, logger);
  expect(await listFailedJobs(after.boss)).toEqual([]);
  expect(await retryFailedJobs(after.boss)).toBe(0);
  await after.boss.stop({ graceful: false });
  await after.close();
});

it('reports its state and lets only one process open an embedded database', async () => {
  const env = freshSettings();
  const queue = await createQueue(env, async () => {}, logger);
  expect(await queue.check()).toMatchObject({ kind: 'postgres', database: 'embedded' });
  await expect(createQueue(env, async () => {}, logger)).rejects.toThrow(SettingsError);
  await queue.close(AbortSignal.timeout(20_000));
});
