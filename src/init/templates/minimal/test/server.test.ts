import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createReceiver } from '../src/server.ts';

const handled: string[] = [];
const server = createReceiver('key', async ({ event }) => void handled.push(event));
let url = '';

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/logto`;
});

after(() => server.close());

async function deliver(body: string, key = 'key'): Promise<number> {
  const signature = createHmac('sha256', key).update(body).digest('hex');
  const headers = { 'logto-signature-sha-256': signature };
  return (await fetch(url, { method: 'POST', body, headers })).status;
}

test('acknowledges a delivery, and handles it once', async () => {
  assert.equal(await deliver('{"event":"User.Created"}'), 200);
  assert.equal(await deliver('{"event":"User.Created"}'), 200);
  assert.deepEqual(handled, ['User.Created']);
});

test('rejects what Logto did not sign or cannot have sent', async () => {
  assert.equal(await deliver('{"event":"User.Deleted"}', 'other'), 401);
  assert.equal(await deliver('not json'), 400);
  assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401);
  assert.equal((await fetch(url)).status, 405);
  assert.deepEqual(handled, ['User.Created']);
});
