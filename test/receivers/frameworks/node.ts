import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { flaws } from '../flaws.ts';
import { good, hmac, isEqual, type Reply, receive, type Steps } from '../receiver.ts';
import { listen, type Served } from './framework.ts';

/** Bare node:http: the good receiver, all flaws, and flaws in reading and responding. */
export const node: Served = {
  framework: 'node',
  natives: [
    { name: 'good' },
    ...flaws,
    { name: 'concatenates-chunks-as-text', fails: ['bytes/unicode'] },
    { name: 'reads-only-the-first-chunk', fails: ['tolerates/large-payload'] },
    { name: 'keeps-the-body-outside-of-the-request', fails: ['tolerates/concurrency'] },
    { name: 'hangs-up-without-a-word', fails: ['behaves/keep-alive'] },
    { name: 'closes-each-connection' },
  ],
  start: () => listen(createServer(nodeListener())),
};

/** Routes requests to the receivers by path. */
export function nodeListener(): RequestListener {
  const byPath = new Map<string, RequestListener>([
    ['/good', serve(good)],
    ...flaws.map(({ name, steps }): [string, RequestListener] => [
      `/${name}`,
      serve({ ...good, ...steps() }),
    ]),
    ['/concatenates-chunks-as-text', concatenateChunks],
    ['/reads-only-the-first-chunk', readFirstChunk],
    ['/keeps-the-body-outside-of-the-request', keepBodyOutside()],
    ['/hangs-up-without-a-word', hangUp],
    ['/closes-each-connection', closeConnection],
  ]);
  return (request, response) => {
    const listener = byPath.get(request.url ?? '');
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  };
}

function serve(steps: Steps): RequestListener {
  return async (request, response) => answer(response, await receive(await read(request), steps));
}

async function read(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return incoming(request, Buffer.concat(chunks));
}

function incoming({ method = '', headers }: IncomingMessage, rawBody: Buffer) {
  return {
    method,
    rawBody,
    header: (name: string) => headers[name]?.toString(),
  };
}

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** A character that falls between two chunks becomes two replacement characters. */
const concatenateChunks: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const signature = request.headers['logto-signature-sha-256']?.toString() ?? '';
    if (request.method !== 'POST') return answer(response, { status: 405 });
    if (!isEqual(hmac(body), signature)) return answer(response, { status: 401 });
    try {
      JSON.parse(body);
      answer(response, { status: 200 });
    } catch {
      answer(response, { status: 400 });
    }
  });
};

const readFirstChunk: RequestListener = (request, response) => {
  request.once('data', async (chunk: Buffer) => {
    answer(response, await receive(incoming(request, chunk), good));
  });
  request.once('end', () => {
    if (request.method !== 'POST') answer(response, { status: 405 });
  });
};

/** Concurrent requests mix their bodies. */
function keepBodyOutside(): RequestListener {
  let chunks: Buffer[] = [];
  return (request, response) => {
    chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      answer(response, await receive(incoming(request, Buffer.concat(chunks)), good));
    });
  };
}

/** Announces keep-alive and closes the connection. */
const hangUp: RequestListener = async (request, response) => {
  const reply = await receive(await read(request), good);
  response.once('finish', () => request.socket.destroySoon());
  response.setHeader('connection', 'keep-alive');
  answer(response, reply);
};

/** Announces that it closes the connection, which is allowed. */
const closeConnection: RequestListener = async (request, response) => {
  const reply = await receive(await read(request), good);
  answer(response, { ...reply, headers: { connection: 'close' } });
};
