import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as sent on the wire. */
export interface WireRequest {
  readonly requestLine: string;
  /** `name: value`, in order, as written. */
  readonly headerLines: readonly string[];
  readonly body: Buffer;
}

/** Starts a TCP server that records requests and always sends the same response. */
export async function startWireServer(
  response = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
): Promise<{ url: string; requests: WireRequest[] }> {
  const requests: WireRequest[] = [];
  const server = createServer((socket) => {
    let pending = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      const request = parseRequest(pending);
      if (!request) return;
      requests.push(request);
      pending = Buffer.alloc(0);
      socket.write(response);
    });
    onTestFinished(() => void socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function parseRequest(bytes: Buffer): WireRequest | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [requestLine = '', ...headerLines] = bytes
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n');
  const length = headerLines.find((line) => /^content-length: /i.test(line))?.slice(16) ?? '0';
  const body = bytes.subarray(end + 4);
  return body.length < Number(length) ? undefined : { requestLine, headerLines, body };
}

/** Sends bytes and returns the response until the server closes the connection or `enough` is true. */
export async function exchangeBytes(
  url: string,
  bytes: string | Uint8Array,
  enough: (response: string) => boolean = () => false,
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let response = '';
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      response += chunk.toString('latin1');
      if (enough(response)) resolve();
    });
    socket.write(bytes);
  });
  socket.destroy();
  return response;
}
