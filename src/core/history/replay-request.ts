import { type Attempt, deliver } from '../http/deliver.ts';
import { explainFailure } from '../http/explain-error.ts';
import { connectionHeaders } from '../http/hop-by-hop-headers.ts';
import { maskUrl } from '../http/mask-url.ts';
import { headerValue, type RawHeaders, withoutHeaders } from '../http/raw-headers.ts';
import type { Transport, TransportRequest } from '../http/transport/transport.ts';
import type { CustomHeaders } from '../logto/request-headers.ts';
import { sign, signatureHeader } from '../logto/signature.ts';
import type { StoredAttempt } from './record.ts';
import { storedResponseBytes } from './segments/codec.ts';

/** A delivery that can be sent again: from the history, or from memory. */
export interface Redeliverable {
  /** As received, in order. */
  readonly headers: RawHeaders;
  /** The bytes that were signed. */
  readonly body: Buffer;
  /** The body as it was on the wire. */
  readonly wireBody: Buffer;
}

export interface RedeliveryTarget {
  readonly url: URL;
  /** Milliseconds. */
  readonly timeout: number;
  /** Added to each request; they replace those of the same name. */
  readonly headers: CustomHeaders;
  readonly signal?: AbortSignal | undefined;
}

/** Keeps the original signature, or re-signs with a key. */
export type RedeliverySigning = 'original' | { readonly signingKey: string };

/** A request that was sent again, with its result. */
export interface Redelivery {
  readonly at: Date;
  readonly request: TransportRequest & { readonly body: Buffer };
  /** Null if it has none. */
  readonly signature: string | null;
  readonly attempt: Attempt;
}

/** Bytes of a response to read, for display and comparison. */
const maxResponse = 1024 * 1024;

/**
 * Redelivers byte for byte: the headers in order, minus connection headers and plus the added ones; the body as
 * it was on the wire; and the original signature, unless it is re-signed. Follows redirects as Logto does.
 * Network failures are part of the result, never thrown.
 */
export async function redeliver(
  delivery: Redeliverable,
  { url, timeout, headers: added, signal }: RedeliveryTarget,
  transport: Transport,
  signing: RedeliverySigning,
): Promise<Redelivery> {
  const replaced = new Set([...connectionHeaders, ...added.map(([name]) => name.toLowerCase())]);
  const original = [...withoutHeaders(delivery.headers, replaced), ...added.flat()];
  const headers =
    signing === 'original'
      ? original
      : withSignature(original, sign(delivery.body, signing.signingKey));
  const body = delivery.wireBody;
  const request = { method: 'POST', url, headers, body, timeout, maxResponse, signal };
  const at = new Date();
  const attempt = await deliver(transport, request);
  return { at, request, signature: headerValue(headers, signatureHeader) ?? null, attempt };
}

/** Returns the delivery with another body; it must be re-signed. */
export function withBody({ headers }: Redeliverable, body: Buffer): Redeliverable {
  return { headers: withoutHeaders(headers, new Set(['content-encoding'])), body, wireBody: body };
}

/**
 * Returns a redelivery as it is stored in the history.
 * @param signing how it was signed, compared with the original
 */
export function toStoredReplay(
  { at, request, attempt }: Redelivery,
  signing: StoredAttempt['signing'],
): StoredAttempt {
  const { response, error, latencyMs, url } = attempt;
  const body = response?.body ?? Buffer.alloc(0);
  return {
    kind: 'replay',
    at: at.toISOString(),
    url: maskUrl(url),
    status: response?.status ?? null,
    latencyMs: Math.round(latencyMs * 100) / 100,
    error: error && explainFailure(error, url),
    headers: response?.headers ?? [],
    body: body.subarray(0, storedResponseBytes),
    bodyLength: body.length,
    signing,
    sent: signing === 'edited' ? request.body : null,
  };
}

/** Replaces the original signature; if there is none, puts the signature first, as Logto does. */
function withSignature(headers: RawHeaders, signature: string): RawHeaders {
  const place = headers.findIndex(
    (name, index) => index % 2 === 0 && name.toLowerCase() === signatureHeader,
  );
  const name = headers[place] ?? signatureHeader;
  const others = withoutHeaders(headers, new Set([signatureHeader]));
  return others.toSpliced(Math.max(0, place), 0, name, signature);
}
