import { expect, it } from 'vitest';
import { createMemoryQueue } from '../src/queue/create-queue.ts';
import { createLogger } from '../src/receiver/logger.ts';
import type { Job, RunJob } from '../src/receiver/queue.ts';

const rawBody = '{"event":"User.Created","data":{"id":"user_1","primaryEmail":"ada@example.com"}}';

function job(handler: string): Job {
  return { handler, deliveryId: 'delivery_1', rawBody };
}

function start(run: RunJob, delaysMs = [0, 0]) {
  const log: string[] = [];
  const queue = createMemoryQueue(
    run,
    createLogger((line) => log.push(line)),
    delaysMs,
  );
  return { queue, log };
}

it('retries a job that fails, whatever it throws, and no other', async () => {
  const attempts: string[] = [];
  const { queue } = start(async ({ handler }) => {
    attempts.push(handler);
    if (handler === 'flaky' && attempts.length < 4) throw new TypeError('not a function');
  });
  const { settled } = await queue.add([job('good'), job('flaky')]);
  expect(await settled).toBe('done');
  expect(attempts).toEqual(['good', 'flaky', 'flaky', 'flaky']);
});

it('logs a job that failed every time as an error, with event, id and user', async () => {
  const { queue, log } = start(() => Promise.reject(new Error('no')));
  const { settled } = await queue.add([job('failing')]);
  expect(await settled).toBe('failed');
  expect(log.map((line) => JSON.parse(line).level)).toEqual(['warn', 'warn', 'error']);
  expect(JSON.parse(log.at(-1) ?? '')).toMatchObject({
    ...{ event: 'User.Created', deliveryId: 'delivery_1', userId: 'user_1', handler: 'failing' },
  });
  expect(log.join()).not.toContain('ada@');
});

it('runs other jobs while more than ten wait for their retry', async () => {
  const { queue } = start(
    ({ handler }) => (handler === 'good' ? Promise.resolve() : Promise.reject(new Error('no'))),
    [60_000],
  );
  for (let count = 0; count < 20; count += 1) await queue.add([job('failing')]);
  const { settled } = await queue.add([job('good')]);
  expect(await settled).toBe('done');
  await queue.close(AbortSignal.timeout(1000));
});

it('finishes accepted jobs before it closes, and retries those that wait once more', async () => {
  const done: string[] = [];
  let attempts = 0;
  const { queue } = start(
    async ({ handler }) => {
      await new Promise((resolve) => setImmediate(resolve));
      attempts += 1;
      if (handler === 'flaky' && attempts === 1) throw new Error('not yet');
      done.push(handler);
    },
    [60_000],
  );
  await queue.add([job('flaky'), job('good')]);
  await queue.close(AbortSignal.timeout(10_000));
  expect(done.toSorted()).toEqual(['flaky', 'good']);
});

it('lists the jobs that are not finished at the deadline', async () => {
  const { queue, log } = start(() => new Promise(() => {}));
  await queue.add([job('endless')]);
  expect(await queue.check()).toEqual({ kind: 'memory', unfinished: 1 });
  await queue.close(AbortSignal.timeout(10));
  expect(JSON.parse(log[0] ?? '')).toMatchObject({ level: 'error', userId: 'user_1' });
});

it('rejects events when too many are waiting', async () => {
  const { queue } = start(async () => {});
  const jobs = Array.from({ length: 10_001 }, () => job('slow'));
  await expect(queue.add(jobs)).rejects.toThrow('Too many events are waiting.');
});
