import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { jsonbOrder } from '../json-stacks.ts';
import { type Hook, type LogEntry, newId, type TenantState } from './state.ts';

/** The outcome of a delivery, as Logto logs it. */
type Outcome = Pick<LogEntry['payload'], 'result' | 'error' | 'response'>;

/** Milliseconds until Logto times out. */
export const logtoTimeout = 10_000;

/**
 * Delivers an event to each enabled webhook that is subscribed to it, as Logto does, and logs the outcome.
 * @param payload without `hookId`, which is its last key
 */
export async function emit(
  state: TenantState,
  event: string,
  payload: object,
  timeout = logtoTimeout,
): Promise<LogEntry[]> {
  const wanting = state.hooks.filter(({ enabled, events }) => enabled && events.includes(event));
  return Promise.all(
    wanting.map(async (hook) => {
      const body = { ...payload, hookId: hook.id };
      const outcome = await deliver(state, hook, body, timeout);
      const entry = logEntry(hook, event, body, outcome);
      state.logs.push(entry);
      return entry;
    }),
  );
}

/** Returns a log entry. The column is jsonb, which does not keep the order of keys. */
export function logEntry(
  { id: hookId }: Pick<Hook, 'id'>,
  event: string,
  body: object,
  { result, error, response }: Outcome,
  createdAt = Date.now(),
): LogEntry {
  const key = `TriggerHook.${event}`;
  return {
    id: newId(),
    key,
    payload: {
      ...{ key, result },
      ...(error === undefined ? {} : { error }),
      hookId,
      ...(response === undefined ? {} : { response: { ...response } }),
      hookRequest: { body: jsonbOrder(body) },
    },
    createdAt,
  };
}

/**
 * POSTs a signed body as Logto does (packages/core/src/libraries/hook/utils.ts): one object with all headers,
 * merged by fetch if their names differ in case, then the type of the body.
 */
export async function post(
  state: Pick<TenantState, 'lookUp'>,
  { config, signingKey }: Pick<Hook, 'config' | 'signingKey'>,
  body: object,
  timeout: number,
): Promise<Response> {
  const text = JSON.stringify(body);
  const { hostname } = new URL(config.url);
  if (!isIP(hostname)) await state.lookUp(hostname);
  // RFC 2606 reserves .invalid for names that never resolve; a lookup may take long where tests run.
  if (hostname.endsWith('.invalid')) throw notFound(hostname);
  const merged = new Headers({
    'user-agent': 'Logto (https://logto.io/)',
    ...config.headers,
    'logto-signature-sha-256': createHmac('sha256', signingKey).update(text).digest('hex'),
  });
  const headers = new Headers([...merged]);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  return fetch(config.url, {
    method: 'POST',
    headers,
    body: text,
    signal: AbortSignal.timeout(timeout),
  });
}

function notFound(hostname: string): TypeError {
  const cause = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    ...{ errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname },
  });
  return new TypeError('fetch failed', { cause });
}

async function deliver(
  state: TenantState,
  hook: Hook,
  body: object,
  timeout: number,
): Promise<Outcome> {
  try {
    const response = await post(state, hook, body, timeout);
    const text = await response.text();
    const { status, statusText } = response;
    const result = { body: parseJson(text), statusCode: status };
    if (response.ok) return { result: 'Success', response: result };
    const error = httpError(status, statusText, body);
    return { result: 'Error', error, response: result };
  } catch (error) {
    return { result: 'Error', error: describe(error) };
  }
}

/** Returns the text of ky's HTTPError, which contains the whole request. */
export function httpError(status: number, statusText: string, body: object): string {
  const error = {
    message: `Request failed with status code ${status} ${statusText}`,
    response: {},
    request: {},
    options: {
      headers: {},
      json: body,
      retry: {
        limit: 3,
        methods: ['get', 'put', 'head', 'delete', 'options', 'trace'],
        statusCodes: [408, 413, 429, 500, 502, 503, 504],
        afterStatusCodes: [413, 429, 503],
        maxRetryAfter: null,
        backoffLimit: null,
      },
      timeout: logtoTimeout,
      method: 'POST',
      hooks: { beforeRequest: [], beforeRetry: [], beforeError: [], afterResponse: [] },
      prefixUrl: '',
      throwHttpErrors: true,
      signal: {},
      duplex: 'half',
      body: JSON.stringify(body),
    },
    name: 'HTTPError',
  };
  return `HTTPError: ${JSON.stringify(error)}`;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') {
    return 'TimeoutError: {"message":"Request timed out","request":{},"name":"TimeoutError"}';
  }
  const { cause } = error;
  const inner =
    cause instanceof Error ? Object.assign({ message: cause.message }, cause) : undefined;
  return `${error.name}: ${JSON.stringify({ message: error.message, cause: inner })}`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
