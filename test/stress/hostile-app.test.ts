import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../helpers/cli.ts';
import { exportedHistory } from '../helpers/history.ts';
import { startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';

const head = 'HTTP/1.1 200 OK\r\n';
const megabyte = Buffer.alloc(1024 * 1024, 'x');

/** What a broken app does with a connection, and the status that the sender gets. */
const apps: readonly (readonly [what: string, behave: (socket: Socket) => void, status: number])[] =
  [
    ['never responds', () => {}, 504],
    ['closes the connection without a response', (socket) => void socket.end(), 502],
    ['resets the connection', (socket) => void socket.resetAndDestroy(), 502],
    ['responds in another protocol', (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 502],
    ['stops within its headers', (socket) => void socket.end(`${head}content-le`), 502],
    [
      'stops within its body',
      (socket) => void socket.end(`${head}content-length: 100\r\n\r\nhalf`),
      502,
    ],
    [
      'never ends its body',
      (socket) => void socket.write(`${head}content-length: 100\r\n\r\nx`),
      502,
    ],
    ['responds with 1 GB', (socket) => sendMegabytes(socket, 1024), 502],
  ];

it('listen stores every delivery, whatever the app does', async () => {
  const cwd = temporaryDirectory();
  const listener = await startListener(['-f', await startApp(), '--timeout', '300ms'], { cwd });
  const sent: string[] = [];
  for (const [index, [what, , status]] of [...apps, ...apps].entries()) {
    const body = `{"event":"PostSignIn","app":${index % apps.length}}`;
    const response = await postSigned(listener.url, Buffer.from(body));
    expect([what, response.status]).toEqual([what, status]);
    expect(await listener.next()).toMatchObject({ signature: 'valid', responded: status });
    sent.push(body);
  }
  const kept = await exportedHistory(cwd);
  expect(kept.map(({ body }) => body)).toEqual(sent);
  listener.child.kill('SIGINT');
  const { code, stderr } = await listener.finished;
  expect(code).toBe(130);
  expect(stderr).not.toMatch(/\n\s+at |internal/);
});

/** Starts an app that behaves as the number in the body says. */
async function startApp(): Promise<string> {
  const server = createServer((socket) => {
    let received = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk;
      const [, index] = /"app":(\d+)/.exec(received) ?? [];
      if (index === undefined) return;
      received = '';
      apps[Number(index)]?.[1](socket);
    });
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sendMegabytes(socket: Socket, megabytes: number): void {
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
