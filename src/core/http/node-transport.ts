import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { lookupHost } from './loopback-lookup.ts';
import {
  BodyCollector,
  TimeoutError,
  type Transport,
  type TransportOptions,
  type TransportRequest,
  type TransportResponse,
} from './transport.ts';

export interface NodeTransportOptions extends Pick<TransportOptions, 'insecure'> {
  /** Keeps connections from one request to the next; each request has its own unless given. */
  readonly agent?: Agent;
  /** Writes the body and ends the request, for who cares how it is cut into pieces. */
  readonly writeBody?: (request: ClientRequest, body: Buffer | undefined) => void;
}

/**
 * HTTP over node:http, one connection per request: the cheaper one to start (24 ms where undici
 * takes 200 for its first request), so it carries single deliveries.
 */
export function createNodeTransport({
  insecure,
  agent,
  writeBody = (request, body) => request.end(body),
}: NodeTransportOptions): Transport {
  return {
    async request(wanted) {
      const start = wanted.url.protocol === 'https:' ? await httpsRequest() : httpRequest;
      const open = (headers: readonly string[]) =>
        start(wanted.url, {
          method: wanted.method,
          headers,
          agent: agent ?? false,
          lookup: lookupHost,
          rejectUnauthorized: !insecure,
          signal: wanted.signal,
        });
      return exchange(wanted, open, writeBody);
    },
    async close() {},
  };
}

/** TLS costs 10 ms to load, and most targets are plain http on this machine. */
async function httpsRequest(): Promise<typeof import('node:https').request> {
  return (await import('node:https')).request;
}

function exchange(
  wanted: TransportRequest,
  open: (headers: readonly string[]) => ClientRequest,
  writeBody: (request: ClientRequest, body: Buffer | undefined) => void,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    const { body, timeout } = wanted;
    const length = body ? ['content-length', String(body.length)] : [];
    const request = open([
      'host',
      wanted.url.host,
      'connection',
      'keep-alive',
      ...wanted.headers,
      ...length,
    ]);
    const timer = setTimeout(() => request.destroy(new TimeoutError(timeout)), timeout);
    request.on('response', (response) => {
      clearTimeout(timer);
      void collect(response, wanted).then(resolve);
    });
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    writeBody(request, body);
  });
}

function collect(response: IncomingMessage, wanted: TransportRequest): Promise<TransportResponse> {
  return new Promise((resolve) => {
    const collector = new BodyCollector(wanted.maxResponse);
    const timer = setTimeout(() => response.destroy(), wanted.timeout);
    response.on('data', (chunk: Buffer) => {
      if (!collector.add(chunk)) response.destroy();
    });
    response.on('error', () => {}); // Told by `complete`.
    response.on('close', () => {
      clearTimeout(timer);
      if (!response.complete) collector.cut();
      resolve({
        status: response.statusCode ?? 0,
        headers: response.rawHeaders,
        ...collector.finish(),
      });
    });
  });
}
