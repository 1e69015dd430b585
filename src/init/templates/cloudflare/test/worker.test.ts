import { expect, it } from 'vitest';
import type { JobMessage } from '../src/cloudflare.ts';
import { runJobs } from '../src/consumer.ts';
import { receive } from '../src/producer.ts';
import type { Handler } from '../src/receiver/handler.ts';
import { createLogger } from '../src/receiver/logger.ts';
import type { Job } from '../src/receiver/queue.ts';
import worker from '../src/worker.ts';
import { type SignedDelivery, signed, signingKey, userCreated } from './helpers/deliveries.ts';

const logger = createLogger(() => {});
const url = 'https://hooks.example/webhooks/logto';

function start(handler: Partial<Handler> = {}, isFull = false) {
  const jobs: Job[] = [];
  const bindings = {
    LOGTO_WEBHOOK_SIGNING_KEY: signingKey,
    JOBS: {
      send: async (job: Job) => void jobs.push(job),
      async sendBatch(messages: readonly { body: Job }[]) {
        if (isFull) throw new Error('Too many requests');
        jobs.push(...messages.map(({ body }) => body));
      },
    },
  };
  const handlers = [() => ({ name: 'test', onEvery: async () => {}, ...handler })];
  const deliver = ({ rawBody, signature }: SignedDelivery) => {
    const headers = { 'logto-signature-sha-256': signature };
    const request = new Request(url, { method: 'POST', body: rawBody, headers });
    return receive(request, bindings, handlers, logger);
  };
  return { jobs, handlers, deliver };
}

it('queues the jobs of a delivery before it acknowledges', async () => {
  const { deliver, jobs } = start();
  expect(await deliver(signed(userCreated))).toMatchObject({ status: 200 });
  expect(jobs).toMatchObject([{ handler: 'test', rawBody: JSON.stringify(userCreated) }]);
  await expect(start({}, true).deliver(signed(userCreated))).rejects.toThrow('Too many requests');
});

it('handles a delivery that is too large for a message before it acknowledges', async () => {
  const sizes: number[] = [];
  const { deliver, jobs } = start({
    onEvery: async (_payload, { rawBody }) => void sizes.push(rawBody.length),
  });
  const large = signed({ ...userCreated, list: 'x'.repeat(400_000) });
  expect(await deliver(large)).toMatchObject({ status: 200 });
  expect([jobs, sizes]).toEqual([[], [large.rawBody.length]]);
});

it('rejects other signatures, bodies, methods and paths', async () => {
  const { deliver, jobs } = start();
  const { rawBody } = signed(userCreated);
  const forged = { rawBody, signature: signed(userCreated, 'other').signature };
  expect(await deliver(forged)).toMatchObject({ status: 401 });
  expect(await deliver(signed([]))).toMatchObject({ status: 400 });
  expect(jobs).toEqual([]);
  const bindings = { JOBS: { send: async () => {}, sendBatch: async () => {} } };
  const status = async (request: Request) => (await worker.fetch(request, bindings)).status;
  expect(await status(new Request(url))).toBe(405);
  expect(await status(new Request('https://hooks.example/'))).toBe(404);
  // Without a signing key, nothing can be verified.
  expect(await status(new Request(url, { method: 'POST', body: rawBody }))).toBe(503);
});

it('acknowledges a job that succeeds, and retries one that fails with a growing delay', async () => {
  const results: unknown[] = [];
  const { handlers } = start({
    onEvery: ({ event }) =>
      event === 'User.Created' ? Promise.resolve() : Promise.reject(new Error('no')),
  });
  const message = (event: string, attempts: number): JobMessage => ({
    body: { handler: 'test', deliveryId: '1', rawBody: JSON.stringify({ event }) },
    attempts,
    ack: () => results.push('ack'),
    retry: ({ delaySeconds }) => results.push(delaySeconds),
  });
  const messages = [message('User.Created', 1), message('PostSignIn', 1), message('PostSignIn', 3)];
  await runJobs(messages, {}, handlers, logger);
  expect(results.map(String).toSorted()).toEqual(['20', '5', 'ack']);
});
