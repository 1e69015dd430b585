import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryRequest } from '../../core/delivery.ts';
import { errorMessage, systemCode, UsageError } from '../../core/errors.ts';
import { jsonResponse, type ListenerResponse } from '../request.ts';
import { AbortedRequest, decodeBody, RefusedRequest, readBody } from './read-body.ts';
import { UnfinishedBodies } from './unfinished-bodies.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Bytes. */
  readonly maxBody: number;
  /** Told of what is answered without becoming a delivery: too large, not readable. */
  readonly onRefusal: (refusal: Refusal) => void;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** A server that listens; its requests go to the handler as whole bodies. */
export interface RunningServer {
  /** Without a trailing slash: `http://127.0.0.1:3333`. */
  readonly url: string;
  /** Takes no more connections, ends idle ones, and resolves when all in flight is answered. */
  close(): Promise<void>;
}

/** Bytes that bodies hold together while they are received; deliveries of Logto have 1 KB. */
const maxUnfinished = 64 * 1024 * 1024;

/** Milliseconds that a body may stall while the server closes. */
const closePatience = 1000;

type Handle = (request: DeliveryRequest) => Promise<ListenerResponse>;

/**
 * Starts the server. Whatever comes in is answered or dropped: what is no HTTP by Node itself
 * (400, 408, 431), what is no POST, too large or unreadable here, the rest by `handle`.
 * @throws UsageError when the address cannot be used
 */
export async function startServer(options: ServerOptions, handle: Handle): Promise<RunningServer> {
  const server = createServer({
    // Logto needs milliseconds for both; a client that takes longer holds a connection for nothing.
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 60_000,
    connectionsCheckingInterval: 2_000,
  });
  const inFlight = new InFlight();
  const unfinished = new UnfinishedBodies(maxUnfinished);
  const serve = (request: IncomingMessage, response: ServerResponse) =>
    void respond(request, response, options, handle, { inFlight, unfinished });
  server.on('request', serve);
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) <= options.maxBody) response.writeContinue();
    serve(request, response);
  });

  await listen(server, options);
  return {
    url: urlOf(server),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      const refusal = setInterval(() => unfinished.refuseStalled(closePatience), 100);
      await inFlight.over();
      clearInterval(refusal);
      // A connection is idle once its last answer has left; who does not read it is not waited for.
      const sweep = setInterval(() => server.closeIdleConnections(), 10);
      const deadline = setTimeout(() => server.closeAllConnections(), 2_000);
      server.closeIdleConnections();
      await closed;
      clearInterval(sweep);
      clearTimeout(deadline);
    },
  };
}

/** What the requests of a server share. */
interface Shared {
  readonly inFlight: InFlight;
  readonly unfinished: UnfinishedBodies;
}

/** How many requests are not answered yet. */
class InFlight {
  #count = 0;
  #onNone = () => {};

  begin(): void {
    this.#count++;
  }

  end(): void {
    this.#count--;
    if (this.#count === 0) this.#onNone();
  }

  /** Resolves when there is none, at once or later. */
  over(): Promise<void> {
    return new Promise((resolve) => {
      this.#onNone = resolve;
      if (this.#count === 0) resolve();
    });
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBody, onRefusal }: ServerOptions,
  handle: Handle,
  { inFlight, unfinished }: Shared,
): Promise<void> {
  response.on('error', ignore); // The sender is gone; there is nobody to tell.
  inFlight.begin();
  try {
    const immediate = answerWithoutBody(request);
    if (immediate) return write(response, request, immediate);
    const wireBody = await readBody(request, maxBody, unfinished);
    const coding = request.headers['content-encoding'];
    const body = coding === undefined ? wireBody : await decodeBody(wireBody, coding, maxBody);
    const { rawHeaders: headers, url: path = '/' } = request;
    write(
      response,
      request,
      await handle({ via: 'http', at: new Date(), path, headers, wireBody, body }),
    );
  } catch (error) {
    if (error instanceof AbortedRequest) return;
    const message = errorMessage(error);
    // Nothing that one request brings may end the listener.
    const answer =
      error instanceof RefusedRequest ? error.response : jsonResponse(500, { error: message });
    onRefusal({ status: answer.status, message });
    if (response.headersSent) response.destroy();
    else write(response, request, answer);
  } finally {
    inFlight.end();
  }
}

function ignore(): void {}

function answerWithoutBody(request: IncomingMessage): ListenerResponse | undefined {
  const { method, url = '/' } = request;
  if (method === 'POST') return undefined;
  if ((method === 'GET' || method === 'HEAD') && url.split('?')[0] === '/healthz') {
    return jsonResponse(200, { status: 'ok' });
  }
  return jsonResponse(405, { error: `Webhooks are POSTed; this was a ${method}.` }, [
    'allow',
    'POST',
  ]);
}

function write(
  response: ServerResponse,
  request: IncomingMessage,
  { status, headers, body }: ListenerResponse,
): void {
  const mayHaveBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
  const all = [...headers];
  if (mayHaveBody) all.push('content-length', String(Buffer.byteLength(body)));
  // The rest of a body that was not read whole is not worth waiting for.
  if (!request.complete) all.push('connection', 'close');
  response.writeHead(status, all);
  response.end(mayHaveBody ? body : undefined);
  if (!request.complete) request.resume();
}

function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainListenError(error, host, port)));
    server.listen({ host, port }, resolve);
  });
}

function explainListenError(error: Error, host: string, port: number): UsageError {
  const [message, remedy] = {
    EADDRINUSE: [
      `Port ${port} is taken on ${host}.`,
      'Stop what listens there, or choose another with --port (0: any free one).',
    ],
    EACCES: [`Port ${port} may not be used.`, 'Choose one above 1023 with --port.'],
    EADDRNOTAVAIL: [
      `${host} is no address of this machine.`,
      'Leave out --host, or use 0.0.0.0 for all.',
    ],
    ENOTFOUND: [`The name ${host} cannot be found.`, 'Leave out --host, or give an address.'],
  }[systemCode(error) ?? ''] ?? [`Cannot listen on ${host}:${port}: ${error.message}.`, ''];
  return new UsageError(message ?? '', remedy, { cause: error });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
