import { expect, it } from 'vitest';
import { fetchWithRetry, HttpError } from '../src/http/fetch-with-retry.ts';
import { createSerialQueue } from '../src/http/serial-queue.ts';
import { createTestContext } from './testing/context.ts';
import { type ServiceResponse, startService } from './testing/service.ts';

const { context, lines } = createTestContext();

async function startSequence(...responses: readonly ServiceResponse[]) {
  const left = [...responses];
  const service = await startService(() => left.shift() ?? { status: 200, body: 'done' });
  return { ...service, address: new URL('/hook/secret?token=secret', service.url) };
}

it.each<readonly [string, ServiceResponse]>([
  ['Retry-After in seconds', { status: 429, headers: { 'retry-after': '0.01' } }],
  ['Retry-After as a date', { status: 429, headers: { 'retry-after': new Date(0).toUTCString() } }],
  ['retry_after in the body', { status: 429, body: '{"message":"limited","retry_after":0.01}' }],
  ['a 503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }],
])('retries after the requested delay: %s', async (_, limit) => {
  const { address, requests } = await startSequence(limit, limit);
  const response = await fetchWithRetry(address, { method: 'POST', body: 'hello' }, context);
  expect(await response.text()).toBe('done');
  expect(requests.map(({ body }) => body)).toEqual(['hello', 'hello', 'hello']);
});

it.each([
  ['a 404', { status: 404, body: 'no_service' }, '404 (no_service)'],
  ['a 500', { status: 500, body: '{"sent":"ada@example.com"}' }, '500'],
  ['a 503 without Retry-After', { status: 503 }, '503'],
  ['a redirect', { status: 302, headers: { location: '/other' } }, '302'],
  ['a delay of an hour', { status: 429, headers: { 'retry-after': '3600' } }, '429'],
])('does not retry %s, and its error contains no secret', async (_, failure, message) => {
  const { address, requests } = await startSequence(failure);
  const response = fetchWithRetry(address, { method: 'POST' }, context);
  await expect(response).rejects.toBeInstanceOf(HttpError);
  await expect(response).rejects.toMatchObject({ message: `${address.host} answered ${message}` });
  expect(requests).toHaveLength(1);
});

it('gives up when the delays together are too long', async () => {
  const { url, requests } = await startService(() => ({
    status: 429,
    headers: { 'retry-after': '0' },
  }));
  const response = fetchWithRetry(new URL(url), {}, { ...context, maxWaitMs: 20 });
  await expect(response).rejects.toMatchObject({ status: 429 });
  expect(requests.length).toBeGreaterThan(1);
});

it('stops waiting when its signal is aborted', async () => {
  const { address } = await startSequence({ status: 429, headers: { 'retry-after': '30' } });
  const controller = new AbortController();
  const response = fetchWithRetry(address, {}, { ...context, signal: controller.signal });
  controller.abort(new Error('timed out'));
  await expect(response).rejects.toThrow(/timed out|abort/i);
});

it('names the host, but not the URL, of a service that does not respond', async () => {
  const slow = await startService(() => new Promise(() => {}));
  await expect(
    fetchWithRetry(new URL('/secret', slow.url), {}, { ...context, timeoutMs: 20 }),
  ).rejects.toThrow(/^127\.0\.0\.1:\d+ could not be reached: no response in 0.02 s$/);
});

it('sends nothing in a test run', async () => {
  const { address, requests } = await startSequence();
  await fetchWithRetry(address, { method: 'POST' }, { ...context, isTestRun: true });
  expect(requests).toEqual([]);
  expect(lines.at(-1)).toContain('test run: request not sent');
});

it('a serial queue keeps the order, even after a failure', async () => {
  const enqueue = createSerialQueue();
  const done: string[] = [];
  const first = enqueue(() => Promise.reject(new Error('first failed')));
  const second = enqueue(async () => done.push('second'));
  const third = enqueue(async () => done.push('third'));
  await expect(first).rejects.toThrow('first failed');
  await Promise.all([second, third]);
  expect(done).toEqual(['second', 'third']);
});
