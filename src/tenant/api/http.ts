import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from '../../core/errors.ts';
import { ProxyError } from '../../core/http/proxy/proxy-error.ts';
import { headerValue, type RawHeaders } from '../../core/http/raw-headers.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import { explainOverload, explainOversize, explainUnreachable } from './explain-failure.ts';

/** One request to a tenant. */
export interface TenantRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The path below the endpoint, with the query: `/api/hooks?page=1`. */
  readonly path: string;
  readonly headers: RawHeaders;
  readonly body?: Buffer | undefined;
  /** Whether the request may be sent again if its outcome is unknown. */
  readonly isRepeatable: boolean;
}

export interface TenantResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Buffer;
}

export interface TenantHttpOptions {
  readonly endpoint: string;
  readonly transport: Transport;
  /** Milliseconds for each attempt. */
  readonly timeout: number;
  /** The number of retries after a transient failure. */
  readonly retries: number;
  readonly signal?: AbortSignal | undefined;
  /** Called before each pause. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
  /** Called with a sentence about a problem that does not stop the command. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

export interface Retry {
  /** The reason, as a sentence. */
  readonly reason: string;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

/** The largest response in bytes. A page of the log may be larger; it is then read in parts. */
const maxResponse = 32 * 1024 * 1024;

/** Milliseconds before the first retry; doubled for each further one. */
const firstDelay = 500;

/** The longest pause in milliseconds. If Logto asks for a longer one, the request fails. */
const longestDelay = 60_000;

/**
 * Sends one request and retries it after 429 and 503, and, if it is repeatable, after other 5xx and broken
 * connections. Retry-After decides how long to wait, if there is one. A refused connection or a timeout is
 * left to the caller.
 * @throws TenantError if there is no response, it is too large, or the last one is 429 or 5xx
 */
export async function sendToTenant(
  wanted: TenantRequest,
  options: TenantHttpOptions,
): Promise<TenantResponse> {
  const request = `${wanted.method} ${wanted.path.replace(/\?.*/, '')}`;
  for (let tries = 1; ; tries++) {
    const response = await tryOnce(wanted, options);
    if (response instanceof OversizeResponse) throw explainOversize(request, maxResponse);
    if (!(response instanceof Error) && response.status !== 429 && response.status < 500)
      return response;
    options.signal?.throwIfAborted();
    const error =
      response instanceof Error
        ? explainUnreachable(response, options.endpoint)
        : explainOverload(response.status, request, tries);
    const mayRepeat =
      response instanceof Error
        ? wanted.isRepeatable && isBroken(response)
        : wanted.isRepeatable || error.status === 429 || error.status === 503;
    const delay = delayOf(response, tries);
    if (!error.isTransient || !mayRepeat || tries > options.retries || delay > longestDelay) {
      throw error;
    }
    options.onRetry?.({ reason: error.message, delay });
    await wait(delay, undefined, { signal: options.signal });
  }
}

async function tryOnce(
  { method, path, headers, body }: TenantRequest,
  { endpoint, transport, timeout, signal }: TenantHttpOptions,
): Promise<TenantResponse | Error> {
  try {
    const url = new URL(`${endpoint}${path}`);
    const response = await transport.request({
      ...{ method, url, headers, body, timeout, maxResponse, signal },
    });
    if (response.complete) return response;
    return response.body.length < maxResponse ? new IncompleteResponse() : new OversizeResponse();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Thrown if the connection ended before the response was complete. */
class IncompleteResponse extends Error {
  constructor() {
    super('the response was cut off');
  }
}

/** Thrown if the response is larger than the limit. */
class OversizeResponse extends Error {}

/** Returns whether an open connection broke. */
function isBroken(error: Error): boolean {
  const code = systemCode(error instanceof ProxyError ? error.cause : error);
  return error instanceof IncompleteResponse || (code !== undefined && brokenCodes.has(code));
}

const brokenCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/**
 * Returns the delay in milliseconds: Retry-After in seconds or as a date (RFC 9110, 10.2.3), else
 * exponential with jitter.
 */
function delayOf(response: TenantResponse | Error, tries: number): number {
  const retryAfter =
    response instanceof Error ? undefined : headerValue(response.headers, 'retry-after');
  if (retryAfter !== undefined) {
    const seconds = Number(retryAfter);
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
    const date = Date.parse(retryAfter);
    if (!Number.isNaN(date)) return Math.max(0, date - Date.now());
  }
  return firstDelay * 2 ** (tries - 1) * (0.75 + Math.random() / 2);
}
