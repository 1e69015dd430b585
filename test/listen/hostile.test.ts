import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';

const good = Buffer.from('{"event":"PostSignIn","hookId":"w4ne1hk2xq9c0m5zt8rav"}');

function signed(body: string | Buffer, headers = ''): Buffer {
  const bytes = Buffer.from(body);
  const head = `POST / HTTP/1.1\r\nhost: x\r\nlogto-signature-sha-256: ${sign(bytes, signingKey)}\r\n${headers}content-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

const deep = 20_000;
const nested = (open: string, close: string) => open.repeat(deep) + close.repeat(deep);

/** Hostile requests, each with a title. */
const hostile: readonly (readonly [string, string | Buffer])[] = [
  ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/9.9', 'POST / HTTP/9.9\r\nhost: x\r\n\r\n'],
  ['a bare newline', '\n\n\n\n'],
  ['an unknown method', 'BREW /pot HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['CONNECT', 'CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['TRACE', 'TRACE / HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['an upgrade', 'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
  ['no host', 'POST / HTTP/1.1\r\ncontent-length: 0\r\n\r\n'],
  ['a space in a header name', 'POST / HTTP/1.1\r\nbad name: x\r\n\r\n'],
  ['a header with no end', `POST / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(100_000)}\r\n\r\n`],
  ['many headers', `POST / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(3000)}\r\n`],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
  ],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a negative length', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n'],
  [
    'a length without end',
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999999999\r\n\r\n',
  ],
  ['a bad chunk', 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nx\r\n'],
  ['a truncated body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nonly this'],
  [
    'a strange expectation',
    'POST / HTTP/1.1\r\nhost: x\r\nexpect: miracles\r\ncontent-length: 0\r\n\r\n',
  ],
  ['bad UTF-8', signed(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0xff, 0xfe, 0x22, 0x7d]))],
  ['deep arrays', signed(nested('[', ']'))],
  ['deep objects', signed(`${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`)],
  ['a deep payload', signed(`{"event":"User.Created","data":${nested('[', ']')}}`)],
  [
    'a deep unsigned payload',
    `POST / HTTP/1.1\r\nhost: x\r\nlogto-signature-sha-256: ${'0'.repeat(64)}\r\ncontent-length: ${2 * deep}\r\n\r\n${nested('[', ']')}`,
  ],
  ['an event that is an object', signed('{"event":{"toString":1},"hookId":[]}')],
  ['__proto__', signed('{"event":"User.Created","__proto__":{"x":1},"data":{"__proto__":null}}')],
  ['an event named constructor', signed('{"event":"constructor"}')],
  ['a terminal escape', signed('{"event":"\\u001b]0;pwned\\u0007","data":{"name":"\\u001b[2J"}}')],
  [
    'a signature of latin1',
    `POST / HTTP/1.1\r\nhost: x\r\nlogto-signature-sha-256: \xff\xfe\r\ncontent-length: 2\r\n\r\n{}`,
  ],
  [
    'a long signature',
    `POST / HTTP/1.1\r\nhost: x\r\nlogto-signature-sha-256: ${'a'.repeat(9000)}\r\ncontent-length: 2\r\n\r\n{}`,
  ],
  ['no gzip', signed('{}', 'content-encoding: gzip\r\n')],
  ['many codings', signed('{}', `content-encoding: ${'gzip,'.repeat(500)}\r\n`)],
];

it('listen answers or drops 1,000 hostile requests, and verifies the next good one', async () => {
  const listener = await startListener(['--output', 'pretty', '--print', 'payload']);
  listener.discard();
  const before = openFiles(listener.child.pid);

  const requests = Array.from({ length: 1000 }, (_, index) => hostile[index % hostile.length]);
  await inParallel(20, requests, async (request, index) => {
    if (request) await attack(listener.url, request[1], index);
  });

  expect((await postSigned(listener.url, good)).status).toBe(200);
  if (before !== undefined) {
    // The history opens a file for verified deliveries and one for refused requests.
    await eventually(() => expect(openFiles(listener.child.pid)).toBeLessThanOrEqual(before + 2));
  }
  listener.child.kill('SIGINT');
  const { code, stderr } = await listener.finished;
  expect(code).toBe(130);
  expect(stderr).not.toMatch(/\n\s+at |Error:/);
}, 60_000);

it('listen answers each of several pipelined requests', async () => {
  const { url } = await startListener();
  const response = await readAnswers(
    url,
    Buffer.concat([signed(good), signed(good), signed(good)]),
    3,
  );
  expect(response.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
});

it('listen reads a body that arrives one byte at a time', async () => {
  const listener = await startListener();
  const { hostname, port } = new URL(listener.url);
  const socket = connect(Number(port), hostname).setNoDelay();
  await once(socket, 'connect');
  for (const byte of signed(good)) {
    await new Promise((resolve) => socket.write(Buffer.of(byte), resolve));
  }
  expect(await listener.next()).toMatchObject({ signature: 'valid', body: good.toString() });
  socket.destroy();
});

/** Sends the bytes and disconnects, immediately or after the response. */
function attack(url: string, bytes: string | Buffer, index: number): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => resolve()).on('close', () => resolve());
    const wire = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
    socket.write(wire, () => {
      if (index % 3 === 0) socket.resetAndDestroy();
      else socket.end();
    });
    socket.on('data', () => socket.end());
  });
}

async function readAnswers(url: string, bytes: Buffer, count: number): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  let responses = '';
  while (responses.split('"received":true').length <= count) {
    const [chunk] = await once(socket, 'data');
    responses += chunk;
  }
  socket.destroy();
  return responses;
}

async function inParallel<T>(
  width: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const [index, item] of queue) await work(item, index);
    }),
  );
}

/** Returns how many files and sockets a process has open; undefined without /proc. */
function openFiles(pid: number | undefined): number | undefined {
  const directory = `/proc/${pid}/fd`;
  return existsSync(directory) ? readdirSync(directory).length : undefined;
}
