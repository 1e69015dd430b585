import { randomFillSync } from 'node:crypto';
import type { ChaosRule } from './chaos-rule.ts';
import type { Diagnosis } from './diagnosis/cause.ts';
import type { Via } from './history/record.ts';
import type { Failure } from './http/explain-error.ts';
import type { RawHeaders } from './http/raw-headers.ts';
import type { PayloadReading } from './payload/read.ts';

/** A POST request with its whole body. */
export interface DeliveryRequest {
  readonly via: Via;
  /** When its last byte arrived. */
  readonly at: Date;
  /** Path and query as sent; the query may contain secrets. Null for a delivery from a tenant's log. */
  readonly path: string | null;
  readonly headers: RawHeaders;
  /** The body as it arrived on the wire; these bytes are forwarded. */
  readonly wireBody: Buffer;
  /** The body without its content encoding; these bytes are signed. Usually the same buffer. */
  readonly body: Buffer;
}

/** The result of verifying a signature and parsing a body. */
export interface Verification extends PayloadReading {
  readonly signature: 'valid' | 'invalid' | 'missing';
  /** The source of the signing key that matched; null if none did. */
  readonly key: string | null;
  /** Why the signature does not match; null if it does. */
  readonly diagnosis: Diagnosis | null;
}

/** An attempt to forward a delivery to the app. */
export interface ForwardAttempt {
  /** When the request started. */
  readonly at: Date;
  readonly url: string;
  /** Null if the app did not respond. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly failure: Failure | null;
  /** Of the app's response; empty if there was no response. */
  readonly headers: RawHeaders;
  /** Of the app's response; empty if there was no response. */
  readonly body: Buffer;
}

/** A delivery with its response. */
export interface Delivery {
  /** Short and random; the same in every output. */
  readonly id: string;
  readonly request: DeliveryRequest;
  readonly verification: Verification;
  /** Who did what, in a few words; empty for a body that is not JSON. Computed on first use. */
  readonly summary: () => string;
  /** Excluded by `--events`: acknowledged, but neither shown nor forwarded. */
  readonly skipped: boolean;
  /** Null if it was not forwarded. */
  readonly forward: ForwardAttempt | null;
  /** The injected faults; undefined if there were none. */
  readonly chaos?: readonly ChaosRule[];
  /** The status returned to the sender. */
  readonly responseStatus: number;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idLength = 8;

/** A pool of random bytes: fetching eight costs as much as fetching a thousand. */
const pool = Buffer.alloc(1024);
let used = pool.length;

/** Returns 40 random bits as eight characters from an alphabet without look-alikes. */
export function createDeliveryId(): string {
  if (used + idLength > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = '';
  for (const end = used + idLength; used < end; used++) id += alphabet[(pool[used] ?? 0) & 31];
  return id;
}
