import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../receiver/handler.ts';

/** A response other than 2xx, or a rate limit that asks for a longer delay than allowed. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;

  /** @param reason the server's own code; never the URL, which can contain a secret */
  constructor(host: string, status: number, reason: string) {
    super(`${host} answered ${status}${reason === '' ? '' : ` (${reason})`}`);
    this.status = status;
  }
}

/** No response: connection refused or broken, or a timeout. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export interface RetryOptions extends Pick<Context, 'signal' | 'isTestRun' | 'logger'> {
  /** The limit for one attempt, in milliseconds. */
  readonly timeoutMs?: number;
  /** The limit for all delays together, in milliseconds. */
  readonly maxWaitMs?: number;
}

/**
 * Calls `fetch`, and retries after the delay that a rate limit asks for (429, or 503 with Retry-After).
 * Other failures are thrown, so that the queue retries the whole event later. A test run sends nothing.
 * @throws HttpError for a response other than 2xx, UnreachableError without one
 */
export async function fetchWithRetry(
  url: URL,
  init: RequestInit,
  { signal, isTestRun, logger, timeoutMs = 10_000, maxWaitMs = 60_000 }: RetryOptions,
): Promise<Response> {
  if (isTestRun) {
    logger.info('test run: request not sent', { host: url.host, method: init.method });
    return new Response('{}');
  }
  let remainingMs = maxWaitMs;
  for (;;) {
    const response = await fetchOnce(url, init, signal, timeoutMs);
    if (response.ok) return response;
    const body = await response.text();
    const delayMs = requestedDelayMs(response, body);
    if (delayMs === undefined || delayMs > remainingMs) {
      throw new HttpError(url.host, response.status, reasonOf(body));
    }
    remainingMs -= Math.max(delayMs, 1);
    await wait(delayMs, undefined, { signal });
  }
}

async function fetchOnce(
  url: URL,
  init: RequestInit,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    // A redirect is a failure: following it could lose the body or leak a secret.
    return await fetch(url, {
      redirect: 'manual',
      ...init,
      signal: AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    signal.throwIfAborted();
    const why = timeout.aborted ? `no response in ${timeoutMs / 1000} s` : failureReason(error);
    throw new UnreachableError(`${url.host} could not be reached: ${why}`, { cause: error });
  }
}

/** The message of fetch is only "fetch failed"; the reason is in its cause. */
function failureReason(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (!(cause instanceof Error)) return String(error);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

/** Returns the delay the server asks for, in milliseconds; undefined if a retry would not help. */
function requestedDelayMs(response: Response, body: string): number | undefined {
  const delays = [retryAfterMs(response.headers.get('retry-after')), retryAfterInBodyMs(body)];
  const requested = delays.filter((delay) => delay !== undefined);
  if (response.status === 429) return requested.length === 0 ? 1_000 : Math.max(...requested);
  return response.status === 503 && requested.length > 0 ? Math.max(...requested) : undefined;
}

/** Seconds or a date: RFC 9110, 10.2.3. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^[\d.]+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}

/** Discord repeats the delay in its body, more precisely than in the header. */
function retryAfterInBodyMs(body: string): number | undefined {
  const seconds = /"retry_after"\s*:\s*([\d.]+)/.exec(body)?.[1];
  const ms = Number(seconds) * 1000;
  return Number.isFinite(ms) ? Math.ceil(ms) : undefined;
}

/** Only codes such as "invalid_payload": a longer body can repeat what was sent. */
function reasonOf(body: string): string {
  const text = body.trim();
  return /^[\w-]{1,60}$/.test(text) ? text : '';
}
