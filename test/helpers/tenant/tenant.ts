import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventsOfVersion } from '../../../src/core/logto/versions.ts';
import { realDeliveries } from '../deliveries.ts';
import { emit } from './emit.ts';
import type { Asked } from './respond.ts';
import { answer } from './routes.ts';
import { type Hook, type LogEntry, newId, newSigningKey, type TenantState } from './state.ts';
import type { Registered } from './token.ts';

/** Handles a request instead of Logto; `proceed` lets it be handled as usual. */
export type Fault = (response: ServerResponse, proceed: () => void) => void;

interface FaultRule {
  /** The requests to affect, by `GET /api/hooks/abc/recent-logs`; all by default. */
  readonly on?: RegExp;
  /** How many; one by default. */
  readonly times?: number;
  readonly fault: Fault;
}

/** The part of a Logto tenant that is used here, as a real HTTP server on a free port of 127.0.0.1. */
export interface Tenant {
  readonly endpoint: string;
  readonly appId: string;
  readonly appSecret: string;
  /** For `--auth`. */
  readonly auth: string;
  /** The environment of a command. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: TenantState;
  /** All requests in order: `GET /api/hooks?page=1`. */
  readonly requests: readonly string[];
  /** Adds a webhook, without a request. */
  addHook(hook?: Partial<Hook>): Hook;
  /**
   * Emits an event: delivers it to all subscribed webhooks, and returns the log entries.
   * @param payload without `hookId`; by default one that a real Logto sent
   */
  emit(event: string, payload?: object): Promise<LogEntry[]>;
  /** Makes later requests fail; rules are tried in the order in which they were added. */
  inject(rule: FaultRule): void;
  close(): Promise<void>;
}

export interface TenantOptions {
  /** The Management API's indicator; that of a self-hosted Logto by default. */
  readonly resource?: string;
  /** Creates the server, for TLS. */
  readonly serve?: (handle: (request: IncomingMessage, response: ServerResponse) => void) => Server;
}

/** Starts a tenant, which the caller closes. Tests use `startTenant`. */
export async function createTenant({
  resource = 'https://default.logto.app/api',
  serve = (handle) => createServer(handle),
}: TenantOptions = {}): Promise<Tenant> {
  const state = newState();
  const registered: Registered = { appId: newId(), appSecret: newSigningKey(), resource };
  const requests: string[] = [];
  const rules: { on: RegExp; left: number; fault: Fault }[] = [];

  const server = serve(async (request, response) => {
    const asked = await readRequest(request, server.listening ? endpointOf(server) : '');
    const name = `${asked.method} ${asked.url.pathname}${asked.url.search}`;
    requests.push(name);
    const proceed = () => void answer(state, registered, asked, response);
    const rule = rules.find(({ on, left }) => left > 0 && on.test(name));
    if (!rule) return proceed();
    rule.left--;
    rule.fault(response, proceed);
  });
  server.keepAliveTimeout = 60_000; // A connection that closes while idle would be another fault.
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const { appId, appSecret } = registered;
  const [endpoint, auth] = [endpointOf(server), `${appId}:${appSecret}`];
  return {
    ...{ endpoint, appId, appSecret, auth, state, requests },
    env: { LOGTO_ENDPOINT: endpoint, LOGTO_AUTH: auth },
    addHook(given = {}) {
      const hook: Hook = {
        ...{ tenantId: 'default', id: newId(), name: 'a webhook', event: null },
        ...{ events: eventsOfVersion(), config: { url: 'https://logto-hooks.invalid/' } },
        ...{ signingKey: newSigningKey(), enabled: true, createdAt: Date.now() },
        ...given,
      };
      state.hooks.push(hook);
      return hook;
    },
    emit: (event, payload = samplePayload(event)) => emit(state, event, payload),
    inject: ({ on = /./, times = 1, fault }) => void rules.push({ on, left: times, fault }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Responds with something else. */
export function answerWith(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Fault {
  return (response) => void response.writeHead(status, headers).end(body);
}

/** Never responds. */
export const hang: Fault = () => {};

/** Resets the connection. */
export const reset: Fault = (response) => void response.socket?.resetAndDestroy();

/** Handles the request, but the response is lost. */
export const loseAnswer: Fault = (response, proceed) => {
  response.end = () => {
    response.socket?.resetAndDestroy();
    return response;
  };
  proceed();
};

/** Returns a payload that a real Logto sent, with the current time and without `hookId`. */
export function samplePayload(event: string): object {
  const real = realDeliveries.find(
    (delivery) => delivery.event === event && !delivery.name.endsWith('console-test-payload'),
  );
  const { hookId, ...payload } = JSON.parse(real?.body ?? '{}');
  return { ...payload, createdAt: new Date().toISOString() };
}

function newState(): TenantState {
  return {
    ...{ hooks: [], logs: [], users: new Map(), organizations: new Map(), tokens: new Map() },
    objects: new Map(),
    ...{
      isVisible: () => true,
      lookUp: async () => {},
      knownEvents: eventsOfVersion(),
      hasRole: true,
    },
    ...{ hookQuota: Number.POSITIVE_INFINITY, tokenLifetime: 3600 },
  };
}

function endpointOf(server: Server): string {
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readRequest(request: IncomingMessage, endpoint: string): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  return { method, url: new URL(url, endpoint), headers, body: Buffer.concat(chunks) };
}
