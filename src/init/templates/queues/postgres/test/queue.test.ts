import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { ask } from '../src/queue/control.ts';
import { createQueue } from '../src/queue/create-queue.ts';
import { listFailedJobs, parseFailedJobs, retryFailedJobs } from '../src/queue/failed-jobs.ts';
import { openQueue, queueName } from '../src/queue/open-queue.ts';
import { createLogger } from '../src/receiver/logger.ts';
import type { Job } from '../src/receiver/queue.ts';
import { SettingsError } from '../src/receiver/settings.ts';

const logger = createLogger(() => {});
const waiting = { timeout: 50_000, interval: 20 };

/** Settings of an embedded database in a directory of its own, gone when the test is over. */
function freshSettings() {
  const directory = mkdtempSync(path.join(tmpdir(), 'queue-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return { QUEUE_DIRECTORY: path.join(directory, 'queue') };
}

function job(deliveryId: string): Job {
  return { handler: 'test', deliveryId, rawBody: '{"event":"User.Created"}' };
}

it('works off what a process left behind, also what it had begun', async () => {
  const env = freshSettings();
  const { boss, close } = await openQueue(env, logger);
  await boss.insert([{ name: queueName, data: job('begun'), retryDelay: 0 }]);
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
  await vi.waitFor(() => expect(done.toSorted()).toEqual(['begun', 'kept']), waiting);
  await queue.close();
});

it('does the same work once', async () => {
  const done: string[] = [];
  const run = async ({ deliveryId }: Job) => void done.push(deliveryId);
  const queue = await createQueue({ QUEUE_DIRECTORY: 'memory://' }, run, logger);
  await queue.add([job('one')]);
  await queue.add([job('one'), job('two')]);
  await vi.waitFor(() => expect(done).toContain('two'), waiting);
  await queue.close();
  expect(done.toSorted()).toEqual(['one', 'two']);
});

it('shows what failed for good, and tries it again', async () => {
  const env = freshSettings();
  const opened = await openQueue(env, logger);
  await opened.boss.insert([{ name: queueName, data: job('poor'), retryLimit: 0 }]);
  await opened.boss.stop({ graceful: false });
  await opened.close();

  let isWell = false;
  const done: string[] = [];
  const run = async ({ deliveryId }: Job) => {
    if (!isWell) throw new Error('not well');
    done.push(deliveryId);
  };
  const queue = await createQueue(env, run, logger);
  const asked = () => ask(env.QUEUE_DIRECTORY, 'GET', '/failed');
  await vi.waitFor(async () => {
    const [failed] = parseFailedJobs((await asked()) ?? '');
    expect(failed).toMatchObject({
      ...{ handler: 'test', deliveryId: 'poor', event: 'User.Created' },
      ...{ attempts: 1, error: 'not well' },
    });
  }, waiting);
  isWell = true;
  expect(await ask(env.QUEUE_DIRECTORY, 'POST', '/failed')).toBe('1');
  await vi.waitFor(() => expect(done).toEqual(['poor']), waiting);
  await queue.close();

  const after = await openQueue(env, logger);
  expect(await listFailedJobs(after.boss)).toEqual([]);
  expect(await retryFailedJobs(after.boss)).toBe(0);
  await after.boss.stop({ graceful: false });
  await after.close();
});

it('lets one process at a time open an embedded database', async () => {
  const env = freshSettings();
  const queue = await createQueue(env, async () => {}, logger);
  const second = createQueue(env, async () => {}, logger);
  await expect(second).rejects.toThrow(SettingsError);
  await expect(second).rejects.toThrow(/^Another process has the queue in [^\n]*$/);
  await queue.close();
});
