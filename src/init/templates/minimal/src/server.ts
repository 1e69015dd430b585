import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import process from 'node:process';
import { handle } from './handle.ts';
import type { LogtoPayload } from './payloads.ts';

const maxBodyBytes = 5 * 1024 * 1024;
/** How many deliveries are remembered, so that a repeated one is handled once. */
const maxRemembered = 10_000;

/** Creates a server that verifies, acknowledges and then handles Logto's webhooks. */
export function createReceiver(
  signingKey: string,
  handleEvent: (payload: LogtoPayload) => Promise<void>,
): Server {
  const seen = new Set<string>();

  async function respond(request: IncomingMessage): Promise<[status: number, body: object]> {
    if (request.url === '/healthz') return [200, { status: 'ok' }];
    if (request.url?.split('?')[0] !== '/webhooks/logto') return [404, { error: 'Not found.' }];
    if (request.method !== 'POST') return [405, { error: 'Use POST.' }];
    const rawBody = await readBody(request);
    if (!rawBody) return [413, { error: 'The body is too large.' }];
    if (!isSigned(rawBody, request.headers['logto-signature-sha-256'], signingKey)) {
      return [401, { error: 'The signature is missing or invalid.' }];
    }
    const payload = parse(rawBody);
    if (!payload) return [400, { error: 'The body is not a Logto payload.' }];
    const id = createHash('sha256').update(rawBody).digest('hex');
    if (!seen.has(id)) {
      seen.add(id);
      const [oldest] = seen;
      if (seen.size > maxRemembered && oldest) seen.delete(oldest);
      // Not awaited: Logto gets its response first.
      handleEvent(payload).catch((error: unknown) => {
        seen.delete(id);
        console.error(`event lost: ${payload.event} ${id}`, error);
      });
    }
    return [200, { ok: true }];
  }

  return createServer((request, response) => {
    respond(request).then(
      ([status, body]) => {
        if (status === 405) response.setHeader('allow', 'POST');
        if (status === 413) response.setHeader('connection', 'close');
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => response.destroy(), // The sender closed the connection.
    );
  });
}

/** Compares the signature of the bytes as sent, in constant time. */
function isSigned(rawBody: Buffer, signature: unknown, signingKey: string): boolean {
  if (typeof signature !== 'string' || !/^[\da-f]{64}$/.test(signature)) return false;
  const expected = createHmac('sha256', signingKey).update(rawBody).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}

function parse(rawBody: Buffer): LogtoPayload | undefined {
  try {
    const payload = JSON.parse(rawBody.toString());
    return typeof payload?.event === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a body, or returns undefined if it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function start(): void {
  if (existsSync('.env')) process.loadEnvFile();
  const { LOGTO_WEBHOOK_SIGNING_KEY: signingKey, PORT = '3000', HOST = '127.0.0.1' } = process.env;
  if (!signingKey) {
    console.error('LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.');
    process.exit(1);
  }
  const server = createReceiver(signingKey, handle).listen(Number(PORT), HOST, () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : PORT;
    console.log(`listening at http://${HOST}:${port}/webhooks/logto`);
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    console.error(`Port ${PORT} is already in use. Stop the program that uses it, or set PORT.`);
    process.exit(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) start();
