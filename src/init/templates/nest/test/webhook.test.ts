import { createHmac } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { AppModule } from '../src/app.module.js';
import { appOptions, configureApp } from '../src/app.options.js';
import { EventsService } from '../src/webhook/events.service.js';
import { RETRY_DELAYS_MS, SIGNING_KEY } from '../src/webhook/tokens.js';

const key = 'a-signing-key-for-tests';
const userCreated = '{"event":"User.Created","data":{"id":"user_1","name":"Zoë"}}';

let app: NestExpressApplication;
afterEach(() => app.close());

/** Starts the app on a free port. Returns the URL of the webhook. */
async function start(handle: EventsService['handle'], retryDelaysMs = [0]): Promise<string> {
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(SIGNING_KEY)
    .useValue(key)
    .overrideProvider(RETRY_DELAYS_MS)
    .useValue(retryDelaysMs)
    .overrideProvider(EventsService)
    .useValue({ handle })
    .compile();
  app = module.createNestApplication<NestExpressApplication>({ ...appOptions, logger: false });
  configureApp(app);
  await app.listen(0, '127.0.0.1');
  return `${await app.getUrl()}/webhooks/logto`;
}

async function deliver(url: string, body: string, signingKey = key): Promise<number> {
  const signature = createHmac('sha256', signingKey).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'logto-signature-sha-256': signature };
  return (await fetch(url, { method: 'POST', body, headers })).status;
}

it('acknowledges a repeated delivery, and handles it once', async () => {
  const handle = vi.fn(async () => {});
  const url = await start(handle);
  expect([await deliver(url, userCreated), await deliver(url, userCreated)]).toEqual([200, 200]);
  await app.close();
  expect(handle).toHaveBeenCalledOnce();
});

it('retries an event that failed, and one that waits for its retry when the app stops', async () => {
  const attempts: string[] = [];
  const url = await start(
    async ({ event }) => {
      attempts.push(event);
      if (attempts.length < 3) throw new Error('not yet');
    },
    [0, 3_600_000],
  );
  expect(await deliver(url, userCreated)).toBe(200);
  await vi.waitFor(() => expect(attempts).toHaveLength(2), { timeout: 4_000 });
  await app.close();
  expect(attempts).toHaveLength(3);
});

it('acknowledges the test payload of the Console without handling it', async () => {
  const handle = vi.fn(async () => {});
  const url = await start(handle);
  const test = { event: 'User.Created', userAgent: 'fake-user-agent', sessionId: 'fake-session' };
  expect(await deliver(url, JSON.stringify(test))).toBe(200);
  expect(handle).not.toHaveBeenCalled();
});

it('rejects what Logto did not sign, verifying the bytes as sent', async () => {
  const handle = vi.fn(async () => {});
  const url = await start(handle);
  expect(await deliver(url, userCreated, 'another-key')).toBe(401);
  const headers = { 'content-type': 'application/json' };
  const unsigned = await fetch(url, { method: 'POST', body: userCreated, headers });
  expect(unsigned.status).toBe(401);
  const signature = createHmac('sha256', key).update(userCreated).digest('hex');
  const reformatted = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(JSON.parse(userCreated), null, 2),
    headers: { ...headers, 'logto-signature-sha-256': signature },
  });
  expect(reformatted.status).toBe(401);
  expect(handle).not.toHaveBeenCalled();
});

it.each(['not json', '[]', '{"no":"event"}'])('answers 400 to %s', async (body) => {
  const url = await start(async () => {});
  expect(await deliver(url, body)).toBe(400);
});

it('accepts a large payload, and rejects one above 5 MB', async () => {
  const url = await start(async () => {});
  const payload = (size: number) => JSON.stringify({ event: 'New', list: 'x'.repeat(size) });
  expect(await deliver(url, payload(4_900_000))).toBe(200);
  expect(await deliver(url, payload(5_300_000)).catch(() => 413)).toBe(413);
});

it('reports its health', async () => {
  const url = await start(async () => {});
  expect(await (await fetch(new URL('/healthz', url))).json()).toEqual({ status: 'ok' });
});
