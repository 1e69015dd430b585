import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { errorMessage, UsageError } from '../../core/errors.ts';
import { AbortedRequest, RefusedRequest, readBody } from '../server/read-body.ts';
import { findRoute } from './api.ts';
import { hasToken, isOwn, securityHeaders } from './guard.ts';
import { streamChanges } from './live.ts';
import { readPageFile } from './page-files.ts';
import { proofKeyOf, prove, runOf } from './proof.ts';
import type { Resumption } from './resumption.ts';
import type { InspectorSource, ListenerState } from './source.ts';
import { UnknownDelivery } from './unknown-delivery.ts';

/** What a request to the inspector may touch. */
export interface Context {
  readonly source: InspectorSource;
  readonly token: string;
  readonly port: number;
  readonly state: ListenerState;
  readonly resumption: Resumption;
}

/** Bytes: a body of 5 MB, and as much again for what JSON escapes in it. */
const maxBody = 16 * 1024 * 1024;
/** Bytes. */
const maxGreeting = 1024;

/** Answers one request: a file of the page to anyone on this machine, the API to who has the token. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  response.on('error', () => {}); // The page is gone; there is nobody to tell.
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  try {
    if (!isOwn(request, context.port)) throw new Refusal(403, 'This is for this machine alone.');
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://inspector');
    if (pathname.startsWith('/api/')) await callApi(request, response, context, searchParams);
    else await serveFile(request, response, pathname);
  } catch (error) {
    if (error instanceof AbortedRequest) return;
    const { status, ...said } = explain(error);
    answer(response, status, { error: said });
  }
}

async function serveFile(
  { method }: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<void> {
  if (method !== 'GET') throw new Refusal(405, 'Only GET is for pages.');
  const file = await readPageFile(pathname);
  if (!file) throw new Refusal(404, 'There is no such page.');
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
  const greet = greetings[route];
  if (greet)
    return answer(response, 200, greet(await readJson(request, maxGreeting), request, context));
  if (!hasToken(request, token)) throw unauthorized();
  if (route === 'GET live') return streamChanges(response, source, state);
  const body = await readJson(request, maxBody);
  const call = findRoute(route);
  if (!call) throw new Refusal(404, 'There is no such call.');
  answer(response, 200, (await call({ id, query, body }, source)) ?? null);
}

/** `POST /api/deliveries/7ya508h3/replay` is `POST deliveries/:id/replay`. */
function readRoute({ method, url = '/' }: IncomingMessage): { route: string; id: string } {
  const [path = ''] = url.split('?');
  const [room = '', id = '', ...rest] = path.slice('/api/'.length).split('/');
  const parts = [room, ...(id === '' ? [] : [':id']), ...rest];
  return { route: `${method} ${parts.join('/')}`, id };
}

type Greeting = (body: unknown, request: IncomingMessage, context: Context) => unknown;

/** What a page calls before it sends what lets it in. */
const greetings: Readonly<Record<string, Greeting>> = {
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

async function readJson(request: IncomingMessage, most: number): Promise<unknown> {
  const text = (await readBody(request, most)).toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The call is not JSON.');
  }
}

function answer(response: ServerResponse, status: number, content: unknown): void {
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
  return new Refusal(401, 'The token is missing, or of another run.');
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
