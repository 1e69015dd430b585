import { expect, it, onTestFinished, vi } from 'vitest';
import type { Handler } from '../src/receiver/handler.ts';
import { deliver, signed, signedBytes, userCreated } from './helpers/deliveries.ts';
import { startTestReceiver } from './helpers/receiver.ts';
import { startApp } from './start-app.ts';

async function start(...handlers: Handler[]) {
  const { receiver } = startTestReceiver(...handlers);
  const server = await startApp(receiver);
  onTestFinished(() => server.close());
  return { receiver, url: server.url };
}

it('acknowledges a delivery and passes it to its handler', async () => {
  const users: string[] = [];
  const { url } = await start({
    name: 'users',
    on: { 'User.Created': async ({ data }) => void users.push(data.id) },
  });
  const response = await deliver(url, signed(userCreated));
  expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  await vi.waitFor(() => expect(users).toEqual(['user_1']), { timeout: 20_000 });
});

it('verifies the bytes as sent, not the parsed JSON', async () => {
  const { url } = await start();
  const pretty = signedBytes(JSON.stringify(userCreated, null, 2));
  expect((await deliver(url, pretty)).status).toBe(200);
  const { rawBody } = signed({ ...userCreated, hookId: 'other' });
  expect((await deliver(url, { ...pretty, rawBody })).status).toBe(401);
});

it('accepts a large payload, and rejects one above 5 MB', async () => {
  const { url } = await start();
  const large = signed({ ...userCreated, list: 'x'.repeat(4_900_000) });
  expect((await deliver(url, large)).status).toBe(200);
  const tooLarge = signed({ ...userCreated, list: 'x'.repeat(5_300_000) });
  const result = await deliver(url, tooLarge).then(
    ({ status }) => status,
    () => 'connection closed',
  );
  expect([413, 'connection closed']).toContain(result);
});

it.each(['GET', 'PUT', 'DELETE'])('answers 405 to %s', async (method) => {
  const { url } = await start();
  const response = await fetch(new URL('/webhooks/logto', url), { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

it('reports its health, and that it is stopping', async () => {
  const { url, receiver } = await start();
  const health = () => fetch(new URL('/healthz', url));
  expect(await (await health()).json()).toMatchObject({ status: 'ok', checks: { queue: {} } });
  receiver.drain();
  expect((await health()).status).toBe(503);
  expect((await deliver(url, signed(userCreated))).status).toBe(200);
  await receiver.close(AbortSignal.timeout(1000));
  expect((await deliver(url, signed(userCreated))).status).toBe(503);
});

it('answers 404 to other paths', async () => {
  const { url } = await start();
  expect((await fetch(new URL('/other', url))).status).toBe(404);
});
