import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { deliver, isSuccess, lostEvent } from '../../../src/core/http/deliver.ts';
import { explainFailure } from '../../../src/core/http/explain-error.ts';
import { createNodeTransport } from '../../../src/core/http/transport/node-transport.ts';
import type { Transport, TransportRequest } from '../../../src/core/http/transport/transport.ts';
import { createUndiciTransport } from '../../../src/core/http/transport/undici-transport.ts';
import { type CustomHeaders, logtoHeaders } from '../../../src/core/logto/request-headers.ts';
import { realDeliveries } from '../../helpers/deliveries.ts';
import { startReceiver } from '../../helpers/receiver.ts';
import { startWireServer } from '../../helpers/wire.ts';

/** Whether this machine has an IPv6 loopback address. */
const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');

const transports = [
  { name: 'node:http', create: () => createNodeTransport({ insecure: false }) },
  { name: 'undici', create: () => createUndiciTransport({ insecure: false, connections: 4 }) },
];

describe.each(transports)('deliver over $name', ({ create }) => {
  it.each(realDeliveries.filter(({ event }) => event === 'PostRegister'))(
    'sends the same bytes as Logto: $name',
    async (real) => {
      const server = await startWireServer();
      const custom: CustomHeaders = real.headers['x-custom'] ? [['X-Custom', 'abc']] : [];
      const { status, request } = await send(create(), server, {
        body: Buffer.from(real.body),
        headers: logtoHeaders(real.headers['logto-signature-sha-256'], custom),
      });
      expect(status).toBe(200);
      expect(request?.requestLine).toBe('POST /hook?a=b HTTP/1.1');
      expect(request?.headerLines).toEqual([
        `host: ${new URL(server.url).host}`,
        ...Object.entries(real.headers).map(([name, value]) => `${name}: ${value}`),
      ]);
      expect(request?.body.toString()).toBe(real.body);
    },
  );

  it('counts the content-length in bytes', async () => {
    const server = await startWireServer();
    const body = Buffer.from('{"name":"Zoë 🦉"}');
    const { request } = await send(create(), server, { body });
    expect(request?.headerLines).toContain(`content-length: ${body.length}`);
    expect(request?.body).toEqual(body);
  });

  it.each([301, 302, 303])('follows a %i with a GET that loses the event', async (status) => {
    const { receiver, attempt } = await redirect(create(), status);
    const [, followed] = receiver.requests;
    expect(followed?.method).toBe('GET');
    expect(followed?.body).toHaveLength(0);
    expect(followed?.headers['logto-signature-sha-256']).toBe('f00d');
    expect(followed?.headers['content-type']).toBeUndefined();
    expect(followed?.headers['content-length']).toBeUndefined();
    expect(isSuccess(attempt)).toBe(true);
    expect(lostEvent(attempt)?.status).toBe(status);
  });

  it.each([307, 308])('repeats the POST after a %i', async (status) => {
    const { receiver, attempt } = await redirect(create(), status);
    const [original, followed] = receiver.requests;
    expect(followed?.method).toBe('POST');
    expect(followed?.body).toEqual(original?.body);
    expect(lostEvent(attempt)).toBeUndefined();
  });

  it('gives up on a redirect loop', async () => {
    const receiver = await startReceiver((_, response) =>
      response.writeHead(307, { location: '/again' }).end(),
    );
    const { error, response } = await post(create(), { url: new URL(receiver.url) });
    expect(response).toBeNull();
    expect(error?.message).toBe('too many redirects');
    expect(receiver.requests).toHaveLength(21);
  });

  it('waits no longer than its timeout for a response', async () => {
    const receiver = await startReceiver(() => {});
    const attempt = await post(create(), { url: new URL(receiver.url), timeout: 100 });
    expect(attempt.error && explainFailure(attempt.error, attempt.url).code).toBe('TIMEOUT');
  });

  it('keeps the received part of a response that never ends', async () => {
    const receiver = await startReceiver((_, response) => void response.write('so far'));
    const { response } = await post(create(), { url: new URL(receiver.url), timeout: 200 });
    expect(response?.status).toBe(200);
    expect(response?.body.toString()).toBe('so far');
    expect(response?.complete).toBe(false);
  });

  it('keeps no more of a response than the limit', async () => {
    const receiver = await startReceiver((_, response) => response.end('x'.repeat(100_000)));
    const { response } = await post(create(), { url: new URL(receiver.url), maxResponse: 10 });
    expect(response?.body.toString()).toBe('xxxxxxxxxx');
    expect(response?.complete).toBe(false);
  });

  it('names the addresses that a refused connection tried', async () => {
    const receiver = await startWireServer();
    const url = new URL(receiver.url.replace('127.0.0.1', 'localhost'));
    url.port = '1'; // tcpmux: nothing listens there.
    const attempt = await post(create(), { url });
    const failure = attempt.error && explainFailure(attempt.error, url);
    expect(failure?.code).toBe('ECONNREFUSED');
    expect(failure?.message).toContain('IPv4 127.0.0.1');
    expect(failure?.message.includes('IPv6 ::1')).toBe(hasIpv6);
  });

  it.runIf(hasIpv6)('reaches a server at localhost that listens only on IPv6', async () => {
    const receiver = await startReceiver(undefined, '::1');
    const url = new URL(receiver.url.replace('[::1]', 'localhost'));
    const { response } = await post(create(), { url });
    expect(response?.status).toBe(200);
  });

  it('explains a response that is not HTTP', async () => {
    const server = await startWireServer('SSH-2.0-OpenSSH_9.2\r\n');
    const attempt = await post(create(), { url: new URL(server.url) });
    expect(attempt.error && explainFailure(attempt.error, attempt.url).message).toMatch(
      /did not respond with HTTP/,
    );
  });
});

function post(transport: Transport, request: Partial<TransportRequest> & { url: URL }) {
  return deliver(transport, {
    method: 'POST',
    headers: logtoHeaders('f00d', []),
    body: Buffer.from('{}'),
    timeout: 10_000,
    maxResponse: 1024 * 1024,
    ...request,
  }).finally(() => transport.close());
}

async function send(
  transport: Transport,
  server: Awaited<ReturnType<typeof startWireServer>>,
  request: Partial<TransportRequest>,
) {
  const { response } = await post(transport, {
    url: new URL(`${server.url}/hook?a=b`),
    ...request,
  });
  return { status: response?.status, request: server.requests[0] };
}

async function redirect(transport: Transport, status: number) {
  const receiver = await startReceiver(({ path }, response) => {
    if (path === '/moved') response.end('here');
    else response.writeHead(status, { location: '/moved' }).end();
  });
  return { receiver, attempt: await post(transport, { url: new URL(receiver.url) }) };
}
