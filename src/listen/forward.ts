import type { ChaosRule } from '../core/chaos-rule.ts';
import type { DeliveryRequest, ForwardAttempt } from '../core/delivery.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { connectionHeaders } from '../core/http/hop-by-hop-headers.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { type RawHeaders, withoutHeaders } from '../core/http/raw-headers.ts';
import { TimeoutError, type Transport } from '../core/http/transport/transport.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { jsonResponse, type ListenerResponse } from './response.ts';
import type { ForwardTarget } from './router.ts';

/** The result of forwarding a delivery. */
export interface ForwardResult {
  /** The response for its sender. */
  readonly response: ListenerResponse;
  /** Null if nothing was sent to the app. */
  readonly attempt: ForwardAttempt | null;
  /** The injected faults; undefined without `--chaos`. */
  readonly chaos?: readonly ChaosRule[];
}

/** Sends a delivery to the app. Network failures are part of the result, never thrown. */
export type Forward = (request: DeliveryRequest, target: ForwardTarget) => Promise<ForwardResult>;

/** Bytes. A longer response is treated as a failure of the app. */
const maxResponse = 64 * 1024 * 1024;

/**
 * Returns a function that forwards deliveries byte for byte and returns the app's response for the sender:
 * 502 if the app does not respond, 504 if it is too slow. Redirects are left to the sender.
 */
export function createForward(transport: Transport): Forward {
  return (request, target) => forwardRequest(request, target, transport);
}

async function forwardRequest(
  request: DeliveryRequest,
  { url, timeout, headers: added }: ForwardTarget,
  transport: Transport,
): Promise<ForwardResult> {
  const at = new Date();
  const started = performance.now();
  const shownUrl = shownUrlOf(url);
  try {
    const response = await transport.request({
      method: 'POST',
      url,
      headers: requestHeaders(request.headers, added),
      body: request.wireBody,
      timeout,
      maxResponse,
    });
    if (!response.complete) throw new Error('the response was cut off');
    const { status, body } = response;
    const headers = withoutHeaders(response.headers, connectionHeaders);
    const attempt = {
      at,
      url: shownUrl,
      status,
      latencyMs: performance.now() - started,
      failure: null,
      headers: response.headers,
      body,
    };
    return { response: { status, headers, body }, attempt };
  } catch (error) {
    const failure = explainFailure(error instanceof Error ? error : new Error(String(error)), url);
    const status = error instanceof TimeoutError ? 504 : 502;
    const latencyMs = performance.now() - started;
    return {
      response: jsonResponse(status, { error: failure.message }),
      attempt: { at, url: shownUrl, status: null, latencyMs, failure, ...noResponse },
    };
  }
}

/** The masked URLs of targets, most of which get many deliveries. */
const shownUrls = new WeakMap<URL, string>();

function shownUrlOf(url: URL): string {
  const shown = shownUrls.get(url) ?? maskUrl(url);
  shownUrls.set(url, shown);
  return shown;
}

/** For an app that did not respond. */
export const noResponse = { headers: [], body: Buffer.alloc(0) } as const;

/** Returns the headers to forward: the sender's without those of its connection, and the added ones. */
export function requestHeaders(original: RawHeaders, added: CustomHeaders): RawHeaders {
  if (added.length === 0) return withoutHeaders(original, connectionHeaders);
  const replaced = new Set([...connectionHeaders, ...added.map(([name]) => name.toLowerCase())]);
  return [...withoutHeaders(original, replaced), ...added.flat()];
}
