import { setTimeout as wait } from 'node:timers/promises';

/** An answer that is no success, or a rate limit that asks for more patience than there is. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;

  /** @param reason the server's own word for it; never the address, which may hold a secret */
  constructor(host: string, status: number, reason: string) {
    super(`${host} answered ${status}${reason === '' ? '' : ` (${reason})`}`);
    this.status = status;
  }
}

/** No answer: nobody is there, the connection broke, or it took too long. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export interface Patience {
  /** Ends everything: the try under way and the wait for the next. */
  readonly signal: AbortSignal;
  /** How long one try may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** How long all waits together may be, in milliseconds. */
  readonly longestWaitMs?: number;
}

/**
 * `fetch` that waits as long as a rate limit asks (429, or 503 with Retry-After) and then tries again.
 * Whatever else fails is thrown, for the queue to try the whole event again later.
 * @returns the first answer that is a success
 * @throws HttpError on any other answer, UnreachableError where there was none, and the signal's
 * reason when it is aborted
 */
export async function patientFetch(
  url: URL,
  init: RequestInit,
  { signal, timeoutMs = 10_000, longestWaitMs = 60_000 }: Patience,
): Promise<Response> {
  let patienceMs = longestWaitMs;
  for (;;) {
    const response = await tryOnce(url, init, signal, timeoutMs);
    if (response.ok) return response;
    const body = await response.text();
    const pauseMs = askedPauseMs(response, body);
    if (pauseMs === undefined || pauseMs > patienceMs) {
      throw new HttpError(url.host, response.status, reasonOf(body));
    }
    patienceMs -= Math.max(pauseMs, 1);
    await wait(pauseMs, undefined, { signal });
  }
}

async function tryOnce(
  url: URL,
  init: RequestInit,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(url, {
      redirect: 'error',
      ...init,
      signal: AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    signal.throwIfAborted();
    // fetch itself says no more than "fetch failed".
    const why = timeout.aborted ? `no answer in ${timeoutMs / 1000} s` : reasonOfFailure(error);
    throw new UnreachableError(`${url.host} could not be reached: ${why}`, { cause: error });
  }
}

function reasonOfFailure(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (!(cause instanceof Error)) return String(error);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

/** How long the server wants us to wait, in milliseconds; undefined where waiting would not help. */
function askedPauseMs(response: Response, body: string): number | undefined {
  const pauses = [retryAfterMs(response.headers.get('retry-after')), retryAfterOfBodyMs(body)];
  const asked = pauses.filter((pause) => pause !== undefined);
  if (response.status === 429) return asked.length === 0 ? 1_000 : Math.max(...asked);
  return response.status === 503 && asked.length > 0 ? Math.max(...asked) : undefined;
}

/** Seconds or a date: RFC 9110, 10.2.3. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^[\d.]+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}

/** Discord says it in seconds, more precisely than its header does. */
function retryAfterOfBodyMs(body: string): number | undefined {
  const seconds = /"retry_after"\s*:\s*([\d.]+)/.exec(body)?.[1];
  const ms = Number(seconds) * 1000;
  return Number.isFinite(ms) ? Math.ceil(ms) : undefined;
}

/** Only what looks like a server's word ("invalid_payload"), for a body may repeat what we sent. */
function reasonOf(body: string): string {
  const text = body.trim();
  return /^[\w-]{1,60}$/.test(text) ? text : '';
}
