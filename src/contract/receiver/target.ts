import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { parseEndpoint } from '../../core/http/parse-url.ts';

/** A handler of web standard requests: a route handler of Next, Hono's `app.fetch`. */
export type WebHandler = (request: Request) => Response | Promise<Response>;

/** A listener of node:http, such as an Express app. It is recognized by its two parameters. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The URL of a running receiver, or its code. */
export type Target =
  | string
  | URL
  | WebHandler
  | NodeListener
  | { readonly fetch: WebHandler }
  | { readonly POST: WebHandler };

export interface OpenTarget {
  readonly url: URL;
  close(): Promise<void>;
}

/**
 * Returns the URL of a target; code is served on a free port of loopback.
 * @throws UsageError for a string that is not a URL
 */
export async function openTarget(target: Target): Promise<OpenTarget> {
  if (typeof target === 'string' || target instanceof URL) {
    return {
      url: parseEndpoint(String(target), 'Pass it in `headers` instead.'),
      close: async () => {},
    };
  }
  const server = createServer(listenerOf(target));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: new URL(`http://127.0.0.1:${port}/`),
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listenerOf(target: Exclude<Target, string | URL>): RequestListener {
  if (typeof target !== 'function') {
    const handler = 'fetch' in target ? target.fetch.bind(target) : target.POST;
    const takesAll = 'fetch' in target;
    return guarded((request, response) =>
      takesAll || request.method === 'POST'
        ? serve(handler, request, response)
        : response.writeHead(405).end(),
    );
  }
  return isNodeListener(target)
    ? guarded(target)
    : guarded((request, response) => serve(target, request, response));
}

function isNodeListener(target: WebHandler | NodeListener): target is NodeListener {
  return target.length >= 2;
}

/** Wraps a listener: if it throws, responds with 500 and logs the error, as servers do. */
function guarded(listener: NodeListener): RequestListener {
  return async (request, response) => {
    try {
      await listener(request, response);
    } catch (error) {
      console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  };
}

async function serve(handler: WebHandler, request: IncomingMessage, response: ServerResponse) {
  const webResponse = await handler(await toWebRequest(request));
  const body = Buffer.from(await webResponse.arrayBuffer());
  response.writeHead(webResponse.status, [...webResponse.headers].flat());
  response.end(body);
}

async function toWebRequest(request: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = new Headers();
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '');
  }
  const { method = 'GET', url = '/' } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(`http://${request.headers.host ?? 'localhost'}${url}`, {
    method,
    headers,
    ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
  });
}
