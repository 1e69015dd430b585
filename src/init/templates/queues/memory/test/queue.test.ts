import { expect, it } from 'vitest';
import { createQueue } from '../src/queue/create-queue.ts';
import { createLogger } from '../src/receiver/logger.ts';
import type { Job } from '../src/receiver/queue.ts';

const logger = createLogger(() => {});

function job(handler: string, deliveryId = 'delivery'): Job {
  return { handler, deliveryId, rawBody: '{"event":"User.Created"}' };
}

it('tries a job again that fails, and no other', async () => {
  const done: string[] = [];
  const run = async ({ handler }: Job) => {
    const isFirst = !done.includes(handler);
    done.push(handler);
    if (handler === 'flaky' && isFirst) throw new Error('not now');
  };
  const queue = await createQueue({}, run, logger);
  const { settled } = await queue.add([job('good'), job('flaky')]);
  expect(await settled).toBe('done');
  expect(done).toEqual(['good', 'flaky', 'flaky']);
});

it('says of what failed every time that it failed', async () => {
  const queue = await createQueue({}, () => Promise.reject(new Error('never')), logger);
  const { settled } = await queue.add([job('hopeless')]);
  expect(await settled).toBe('failed');
});

it('finishes what it took before it closes', async () => {
  const done: string[] = [];
  const run = async ({ deliveryId }: Job) => {
    await new Promise((resolve) => setImmediate(resolve));
    done.push(deliveryId);
  };
  const queue = await createQueue({}, run, logger);
  await Promise.all(Array.from({ length: 30 }, (_, index) => queue.add([job('slow', `${index}`)])));
  await queue.close();
  expect(done).toHaveLength(30);
});

it('refuses what is too much to keep', async () => {
  const queue = await createQueue({}, async () => {}, logger);
  const many = Array.from({ length: 10_001 }, () => job('slow'));
  await expect(queue.add(many)).rejects.toThrow('Too many events are waiting.');
});
