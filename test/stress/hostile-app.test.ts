import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../helpers/cli.ts';
import { exportedHistory } from '../helpers/history.ts';
import { startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';

const body = Buffer.from('{"event":"PostSignIn","hookId":"w4ne1hk2xq9c0m5zt8rav"}');
const head = 'HTTP/1.1 200 OK\r\n';
const megabyte = Buffer.alloc(1024 * 1024, 'x');

/** Apps that nobody would write on purpose: what they do with a connection, and what their sender gets. */
const apps: readonly (readonly [what: string, behave: (socket: Socket) => void, status: number])[] =
  [
    ['never answers', () => {}, 504],
    ['hangs up without an answer', (socket) => void socket.end(), 502],
    ['resets the connection', (socket) => void socket.resetAndDestroy(), 502],
    ['answers in another language', (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 502],
    ['breaks off in its headers', (socket) => void socket.end(`${head}content-le`), 502],
    [
      'breaks off in its body',
      (socket) => void socket.end(`${head}content-length: 100\r\n\r\nhalf`),
      502,
    ],
    [
      'never ends its body',
      (socket) => void socket.write(`${head}content-length: 100\r\n\r\nx`),
      502,
    ],
    ['answers 1 GB', (socket) => pour(socket, 1024), 502],
  ];

it.each(apps)('an app that %s stops nothing, and costs no delivery', async (_, behave, status) => {
  const cwd = temporaryDirectory();
  const app = await startApp(behave);
  const listener = await startListener(['-f', app, '--timeout', '300ms'], { cwd });
  expect((await postSigned(listener.url, body)).status).toBe(status);
  expect((await postSigned(listener.url, body)).status).toBe(status);

  const kept = await exportedHistory(cwd);
  expect(kept.map((one) => one.body)).toEqual([body.toString(), body.toString()]);
  expect(await listener.next()).toMatchObject({ signature: 'valid', responded: status });
  listener.child.kill('SIGINT');
  const { code, stderr } = await listener.finished;
  expect(code).toBe(130);
  expect(stderr).not.toMatch(/\n\s+at |internal/);
});

async function startApp(behave: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => behave(socket));
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** So many megabytes, as fast as they are taken. */
function pour(socket: Socket, megabytes: number): void {
  socket.write(`${head}content-length: ${megabytes * megabyte.length}\r\n\r\n`);
  let left = megabytes;
  const more = () => {
    while (left > 0 && socket.writable) {
      left--;
      if (!socket.write(megabyte)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}
