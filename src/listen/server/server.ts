import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { platform } from 'node:os';
import { errorMessage, systemCode, UsageError } from '../../core/errors.ts';
import { listenerHeader } from '../../core/workspace/listener-address.ts';
import type { ListenerPrinter } from '../output/printer.ts';
import type { Pipeline } from '../pipeline.ts';
import { jsonResponse, type ListenerResponse } from '../response.ts';
import { OutputGate } from './output-gate.ts';
import { AbortedRequest, decodeBody, RefusedRequest, readBody, takeBody } from './read-body.ts';
import { UnfinishedBodies } from './unfinished-bodies.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Bytes. */
  readonly maxBody: number;
  /** Random; `GET /healthz` responds with it, so that `send` recognizes its project's listener. */
  readonly id: string;
  readonly pipeline: Pipeline;
  readonly printer: ListenerPrinter;
}

/** A server that passes each POST request to the pipeline once its body is complete. */
export interface RunningServer {
  /** Without a trailing slash: `http://127.0.0.1:3333`. */
  readonly url: string;
  /** Stops accepting connections, closes idle ones, and resolves when every request has its response. */
  close(): Promise<void>;
}

/** Limit in bytes of all unfinished bodies together. A delivery of Logto has about 1 KB. */
const maxUnfinished = 64 * 1024 * 1024;

/** Milliseconds that a body may stall while the server closes. */
const closeStallLimit = 1000;

/**
 * Starts the server. Node.js responds to invalid HTTP (400, 408, 431); the server to requests that are not
 * POST, too large or unreadable; and the pipeline to all others.
 * @throws UsageError if the address cannot be used
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = createServer({
    // Logto needs milliseconds for both; a slower client only occupies a connection.
    headersTimeout: 10_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 60_000,
    connectionsCheckingInterval: 2_000,
  });
  const inFlight = new InFlight();
  const unfinished = new UnfinishedBodies(maxUnfinished);
  const gate = new OutputGate(() => options.printer.drained());
  const serve = (request: IncomingMessage, response: ServerResponse) =>
    void respond(request, response, options, { inFlight, unfinished, gate });
  server.on('request', serve);
  server.on('checkContinue', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) <= options.maxBody) response.writeContinue();
    serve(request, response);
  });

  await listen(server, options);
  return {
    url: urlOf(server),
    async close() {
      gate.open();
      const closed = new Promise((resolve) => server.close(resolve));
      const refusal = setInterval(() => unfinished.refuseStalled(closeStallLimit), 100);
      await inFlight.over();
      clearInterval(refusal);
      // A connection is idle once its last response was sent. A client that does not read is not waited for.
      const sweep = setInterval(() => server.closeIdleConnections(), 10);
      const deadline = setTimeout(() => server.closeAllConnections(), 2_000);
      server.closeIdleConnections();
      await closed;
      clearInterval(sweep);
      clearTimeout(deadline);
    },
  };
}

/** State that the requests of a server share. */
interface Shared {
  readonly inFlight: InFlight;
  readonly unfinished: UnfinishedBodies;
  readonly gate: OutputGate;
}

/** Counts the requests that have no response yet. */
class InFlight {
  #count = 0;
  #isEnding = false;
  #onNone = () => {};

  /** Whether the server closes. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  begin(): void {
    this.#count++;
  }

  end(): void {
    this.#count--;
    if (this.#count === 0) this.#onNone();
  }

  /** Resolves when there are none. */
  over(): Promise<void> {
    this.#isEnding = true;
    return new Promise((resolve) => {
      this.#onNone = resolve;
      if (this.#count === 0) resolve();
    });
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBody, id, pipeline, printer }: ServerOptions,
  { inFlight, unfinished, gate }: Shared,
): Promise<void> {
  response.on('error', ignore); // The sender has disconnected.
  inFlight.begin();
  // A busy client would send on this connection for ever, and the server would never close.
  if (inFlight.isEnding) response.shouldKeepAlive = false;
  try {
    const immediate = respondWithoutBody(request, id);
    if (immediate) return write(response, request, immediate);
    // Waits even if the gate is open: the rest of the packet, usually the body, is parsed meanwhile.
    await gate.pass();
    if (request.destroyed) throw new AbortedRequest();
    const { rawHeaders: headers, url: path = '/' } = request;
    const wireBody = takeBody(request, maxBody) ?? (await readBody(request, maxBody, unfinished));
    const coding = request.headers['content-encoding'];
    const body = coding === undefined ? wireBody : await decodeBody(wireBody, coding, maxBody);
    write(
      response,
      request,
      await pipeline.process({ via: 'http', at: new Date(), path, headers, wireBody, body }),
    );
  } catch (error) {
    if (error instanceof AbortedRequest) return;
    const message = errorMessage(error);
    // No request may crash the listener.
    const refusal =
      error instanceof RefusedRequest ? error.response : jsonResponse(500, { error: message });
    printer.refusal({ status: refusal.status, message });
    if (response.headersSent) response.destroy();
    else write(response, request, refusal);
  } finally {
    inFlight.end();
  }
}

function ignore(): void {}

function respondWithoutBody(request: IncomingMessage, id: string): ListenerResponse | undefined {
  const { method, url = '/' } = request;
  if (method === 'POST') return undefined;
  if ((method === 'GET' || method === 'HEAD') && url.split('?')[0] === '/healthz') {
    return jsonResponse(200, { status: 'ok' }, [listenerHeader, id]);
  }
  return jsonResponse(
    405,
    { error: `Method ${method} is not allowed. Webhooks are sent with POST.` },
    ['allow', 'POST'],
  );
}

function write(
  response: ServerResponse,
  request: IncomingMessage,
  { status, headers, body }: ListenerResponse,
): void {
  const mayHaveBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
  const all = [...headers];
  if (mayHaveBody) all.push('content-length', String(Buffer.byteLength(body)));
  // Closes the connection instead of waiting for the rest of the body.
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
      `Port ${port} on ${host} is already in use.`,
      'Stop the program that uses it, or choose another with --port (0: any free port).',
    ],
    EACCES:
      platform() === 'win32'
        ? [`Windows reserves port ${port}.`, 'Choose another with --port (0: any free port).']
        : [`Port ${port} requires administrator rights.`, 'Choose a port above 1023 with --port.'],
    EADDRNOTAVAIL: [
      `'${host}' is not an address of this machine.`,
      'Omit --host, or use 0.0.0.0 for all addresses.',
    ],
    ENOTFOUND: [`Cannot resolve the host name '${host}'.`, 'Omit --host, or use an IP address.'],
  }[systemCode(error) ?? ''] ?? [`Cannot listen on ${host}:${port}: ${error.message}.`, ''];
  return new UsageError(message ?? '', remedy, { cause: error });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
