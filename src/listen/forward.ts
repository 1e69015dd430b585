import type { ChaosRule } from '../core/chaos-rule.ts';
import type { DeliveryRequest, ForwardAttempt } from '../core/delivery.ts';
import { explainFailure } from '../core/http/explain-error.ts';
import { connectionHeaders } from '../core/http/hop-by-hop-headers.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { type RawHeaders, withoutHeaders } from '../core/http/raw-headers.ts';
import { TimeoutError, type Transport } from '../core/http/transport.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { jsonResponse, type ListenerResponse } from './response.ts';

export interface ForwardTarget {
  readonly url: URL;
  /** Added to each request; they replace those of the same name. */
  readonly headers: CustomHeaders;
  /** Milliseconds. */
  readonly timeout: number;
}

/** What came of passing a delivery on. */
export interface ForwardResult {
  /** What its sender gets. */
  readonly response: ListenerResponse;
  /** Null where the app got nothing. */
  readonly attempt: ForwardAttempt | null;
  /** What was made to go wrong on purpose; undefined where nothing is. */
  readonly chaos?: readonly ChaosRule[];
}

/** Brings a delivery to the app; never throws for what happens on the way. */
export type Forward = (request: DeliveryRequest) => Promise<ForwardResult>;

/** More than any app answers a webhook with; beyond it the app is at fault. */
const maxResponse = 64 * 1024 * 1024;

/**
 * Makes what passes deliveries on to the app, byte for byte, and gives the app's own answer for their
 * sender: 502 where the app gives none, 504 where it is too slow. Redirects are the sender's to follow.
 */
export function createForward(target: ForwardTarget, transport: Transport): Forward {
  const headersFor = prepareHeaders(target.headers);
  const shown = { ...target, shownUrl: maskUrl(target.url) };
  return (request) => forwardRequest(request, headersFor(request.headers), shown, transport);
}

async function forwardRequest(
  request: DeliveryRequest,
  requestHeaders: RawHeaders,
  { url, timeout, shownUrl }: ForwardTarget & { readonly shownUrl: string },
  transport: Transport,
): Promise<ForwardResult> {
  const at = new Date();
  const started = performance.now();
  try {
    const response = await transport.request({
      method: 'POST',
      url,
      headers: requestHeaders,
      body: request.wireBody,
      timeout,
      maxResponse,
    });
    if (!response.complete) throw new Error('its answer broke off');
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

/** Of an app that gave no answer. */
export const noResponse = { headers: [], body: Buffer.alloc(0) } as const;

/** The headers to pass on: the sender's, without those of its connection, and the target's own. */
export function requestHeaders(original: RawHeaders, added: CustomHeaders): RawHeaders {
  return prepareHeaders(added)(original);
}

/** As `requestHeaders`, for many requests to one target. */
function prepareHeaders(added: CustomHeaders): (original: RawHeaders) => RawHeaders {
  const replaced = new Set([...connectionHeaders, ...added.map(([name]) => name.toLowerCase())]);
  const own = added.flat();
  return (original) => [...withoutHeaders(original, replaced), ...own];
}
