import type { Delivery, ForwardAttempt } from '../../core/delivery.ts';
import type { StoredAttempt } from '../../core/history/record.ts';
import { type Attempt, lostEvent } from '../../core/http/deliver.ts';
import { explainFailure } from '../../core/http/explain-error.ts';
import { maskPath, maskUrl } from '../../core/http/mask-url.ts';
import { headersToObject, headerValue, type RawHeaders } from '../../core/http/raw-headers.ts';
import type { AppResponse, AttemptRecord, DeliverySummary } from '../inspector/source.ts';
import { decodeBody } from '../server/read-body.ts';
import type { KeptDelivery } from './recent-deliveries.ts';

/** Bytes of a response's body that are kept. */
const keptResponse = 64 * 1024;

/**
 * Returns a delivery as it is kept in memory: its bytes without the parsed payload, which is several times
 * larger, and the beginning of the app's response, with one byte more if it is longer.
 */
export function toRetained(delivery: Delivery): Delivery {
  const { request, verification, forward } = delivery;
  // Their functions hold the payload.
  const words = delivery.summary();
  const drift = verification.drift();
  const body = copyAlone(request.body);
  const wireBody = request.wireBody === request.body ? body : copyAlone(request.wireBody);
  const responseBody = forward && copyAlone(forward.body.subarray(0, keptResponse + 1));
  return {
    ...delivery,
    request: { ...request, body, wireBody },
    verification: { ...verification, payload: undefined, drift: () => drift },
    summary: () => words,
    forward: forward && responseBody && { ...forward, body: responseBody },
  };
}

/**
 * Copies bytes to their own buffer. Small buffers share slabs of 8 KB, and each keeps its whole slab in memory.
 */
function copyAlone(bytes: Buffer): Buffer {
  const alone = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(alone);
  return alone;
}

/** Shown instead of a summary. */
export const notJson = 'A body that is not JSON';

/** Returns the row of a delivery in the list. */
export function toSummary({ delivery, replays }: KeptDelivery): DeliverySummary {
  const { id, request, verification, forward, responseStatus } = delivery;
  const last = replays.at(-1);
  return {
    id,
    receivedAt: request.at.toISOString(),
    event: verification.event,
    hookId: verification.hookId,
    signature: verification.signature,
    key: verification.key,
    path: request.path === null ? null : maskPath(request.path),
    forward: forward && { url: maskUrl(forward.url), status: forward.status },
    sentence: verification.isJson ? delivery.summary() : notJson,
    drift: verification.drift().length,
    responded: responseStatus,
    replays: replays.length,
    lastReplay: last ? String(last.status ?? last.error?.code) : null,
  };
}

/** Returns the forward of a delivery as its first attempt. */
export async function recordForwarding(forward: ForwardAttempt): Promise<AttemptRecord> {
  const { at, url, status, latencyMs, failure, headers, body } = forward;
  return {
    kind: 'forward',
    at: at.toISOString(),
    url: maskUrl(url),
    status,
    latencyMs,
    error: failure,
    lossy: null,
    response: status === null ? null : await toResponse(headers, body, body.length <= keptResponse),
    sentBody: null,
  };
}

/** Returns an attempt that is stored in the history. */
export async function recordStored(attempt: StoredAttempt): Promise<AttemptRecord> {
  const { kind, at, url, status, latencyMs, error, headers, body, bodyLength } = attempt;
  const { signing, sent } = attempt;
  return {
    kind: signing === 'edited' ? 'edited' : kind,
    at,
    url: maskUrl(url),
    status,
    latencyMs,
    error,
    lossy: null,
    response: status === null ? null : await toResponse(headers, body, body.length === bodyLength),
    sentBody: sent?.toString() ?? null,
  };
}

/** Returns an attempt of this run. */
export async function recordAttempt(
  kind: AttemptRecord['kind'],
  attempt: Attempt,
  at: Date,
  sentBody: string | null,
): Promise<AttemptRecord> {
  const { url, response, error, latencyMs } = attempt;
  const lossy = lostEvent(attempt);
  return {
    kind,
    at: at.toISOString(),
    url: maskUrl(url),
    status: response?.status ?? null,
    latencyMs,
    error: error && explainFailure(error, url),
    lossy: lossy ? { status: lossy.status, to: maskUrl(lossy.to) } : null,
    response: response && (await toResponse(response.headers, response.body, response.complete)),
    sentBody,
  };
}

async function toResponse(headers: RawHeaders, body: Buffer, whole: boolean): Promise<AppResponse> {
  const readable = await decode(body, headerValue(headers, 'content-encoding'));
  const text = readable.subarray(0, keptResponse).toString();
  return {
    headers: headersToObject(headers),
    body: text,
    cut: !whole || readable.length > keptResponse,
  };
}

/** Decodes a body; one that cannot be decoded is returned unchanged. */
async function decode(body: Buffer, coding: string | undefined): Promise<Buffer> {
  try {
    return coding === undefined ? body : await decodeBody(body, coding, 100 * keptResponse);
  } catch {
    return body;
  }
}
