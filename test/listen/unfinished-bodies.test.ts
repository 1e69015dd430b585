import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { exportedHistory } from '../helpers/history.ts';
import { startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { many, timeoutMs } from '../helpers/stress.ts';

const megabyte = 1024 * 1024;

/** Returns the peak memory of a process in megabytes; 0 without /proc. */
function peakMemory(pid = 0): number {
  if (process.platform !== 'linux') return 0;
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(peak) / 1024;
}

interface Upload {
  /** Returns the response so far. */
  readonly response: () => string;
  readonly isClosed: () => boolean;
  readonly socket: Socket;
}

/** Sends a part of a body and then nothing more. */
function startUpload(url: string, announced: number, sent: Buffer, chunked = false): Upload {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  let response = '';
  let isClosed = false;
  socket.on('data', (data) => {
    response += data;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
  });
  const length = chunked ? 'transfer-encoding: chunked' : `content-length: ${announced}`;
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${length}\r\n\r\n`);
  if (chunked) socket.write(`${announced.toString(16)}\r\n`);
  socket.write(sent);
  return { response: () => response, isClosed: () => isClosed, socket };
}

/** Returns a body of this many bytes. */
function bodyOf(bytes: number): Buffer {
  return Buffer.from(`{"event":"PostSignIn","hookId":"h","note":"${'x'.repeat(bytes - 50)}"}`);
}

it.each([
  ['with a length', false],
  ['in chunks', true],
])(
  'listen rejects the longest stalled of many unfinished bodies of 5 MB, sent %s',
  async (_, chunked) => {
    const app = await startReceiver();
    const cwd = temporaryDirectory();
    const listener = await startListener(['-f', app.url], { cwd });
    listener.discard();
    const before = peakMemory(listener.child.pid);
    const sent = Buffer.alloc(4 * megabyte);
    const uploads = Array.from({ length: many(20, 300) }, () =>
      startUpload(listener.url, 5 * megabyte, sent, chunked),
    );
    await eventually(() => {
      const refused = uploads.filter(({ response }) => response().startsWith('HTTP/1.1 503'));
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.every(({ isClosed }) => isClosed())).toBe(true);
    });

    // Small ones are read immediately, and there is room for the large ones.
    const sizes = [200, 2 * megabyte, 4 * megabyte, 200];
    for (const size of sizes) {
      expect((await postSigned(listener.url, bodyOf(size))).status).toBe(200);
    }
    expect(app.requests.map(({ body }) => body.length)).toEqual(
      sizes.map((size) => bodyOf(size).length),
    );
    expect(peakMemory(listener.child.pid)).toBeLessThan(before + 300);

    listener.child.kill('SIGINT');
    const { stderr } = await listener.finished;
    expect(stderr).toMatch(/503/);
    expect(await exportedHistory(cwd)).toHaveLength(sizes.length);
  },
  timeoutMs,
);

it(
  'listen rejects none of many complete large deliveries',
  async () => {
    const listener = await startListener();
    listener.discard();
    const body = bodyOf(4 * megabyte);
    const all: ReturnType<typeof postSigned>[] = [];
    while (all.length < many(18, 300)) {
      all.push(postSigned(listener.url, body));
      // Otherwise this process would connect first and then leave all bodies without a byte for a second.
      await setImmediate();
    }
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  },
  timeoutMs,
);

it(
  'listen does not count single bytes as progress',
  async () => {
    const listener = await startListener();
    listener.discard();
    const uploads = Array.from({ length: 16 }, () =>
      startUpload(listener.url, 5 * megabyte, Buffer.alloc(4.5 * megabyte)),
    );
    const drip = setInterval(() => {
      for (const { socket } of uploads) socket.write('x');
    }, 20);
    onTestFinished(() => clearInterval(drip));
    await eventually(() => {
      expect(uploads.some(({ response }) => response().startsWith('HTTP/1.1 503'))).toBe(true);
    });
    expect((await postSigned(listener.url, bodyOf(4 * megabyte))).status).toBe(200);
  },
  timeoutMs,
);

it('listen accepts one body that is larger than the limit for all together', async () => {
  const listener = await startListener(['--max-body', '100mb']);
  listener.discard();
  expect((await postSigned(listener.url, bodyOf(66 * megabyte))).status).toBe(200);
});

it('listen holds little more than the bytes of a body that is sent one byte at a time', async () => {
  const listener = await startListener();
  listener.discard();
  const before = peakMemory(listener.child.pid);
  const chunk = Buffer.from('1\r\nx\r\n'.repeat(10_000));
  const { hostname, port } = new URL(listener.url);
  const bytewise = connect(Number(port), hostname);
  onTestFinished(() => void bytewise.destroy());
  bytewise.on('error', () => {});
  bytewise.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
  for (let n = 0; n < 100; n++) bytewise.write(chunk);
  bytewise.write('0\r\n\r\n');
  const [response] = await once(bytewise, 'data');
  expect(String(response)).toMatch(/^HTTP\/1\.1 401/);
  expect(peakMemory(listener.child.pid)).toBeLessThan(before + 100);
});

it('listen does not wait for stalled bodies on Ctrl+C', async () => {
  const listener = await startListener();
  listener.discard();
  const uploads = [0, 1000].map((sent) =>
    startUpload(listener.url, 5 * megabyte, Buffer.alloc(sent)),
  );
  await Promise.all(uploads.map(({ socket }) => once(socket, 'connect')));
  expect((await postSigned(listener.url, bodyOf(200))).status).toBe(200);
  listener.child.kill('SIGINT');
  await eventually(() => {
    for (const { response } of uploads) expect(response()).toMatch(/^HTTP\/1\.1 503/);
  });
  expect(await listener.finished).toMatchObject({ code: 130 });
});
