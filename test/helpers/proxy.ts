import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import process from 'node:process';
import { onTestFinished } from 'vitest';

export interface ForwardProxy {
  /** The URL with user name and password. */
  readonly url: string;
  /** Request lines in order, such as `CONNECT receiver.test:443`; undefined for an external proxy. */
  readonly requests: readonly string[] | undefined;
}

/** The user name and URL-encoded password of the proxies. */
const credentials = 'joan:p%40ss:w%2Frd';

/**
 * Returns a forward proxy with CONNECT, plain requests and authentication, for which every name that ends
 * in `.test` is 127.0.0.1: a request that reaches such a name went through it. TEST_PROXY names another
 * one to use, with its credentials (`scripts/with-squid.sh`).
 */
export async function startProxy(): Promise<ForwardProxy> {
  if (process.env.TEST_PROXY) return { url: process.env.TEST_PROXY, requests: undefined };
  const requests: string[] = [];
  const isAllowed = ({ method, url, headers }: IncomingMessage) => {
    requests.push(`${method} ${url}`);
    const wanted = Buffer.from(decodeURIComponent(credentials)).toString('base64');
    return headers['proxy-authorization'] === `Basic ${wanted}`;
  };
  const server = createServer((request, response) => {
    if (!isAllowed(request)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="test"' }).end();
      return;
    }
    const { host, port, path } = addressOf(new URL(request.url ?? ''));
    const { 'proxy-authorization': _, ...headers } = request.headers;
    const forwarded = httpRequest({ host, port, path, method: request.method ?? '', headers });
    forwarded.on('response', (upstream) => {
      response.writeHead(upstream.statusCode ?? 0, upstream.headers);
      upstream.pipe(response);
    });
    forwarded.on('error', () => {
      response.writeHead(503, { 'proxy-status': 'test; error=connection_refused' }).end();
    });
    request.pipe(forwarded);
  });
  server.on('connect', (request, client) => {
    client.on('error', () => {});
    if (!isAllowed(request)) return client.end('HTTP/1.1 407 No\r\n\r\n');
    const { host, port } = addressOf(new URL(`https://${request.url}`));
    const target = connect({ host, port });
    target.on('error', () => client.end('HTTP/1.1 503 No\r\n\r\n'));
    target.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://${credentials}@127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
  };
}

function addressOf({ hostname, port, protocol, pathname, search }: URL) {
  return {
    host: hostname.endsWith('.test') ? '127.0.0.1' : hostname,
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    path: `${pathname}${search}`,
  };
}
