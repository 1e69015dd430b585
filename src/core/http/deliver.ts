import { type Redirect, redirectOf } from './redirect.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport/transport.ts';

/** One HTTP try of a delivery: the response, or why there was none. */
export interface Attempt {
  readonly url: URL;
  /** The last response, after redirects; null if there was none. */
  readonly response: TransportResponse | null;
  readonly error: Error | null;
  /** The redirects that were followed, in order. */
  readonly redirects: readonly Redirect[];
  /** Milliseconds until the response was read, or until the error. */
  readonly latencyMs: number;
}

/** The most redirects that undici's fetch, and so Logto, follow (WHATWG Fetch, 4.4). */
const maxRedirects = 20;

/**
 * Delivers one request once, and follows redirects as Logto does: 307 and 308 repeat the POST,
 * 301, 302 and 303 become a GET without the body. Network errors are returned, not thrown.
 */
export async function deliver(transport: Transport, first: TransportRequest): Promise<Attempt> {
  const started = performance.now();
  const redirects: Redirect[] = [];
  const attempt = (response: TransportResponse | null, error: Error | null): Attempt => ({
    url: first.url,
    response,
    error,
    redirects,
    latencyMs: performance.now() - started,
  });

  let request = first;
  try {
    for (;;) {
      const response = await transport.request(request);
      const next = redirectOf(request, response);
      if (!next) return attempt(response, null);
      if (redirects.length === maxRedirects) throw new Error('too many redirects');
      redirects.push(next.redirect);
      request = { ...next.request, timeout: remaining(first.timeout, started) };
    }
  } catch (error) {
    return attempt(null, error instanceof Error ? error : new Error(String(error)));
  }
}

function remaining(timeout: number, started: number): number {
  return Math.max(1, timeout - (performance.now() - started));
}

/** Returns whether a delivery counts as a success for Logto: any 2xx. */
export function isSuccess({ response }: Attempt): boolean {
  return response !== null && response.status >= 200 && response.status < 300;
}

/** Returns the redirect that dropped the event, if any: the endpoint got a GET without a body. */
export function lostEvent({ redirects }: Attempt): Redirect | undefined {
  return redirects.find(({ dropsBody }) => dropsBody);
}
