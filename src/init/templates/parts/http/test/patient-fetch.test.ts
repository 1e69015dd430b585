import { expect, it } from 'vitest';
import { createLane } from '../src/http/lane.ts';
import { HttpError, patientFetch } from '../src/http/patient-fetch.ts';
import { type ServiceAnswer, startService } from './testing/service.ts';

const signal = new AbortController().signal;

async function startSequence(...answers: readonly ServiceAnswer[]) {
  const left = [...answers];
  const service = await startService(() => left.shift() ?? { status: 200, body: 'done' });
  return { ...service, address: new URL('/hook/secret?token=secret', service.url) };
}

it.each<readonly [string, ServiceAnswer]>([
  ['Retry-After in seconds', { status: 429, headers: { 'retry-after': '0.01' } }],
  ['Retry-After as a date', { status: 429, headers: { 'retry-after': new Date(0).toUTCString() } }],
  ['retry_after in the body', { status: 429, body: '{"message":"limited","retry_after":0.01}' }],
  ['a 503 with Retry-After', { status: 503, headers: { 'retry-after': '0' } }],
])('waits and tries again: %s', async (_, refusal) => {
  const { address, requests } = await startSequence(refusal, refusal);
  const response = await patientFetch(address, { method: 'POST', body: 'hello' }, { signal });
  expect(await response.text()).toBe('done');
  expect(requests.map(({ body }) => body)).toEqual(['hello', 'hello', 'hello']);
});

it.each([
  ['a refusal', { status: 404, body: 'no_service' }, '404 (no_service)'],
  ['a broken server', { status: 500, body: '{"sent":"ada@example.com"}' }, '500'],
  ['a 503 without Retry-After', { status: 503 }, '503'],
])('does not wait on %s, and tells no secret', async (_, refusal, said) => {
  const { address, requests } = await startSequence(refusal);
  const failure = patientFetch(address, { method: 'POST' }, { signal });
  await expect(failure).rejects.toBeInstanceOf(HttpError);
  await expect(failure).rejects.toMatchObject({ message: `${address.host} answered ${said}` });
  expect(requests).toHaveLength(1);
});

it('gives up where a server asks for more patience than there is', async () => {
  const { address, requests } = await startSequence({
    status: 429,
    headers: { 'retry-after': '3600' },
  });
  await expect(patientFetch(address, {}, { signal })).rejects.toMatchObject({ status: 429 });
  expect(requests).toHaveLength(1);
});

it('gives up on a server that never stops asking', async () => {
  const { url, requests } = await startService(() => ({
    status: 429,
    headers: { 'retry-after': '0' },
  }));
  const failure = patientFetch(new URL(url), {}, { signal, longestWaitMs: 20 });
  await expect(failure).rejects.toMatchObject({ status: 429 });
  expect(requests.length).toBeGreaterThan(1);
});

it('stops waiting when the time for the event is over', async () => {
  const { address } = await startSequence({ status: 429, headers: { 'retry-after': '30' } });
  const over = new AbortController();
  const answer = patientFetch(address, {}, { signal: over.signal });
  over.abort(new Error('time is over'));
  await expect(answer).rejects.toThrow(/time is over|abort/i);
});

it('says what is wrong where nobody answers, and not which address it was', async () => {
  const { url } = await startService(() => ({ status: 200 }));
  const nobody = new URL('/secret', url);
  nobody.port = '1';
  await expect(patientFetch(nobody, {}, { signal })).rejects.toThrow(
    /^127\.0\.0\.1:1 could not be reached: (ECONNREFUSED|bad port)$/,
  );
  const slow = await startService(() => new Promise(() => {}));
  await expect(
    patientFetch(new URL('/secret', slow.url), {}, { signal, timeoutMs: 20 }),
  ).rejects.toThrow(/^127\.0\.0\.1:\d+ could not be reached: no answer in 0.02 s$/);
});

it('does not follow a redirect, which would lose the body or give a secret away', async () => {
  const { address } = await startSequence({ status: 302, headers: { location: '/elsewhere' } });
  await expect(patientFetch(address, { method: 'POST' }, { signal })).rejects.toThrow(
    'unexpected redirect',
  );
});

it('keeps the order of a lane, also after a failure', async () => {
  const lane = createLane();
  const done: string[] = [];
  const first = lane(() => Promise.reject(new Error('first failed')));
  const second = lane(async () => done.push('second'));
  const third = lane(async () => done.push('third'));
  await expect(first).rejects.toThrow('first failed');
  await Promise.all([second, third]);
  expect(done).toEqual(['second', 'third']);
});
