import type { ServerResponse } from 'node:http';
import { parseJson } from './emit.ts';
import {
  createEntity,
  deleteEntity,
  getEntity,
  isKind,
  listEntities,
  updateEntity,
} from './entities.ts';
import {
  createHook,
  deleteHook,
  getHook,
  listHooks,
  recentLogs,
  rotateKey,
  testHook,
  updateHook,
} from './hooks.ts';
import { answerObjects } from './objects.ts';
import { type Asked, answerJson, entityTag, Refused } from './respond.ts';
import type { TenantState } from './state.ts';
import { authorize, giveToken, type Registered } from './token.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Responds to one request as Logto does. */
export async function answer(
  state: TenantState,
  registered: Registered,
  asked: Asked,
  response: ServerResponse,
): Promise<void> {
  try {
    const { status, body, headers } = await route(state, registered, asked);
    if (status === 204) return void response.writeHead(204, headers).end();
    const tag = asked.method === 'GET' ? { etag: entityTag(body) } : {};
    if (body === 'Created') return void response.writeHead(201).end(body);
    answerJson(response, status, body, { ...headers, ...tag });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    answerJson(response, error.status, error.body, error.headers);
  }
}

async function route(state: TenantState, registered: Registered, asked: Asked): Promise<Answer> {
  const { method, url } = asked;
  if (url.pathname === '/oidc/token' && method === 'POST') {
    return giveToken(state, registered, asked);
  }
  const [, api, kind, id, part] = url.pathname.split('/').map(decodeURIComponent);
  if (api !== 'api') throw new Refused(404, { message: 'Not Found' });
  authorize(state, asked);
  const body = asked.body.length === 0 ? {} : parseJson(asked.body.toString());
  const record = typeof body === 'object' && body !== null ? body : {};
  if (kind === 'hooks') return routeHooks(state, asked, { id, part, body });
  const response = await answerObjects(state, asked, { ...record });
  if (response) return response;
  if (isKind(kind)) {
    switch (`${method} ${id === undefined ? 'all' : 'one'}`) {
      case 'GET all':
        return { status: 200, ...listEntities(state, kind, asked) };
      case 'POST all': {
        const status = kind === 'users' ? 200 : 201;
        return { status, body: await createEntity(state, kind, record, asked) };
      }
      case 'GET one':
        return { status: 200, body: getEntity(state, kind, id ?? '') };
      case 'PATCH one':
        return { status: 200, body: await updateEntity(state, kind, id ?? '', record, asked) };
      case 'DELETE one':
        await deleteEntity(state, kind, id ?? '', asked);
        return { status: 204 };
    }
  }
  throw new Refused(404, { code: 'entity.not_found', message: 'The resource does not exist.' });
}

interface HookCall {
  readonly id: string | undefined;
  readonly part: string | undefined;
  readonly body: unknown;
}

async function routeHooks(
  state: TenantState,
  asked: Asked,
  { id, part, body }: HookCall,
): Promise<Answer> {
  const path = ['hooks', id === undefined ? undefined : ':id', part].filter(Boolean).join('/');
  const named = id ?? '';
  switch (`${asked.method} ${path}`) {
    case 'GET hooks':
      return { status: 200, ...listHooks(state, asked) };
    case 'POST hooks':
      return { status: 201, body: createHook(state, body) };
    case 'GET hooks/:id':
      return { status: 200, body: getHook(state, named, asked) };
    case 'PATCH hooks/:id':
      return { status: 200, body: updateHook(state, named, body) };
    case 'DELETE hooks/:id':
      deleteHook(state, named);
      return { status: 204 };
    case 'PATCH hooks/:id/signing-key':
      return { status: 200, body: rotateKey(state, named) };
    case 'GET hooks/:id/recent-logs':
      return { status: 200, ...recentLogs(state, named, asked) };
    case 'POST hooks/:id/test':
      await testHook(state, named, body);
      return { status: 204 };
  }
  throw new Refused(404, { code: 'entity.not_found', message: 'The resource does not exist.' });
}
