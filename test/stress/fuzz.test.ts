import { connect } from 'node:net';
import { env } from 'node:process';
import { expect, it } from 'vitest';
import { fixture } from '../../src/core/fixtures/fixtures.ts';
import { sign } from '../../src/core/logto/signature.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { seeded } from '../helpers/load.ts';
import { mutate } from '../helpers/mutate.ts';
import { postSigned } from '../helpers/post.ts';
import { many, timeoutMs } from '../helpers/stress.ts';

const inputs = many(600, 1_000_000);

/** Repeat a failed run with LOGTO_HOOKS_SEED=… from its title. */
const seed = Number(env.LOGTO_HOOKS_SEED ?? 20_260_805);

const body = Buffer.from(JSON.stringify(fixture('PostSignIn')));

const delivery = request('POST / HTTP/1.1', [
  'host: 127.0.0.1',
  `logto-signature-sha-256: ${sign(body, signingKey)}`,
  'content-type: application/json',
  `content-length: ${body.length}`,
]);

function request(line: string, headers: readonly string[], content = body): Buffer {
  return Buffer.concat([Buffer.from(`${[line, ...headers].join('\r\n')}\r\n\r\n`), content]);
}

it(
  `listen verifies a valid delivery after ${inputs} mutated ones (seed ${seed})`,
  async () => {
    const listener = await startListener(['--output', 'pretty', '--no-history']);
    listener.discard();
    await attackAll(listener.url, [delivery]);

    expect((await postSigned(listener.url, body)).status).toBe(200);
    listener.child.kill('SIGINT');
    const { code, stderr } = await listener.finished;
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/\n\s+at |Error:|internal/);
  },
  timeoutMs,
);

it(
  `the inspector answers a valid request after ${inputs} mutated ones (seed ${seed})`,
  async () => {
    const listener = await startListener(['--inspect', '0', '--no-history']);
    listener.discard();
    await postSigned(listener.url, body);
    const page = new URL(listener.inspector ?? expect.fail('There is no inspector.'));
    const token = page.hash.replace('#token=', '');
    const headers = [`host: ${page.host}`, `authorization: Bearer ${token}`];
    const edit = Buffer.from(JSON.stringify({ event: 'PostSignIn', body: body.toString() }));
    const posted = [...headers, `content-length: ${edit.length}`];
    await attackAll(page.origin, [
      request('GET /api/deliveries?limit=10 HTTP/1.1', headers, Buffer.alloc(0)),
      request('POST /api/deliveries/7ya508h3/replay HTTP/1.1', posted, edit),
      request('POST /api/send HTTP/1.1', posted, edit),
      request('GET /index.html HTTP/1.1', headers, Buffer.alloc(0)),
    ]);

    const response = await fetch(new URL('/api/deliveries', page), {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    expect((await postSigned(listener.url, body)).status).toBe(200);
    listener.child.kill('SIGINT');
    const { code, stderr } = await listener.finished;
    expect(code).toBe(130);
    expect(stderr).not.toMatch(/\n\s+at |Error:|internal/);
  },
  timeoutMs,
);

/** Sends each input on its own connection, twenty at a time. */
async function attackAll(url: string, seeds: readonly Buffer[]): Promise<void> {
  const random = seeded(seed);
  let sent = 0;
  const work = async () => {
    while (sent < inputs) {
      const original = seeds[sent++ % seeds.length] ?? delivery;
      await attack(url, mutate(original, random));
    }
  };
  await Promise.all(Array.from({ length: 20 }, work));
}

/** Sends the bytes and disconnects at the first byte of the response. */
function attack(url: string, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {}).on('close', () => resolve());
    socket.on('data', () => socket.destroy());
    socket.end(bytes);
  });
}
