import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { runCli, startCli } from '../helpers/cli.ts';
import { realDeliveries } from '../helpers/deliveries.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { post, postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { exchangeBytes } from '../helpers/wire.ts';

describe('real deliveries', () => {
  it('are valid, known and without drift, byte for byte', async () => {
    const [first] = realDeliveries;
    const listener = await startListener(['--signing-key', first?.signingKey ?? '']);
    for (const { name, event, headers, body } of realDeliveries) {
      const { status } = await post(listener.url, Buffer.from(body), headers);
      const delivery = await listener.next();
      expect({ name, status, ...delivery }).toMatchObject({
        ...{ name, status: 200, type: 'delivery', event, signature: 'valid', diagnosis: null },
        ...{ known: true, drift: [], body, forward: null, responded: 200 },
      });
      expect(delivery.consoleTest).toBe(name.endsWith('console-test-payload'));
      expect(delivery.hookId).toBe(JSON.parse(body).hookId);
    }
  });
});

describe('listen', () => {
  it('responds with 401 to a bad or missing signature, and says why', async () => {
    const listener = await startListener();
    const body = Buffer.from('{"event":"PostSignIn"}');
    expect((await post(listener.url, body)).status).toBe(401);
    expect(await listener.next()).toMatchObject({
      signature: 'missing',
      diagnosis: { cause: 'signature-missing' },
      responded: 401,
    });
    await postSigned(listener.url, body, { key: `${signingKey}\n` });
    expect(await listener.next()).toMatchObject({
      signature: 'invalid',
      diagnosis: { cause: 'key-white-space' },
    });
  });

  it('tells the sender of a forged request only that it is rejected', async () => {
    const { url } = await startListener();
    const response = await postSigned(url, Buffer.from('{}'), { key: `${signingKey} ` });
    expect(response).toMatchObject({
      status: 401,
      body: '{"error":"The signature does not match."}\n',
    });
  });

  it('responds with 400 to a signed body that is not JSON', async () => {
    const { url } = await startListener();
    expect((await postSigned(url, Buffer.from('{"event":'))).status).toBe(400);
    expect((await postSigned(url, Buffer.from([0x22, 0xff, 0x22]))).status).toBe(400);
  });

  it('responds with 405 to other methods, and with 200 to GET /healthz', async () => {
    const { url } = await startListener();
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      const response = await fetch(url, { method });
      expect([method, response.status, response.headers.get('allow')]).toEqual([
        method,
        405,
        'POST',
      ]);
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('responds with 413 beyond --max-body, whether announced, chunked or compressed', async () => {
    const { url } = await startListener(['--max-body', '1kb']);
    const large = Buffer.alloc(2000, ' ');
    expect((await postSigned(url, large)).status).toBe(413);
    expect((await postSigned(url, large, { chunked: true })).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    expect((await post(url, bomb.subarray(0), { 'content-encoding': 'gzip' })).status).toBe(413);
    expect((await postSigned(url, Buffer.alloc(1024, ' '))).status).toBe(400);
  });

  it('responds with 415 to compressed bodies that cannot be read', async () => {
    const { url } = await startListener();
    const body = Buffer.from('{"event":"PostSignIn"}');
    expect((await post(url, body, { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await post(url, body, { 'content-encoding': 'zstd' })).status).toBe(415);
  });

  it('decompresses a body before it checks the signature', async () => {
    const listener = await startListener();
    const body = Buffer.from('{"event":"PostSignIn"}');
    const response = await postSigned(listener.url, body, { encode: gzipSync, encoding: 'gzip' });
    expect(response.status).toBe(200);
    expect(await listener.next()).toMatchObject({ signature: 'valid', body: body.toString() });
  });

  it('does not ask for a body that is announced as too large', async () => {
    const { url } = await startListener(['--max-body', '1kb']);
    const head =
      'POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 999999\r\n\r\n';
    expect(await exchangeBytes(url, head, (text) => text.includes('\r\n\r\n'))).toMatch(
      /^HTTP\/1.1 413/,
    );
  });
});

describe('--forward-to', () => {
  const bodies: [string, Buffer][] = [
    ['odd white space', Buffer.from(' {\t"event" :\r\n"PostSignIn" } \n')],
    ['unicode', Buffer.from('{"event":"PostSignIn","name":"Zoë 🦉 e\u0301 \u2028"}')],
    ['escaped slashes', Buffer.from('{"event":"PostSignIn","url":"https:\\/\\/x\\u0041"}')],
    ['64-bit numbers', Buffer.from('{"event":"PostSignIn","n":9223372036854775807,"f":1.0}')],
    [
      'five megabytes',
      Buffer.from(`{"event":"PostSignIn","x":"${'é'.repeat((5 * 1024 ** 2 - 30) / 2)}"}`),
    ],
    ['no bytes at all', Buffer.alloc(0)],
    ['bytes that are zero', Buffer.from('{"event":"Post\0SignIn"}\0')],
  ];

  it.each(bodies)('forwards %s byte for byte', async (_, body) => {
    const app = await startReceiver();
    const listener = await startListener(['--forward-to', app.url]);
    expect((await postSigned(listener.url, body)).status).toBe(200);
    expect(app.requests).toHaveLength(1);
    expect(app.requests[0]?.body.equals(body)).toBe(true);
  });

  it("returns the app's response, and sends the app the sender's headers and the added ones", async () => {
    const app = await startReceiver((_, response) =>
      response.writeHead(418, { 'x-app': 'teapot' }).end('short and stout'),
    );
    const target = `${app.url.replace('http://', '')}/hook?a=1`;
    const listener = await startListener([
      '-f',
      target,
      '-H',
      'x-tenant: acme',
      '-H',
      'accept: text/plain',
    ]);
    const result = await postSigned(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    expect(result).toMatchObject({ status: 418, body: 'short and stout' });
    expect(result.headers).toMatchObject({ 'x-app': 'teapot' });
    const [request] = app.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook?a=1' });
    expect(request?.headers).toMatchObject({
      host: new URL(app.url).host,
      'x-tenant': 'acme',
      accept: 'text/plain',
      'logto-signature-sha-256': result.sentSignature,
    });
    expect(await listener.next()).toMatchObject({
      forward: { url: `${app.url}/hook?a=***`, status: 418, error: null },
      responded: 418,
    });
  });

  it('responds with 502 if the app is not running, and with 504 if it is too slow', async () => {
    const gone = await startListener(['--forward-to', '127.0.0.1:1']);
    expect((await postSigned(gone.url, Buffer.from('{"event":"PostSignIn"}'))).status).toBe(502);
    expect(await gone.next()).toMatchObject({
      forward: { status: null, error: { code: 'ECONNREFUSED' } },
      responded: 502,
    });
    const app = await startReceiver(() => {});
    const slow = await startListener(['--forward-to', app.url, '--timeout', '100ms']);
    expect((await postSigned(slow.url, Buffer.from('{"event":"PostSignIn"}'))).status).toBe(504);
    expect(await slow.next()).toMatchObject({
      forward: { error: { code: 'TIMEOUT' } },
      responded: 504,
    });
  });

  it('does not forward forged or filtered requests', async () => {
    const app = await startReceiver();
    const listener = await startListener(['--forward-to', app.url, '--events', 'User.*']);
    expect(
      (await postSigned(listener.url, Buffer.from('{"event":"User.Created"}'), { key: 'x' }))
        .status,
    ).toBe(401);
    expect((await postSigned(listener.url, Buffer.from('{"event":"PostSignIn"}'))).status).toBe(
      200,
    );
    expect((await postSigned(listener.url, Buffer.from('{"event":"User.Merged"}'))).status).toBe(
      200,
    );
    expect(app.requests.map(({ body }) => body.toString())).toEqual(['{"event":"User.Merged"}']);
    expect(await listener.next()).toMatchObject({ signature: 'invalid' });
    expect(await listener.next()).toMatchObject({ event: 'User.Merged', known: false, drift: [] });
  });

  it('forwards unsigned requests if allowed', async () => {
    const app = await startReceiver();
    const listener = await startListener(['--forward-to', app.url, '--allow-unsigned']);
    expect((await post(listener.url, Buffer.from('{"event":"PostSignIn"}'))).status).toBe(200);
    expect(await listener.next()).toMatchObject({ signature: 'missing', forward: { status: 200 } });
  });
});

describe('listen exits', () => {
  it('with 0 after --exit-after verified deliveries', async () => {
    const listener = await startListener(['--exit-after', '2']);
    const body = Buffer.from('{"event":"PostSignIn"}');
    await post(listener.url, body);
    await postSigned(listener.url, body);
    expect((await postSigned(listener.url, body)).status).toBe(200);
    expect(await listener.finished).toMatchObject({ code: 0 });
  });

  it('with 1 after --exit-timeout', async () => {
    const listener = await startListener(['--exit-after', '1', '--exit-timeout', '50ms']);
    const { code, stderr } = await listener.finished;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Timed out after 50ms: received 0 of 1 verified deliveries$/m);
  });

  it('with 130 after an interrupt, once running requests are answered', async () => {
    let respond = () => {};
    const arrived = new Promise<void>((resolve) => {
      void startReceiver((_, response) => {
        respond = () => response.end('in time');
        resolve();
      }).then(({ url }) => begin(url));
    });
    let answered: ReturnType<typeof postSigned> | undefined;
    let finished: Promise<unknown> | undefined;
    async function begin(app: string) {
      const listener = await startListener(['--forward-to', app]);
      finished = listener.finished;
      answered = postSigned(listener.url, Buffer.from('{"event":"PostSignIn"}'));
      await arrived;
      listener.child.kill('SIGINT');
      respond();
    }
    await arrived;
    expect(await answered).toMatchObject({ status: 200, body: 'in time' });
    expect(await finished).toMatchObject({ code: 130 });
  });

  it('exits on Ctrl+C while busy clients keep their connections open', async () => {
    const waiting: (() => void)[] = [];
    const app = await startReceiver((_, response) => {
      if (app.requests.length > 2) response.end();
      else waiting.push(() => response.end());
    });
    const listener = await startListener(['--forward-to', app.url]);
    const body = Buffer.from('{"event":"PostSignIn"}');
    const agent = new Agent({ keepAlive: true });
    const headers = { 'logto-signature-sha-256': sign(body, signingKey) };
    async function sendUntilRefused(): Promise<void> {
      try {
        for (;;) {
          const sending = request(listener.url, { method: 'POST', headers, agent }).end(body);
          const [response] = await once(sending, 'response');
          await once(response.resume(), 'end');
        }
      } catch {
        waiting.shift()?.();
      }
    }
    const clients = [sendUntilRefused(), sendUntilRefused()];
    await eventually(() => expect(waiting).toHaveLength(2));
    listener.child.kill('SIGINT');
    await eventually(() => expect(post(listener.url, body)).rejects.toThrow());
    waiting.shift()?.(); // One client goes on, the other still waits.
    expect(await listener.finished).toMatchObject({ code: 130 });
    await Promise.all(clients);
    agent.destroy();
  });
});

it('listen responds with --respond, whatever the app responds', async () => {
  const app = await startReceiver();
  const { url } = await startListener(['--forward-to', app.url, '--respond', '503']);
  expect((await postSigned(url, Buffer.from('{"event":"PostSignIn"}'))).status).toBe(503);
  expect(app.requests).toHaveLength(1);
});

it('listen reports a port that is in use, with a remedy', async () => {
  const { url } = await startListener();
  const { port } = new URL(url);
  const { code, stderr } = await runCli(['listen', '--port', port, '--signing-key', 'k']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    `error: Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another with --port (0: any free port).\n`,
  );
});

it('listen makes senders wait while nobody reads its NDJSON, and loses nothing', async () => {
  const flags = ['--json', '--port', '0', '--no-history', '--signing-key', signingKey];
  const { stdout } = startCli(['listen', ...flags]);
  let text = '';
  const read = (chunk: Buffer) => {
    text += chunk;
  };
  stdout.on('data', read);
  await eventually(() => expect(text).toContain('\n'));
  const { url } = JSON.parse(text);
  stdout.off('data', read).pause();
  const body = Buffer.from(`{"event":"PostSignIn","filler":"${'x'.repeat(400_000)}"}`);
  await postSigned(url, body); // Fills the pipe.
  let responses = 0;
  const posts = Array.from({ length: 59 }, async () => {
    const { status } = await postSigned(url, body);
    responses++;
    return status;
  });
  let before = -1;
  await vi.waitFor(
    () => {
      const isStalled = before === responses;
      before = responses;
      expect(isStalled).toBe(true);
    },
    { timeout: 20_000, interval: 200 },
  );
  expect(responses).toBeLessThan(59);

  stdout.on('data', read).resume();
  expect(new Set(await Promise.all(posts))).toEqual(new Set([200]));
  await eventually(() => expect(text.split('\n')).toHaveLength(62));
});
