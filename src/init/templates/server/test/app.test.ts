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

it('takes a delivery of Logto', async () => {
  const users: string[] = [];
  const { url } = await start({
    name: 'users',
    on: { 'User.Created': async ({ data }) => void users.push(data.id) },
  });
  const response = await deliver(url, signed(userCreated));
  expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  await vi.waitFor(() => expect(users).toEqual(['user_1']), { timeout: 20_000 });
});

it('refuses a body that was changed on the way', async () => {
  const { url } = await start();
  const { signature } = signed(userCreated);
  const { rawBody } = signed({ ...userCreated, hookId: 'other' });
  expect((await deliver(url, { rawBody, signature })).status).toBe(401);
});

it('checks the bytes as they came, not what they say', async () => {
  const { url } = await start();
  const delivery = signedBytes(JSON.stringify(userCreated, null, 2));
  expect((await deliver(url, delivery)).status).toBe(200);
});

it('takes a large payload, and refuses one above 5 MB', async () => {
  const { url } = await start();
  const large = signed({ ...userCreated, list: 'x'.repeat(4_900_000) });
  expect((await deliver(url, large)).status).toBe(200);
  const tooLarge = signed({ ...userCreated, list: 'x'.repeat(5_300_000) });
  const answer = await deliver(url, tooLarge).then(
    ({ status }) => status,
    () => 'broken off',
  );
  expect([413, 'broken off']).toContain(answer);
});

it.each(['GET', 'PUT', 'DELETE'])('answers 405 to %s', async (method) => {
  const { url } = await start();
  const response = await fetch(new URL('/webhooks/logto', url), { method });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
});

it('tells its health, and that it is stopping', async () => {
  const { url, receiver } = await start();
  expect((await fetch(new URL('/healthz', url))).status).toBe(200);
  await receiver.close();
  expect((await fetch(new URL('/healthz', url))).status).toBe(503);
  expect((await deliver(url, signed(userCreated))).status).toBe(503);
});

it('answers 404 elsewhere', async () => {
  const { url } = await start();
  expect((await fetch(new URL('/elsewhere', url))).status).toBe(404);
});
