import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import * as z from 'zod';
import { eventNames } from '../../../src/core/logto/events.ts';
import { good, hmac, isEqual, receive } from '../receiver.ts';
import { listen, type Served } from './framework.ts';

/** A function that a file `app/…/route.ts` exports. */
type RouteHandler = (request: Request) => Response | Promise<Response>;

/**
 * Route handlers of Next's App Router. A handler is a plain `(Request) => Response`, so it is called
 * without Next, which is some 300 MB and takes seconds to compile. Like Next, this responds with 405 to a
 * method that is not exported, and with 500 to an error.
 */
export const nextReceivers: Served = {
  framework: 'next',
  natives: [
    { name: 'good' },
    {
      name: 'parsed-body',
      warns: [
        ...['bytes/whitespace', 'bytes/big-numbers', 'bytes/duplicate-keys'],
        'behaves/malformed-json',
      ],
    },
    { name: 'known-events-only', fails: ['tolerates/unknown-event'] },
    { name: 'says-hello', warns: ['behaves/get-not-accepted'] },
    { name: 'no-key', fails: ['rejects/empty-key'] },
  ],
  start: () => listen(createServer(getRequestListener(route))),
};

interface Route {
  readonly POST: RouteHandler;
  readonly GET?: RouteHandler;
}

const routes: Readonly<Record<string, Route>> = {
  '/good': { POST: verifyRaw },
  '/parsed-body': { POST: verifyParsed },
  '/known-events-only': { POST: parseStrictly },
  '/says-hello': { POST: verifyRaw, GET: () => new Response('hello') },
  '/no-key': { POST: verifyWithSpareKey },
};

async function route(request: Request): Promise<Response> {
  const handlers = routes[new URL(request.url).pathname];
  if (!handlers) return new Response(null, { status: 404 });
  const handler = request.method === 'POST' ? handlers.POST : handlers.GET;
  if (!handler) return new Response(null, { status: 405 });
  try {
    return await handler(request);
  } catch {
    return new Response('Internal Server Error', { status: 500 });
  }
}

async function verifyRaw(request: Request): Promise<Response> {
  const rawBody = Buffer.from(await request.arrayBuffer());
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const { status, body } = await receive({ method: request.method, header, rawBody }, good);
  return Response.json(body ?? null, { status });
}

async function verifyParsed(request: Request): Promise<Response> {
  const payload = await request.json();
  return judge(isSigned(request, JSON.stringify(payload)));
}

const payloadSchema = z.looseObject({ event: z.enum(eventNames) });

async function parseStrictly(request: Request): Promise<Response> {
  const text = await request.text();
  if (!isSigned(request, text)) return judge(false);
  try {
    JSON.parse(text);
  } catch {
    return new Response('not JSON', { status: 400 });
  }
  payloadSchema.parse(JSON.parse(text));
  return judge(true);
}

async function verifyWithSpareKey(request: Request): Promise<Response> {
  const text = await request.clone().text();
  const spareKey = process.env.LOGTO_KEY_THAT_NOBODY_SET ?? '';
  const isSpare = isEqual(hmac(text, spareKey), signatureOf(request));
  return isSpare ? judge(true) : verifyRaw(request);
}

function isSigned(request: Request, text: string): boolean {
  return isEqual(hmac(text), signatureOf(request));
}

function signatureOf(request: Request): string {
  return request.headers.get('logto-signature-sha-256') ?? '';
}

function judge(isRight: boolean): Response {
  return Response.json({ ok: isRight }, { status: isRight ? 200 : 401 });
}
