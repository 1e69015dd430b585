import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { errorMessage, UsageError } from '../../core/errors.ts';
import { AbortedRequest, RefusedRequest, readBody } from '../server/read-body.ts';
import { findRoute } from './api.ts';
import { hasToken, isSameOrigin, securityHeaders } from './guard.ts';
import { streamChanges } from './live.ts';
import { readPageFile } from './page-files.ts';
import { proofKeyOf, prove, runOf } from './proof.ts';
import type { Resumption } from './resumption.ts';
import type { InspectorSource, ListenerState } from './source.ts';
import { UnknownDelivery } from './unknown-delivery.ts';

/** What request handlers share. */
export interface Context {
  readonly source: InspectorSource;
  readonly token: string;
  readonly port: number;
  readonly state: ListenerState;
  readonly resumption: Resumption;
}

/** Bytes: an edited body of 5 MB, with room for JSON escapes. */
const maxBody = 16 * 1024 * 1024;
/** Bytes. */
const maxHandshake = 1024;

/** Handles a request: page files for anyone on this machine, the API only with the token. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  response.on('error', () => {}); // The page has disconnected.
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  try {
    if (!isSameOrigin(request, context.port)) {
      throw new Refusal(403, 'The inspector only accepts requests from its own page.');
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://inspector');
    if (pathname.startsWith('/api/')) await callApi(request, response, context, searchParams);
    else serveFile(request, response, pathname);
  } catch (error) {
    if (error instanceof AbortedRequest) return;
    const { status, ...explanation } = explain(error);
    respondJson(response, status, { error: explanation });
  }
}

function serveFile({ method }: IncomingMessage, response: ServerResponse, pathname: string): void {
  if (method !== 'GET') throw new Refusal(405, 'Pages only support GET.');
  const file = readPageFile(pathname);
  if (!file) throw new Refusal(404, 'Page not found.');
  response.writeHead(200, { 'content-type': file.type }).end(file.content);
}

async function callApi(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
  query: URLSearchParams,
): Promise<void> {
  const { source, token, state } = context;
  const { route, id } = readRoute(request);
  const handshake = handshakes[route];
  if (handshake) {
    const body = await readJson(request, maxHandshake);
    return respondJson(response, 200, handshake(body, request, context));
  }
  if (!hasToken(request, token)) throw unauthorized();
  if (route === 'GET live') return streamChanges(response, source, state);
  const body = await readJson(request, maxBody);
  const handle = findRoute(route);
  if (!handle) throw new Refusal(404, 'API route not found.');
  respondJson(response, 200, (await handle({ id, query, body }, source)) ?? null);
}

/** Returns the route of a request: `POST deliveries/:id/replay` for `POST /api/deliveries/7ya508h3/replay`. */
function readRoute({ method, url = '/' }: IncomingMessage): { route: string; id: string } {
  const [path = ''] = url.split('?');
  const [resource = '', id = '', ...rest] = path.slice('/api/'.length).split('/');
  const parts = [resource, ...(id === '' ? [] : [':id']), ...rest];
  return { route: `${method} ${parts.join('/')}`, id };
}

type Handshake = (body: unknown, request: IncomingMessage, context: Context) => unknown;

/** Routes that a page calls before it authenticates. */
const handshakes: Readonly<Record<string, Handshake>> = {
  'POST prove': (body, { headers: { host = '' } }, { token, resumption }) => {
    const { run, nonce } = challengeSchema.safeParse(body).data ?? {};
    if (run === undefined || nonce === undefined) throw unauthorized();
    const isCurrent = run === runOf(token);
    const proofKey = isCurrent ? proofKeyOf(token) : resumption.proofKey(run);
    if (proofKey === undefined) throw unauthorized();
    return prove(proofKey, { host, nonce, isCurrent });
  },
  'POST resume': (body, _, { token, resumption }) => {
    if (typeof body !== 'string' || !resumption.redeem(body)) throw unauthorized();
    return token;
  },
};

const challengeSchema = z.object({ run: z.string(), nonce: z.string().min(16) });

async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const text = (await readBody(request, maxBytes)).toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The request body is not JSON.');
  }
}

function respondJson(response: ServerResponse, status: number, content: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(content));
}

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function unauthorized(): Refusal {
  return new Refusal(401, 'The token is missing or belongs to another run.');
}

function explain(error: unknown): { status: number; message: string; remedy: string } {
  const message = errorMessage(error);
  if (error instanceof UsageError) return { status: 422, message, remedy: error.remedy ?? '' };
  return { status: statusOf(error), message, remedy: '' };
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  if (error instanceof RefusedRequest) return error.response.status;
  return error instanceof UnknownDelivery ? 404 : 500;
}
