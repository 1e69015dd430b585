import { randomFillSync } from 'node:crypto';
import type { ChaosRule } from './chaos-rule.ts';
import type { Diagnosis } from './diagnosis/cause.ts';
import type { Via } from './history/record.ts';
import type { Failure } from './http/explain-error.ts';
import type { RawHeaders } from './http/raw-headers.ts';
import type { PayloadReading } from './payload/read.ts';

/** A whole POST as it came in. */
export interface DeliveryRequest {
  readonly via: Via;
  /** When its last byte was there. */
  readonly at: Date;
  /** Path and query as the sender named them, which may be secret; null for a delivery of a tenant's log. */
  readonly path: string | null;
  readonly headers: RawHeaders;
  /** The body's bytes as they were on the wire; what is forwarded. */
  readonly wireBody: Buffer;
  /** The body without its content coding (gzip …); what was signed. The same bytes, most times. */
  readonly body: Buffer;
}

/** What the listener makes of a body and its signature. */
export interface Verification extends PayloadReading {
  readonly signature: 'valid' | 'invalid' | 'missing';
  /** Why the signature does not match; null where it does. */
  readonly diagnosis: Diagnosis | null;
}

/** What became of a delivery that was passed on to the app. */
export interface ForwardAttempt {
  /** When it was passed on. */
  readonly at: Date;
  readonly url: string;
  /** Null where the app gave no answer. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly failure: Failure | null;
  /** Of the app's answer; empty where it gave none. */
  readonly headers: RawHeaders;
  /** Of the app's answer; empty where it gave none. */
  readonly body: Buffer;
}

/** Everything about one delivery, once it has been answered. */
export interface Delivery {
  /** Short, random, the same in all that is said of it. */
  readonly id: string;
  readonly received: DeliveryRequest;
  readonly verdict: Verification;
  /** Who did what, in a few words; nothing for what is no JSON. Worked out when it is first asked for. */
  readonly words: () => string;
  /** Left out by `--events`: acknowledged, neither shown nor forwarded. */
  readonly skipped: boolean;
  /** Null where it was not passed on. */
  readonly forwarded: ForwardAttempt | null;
  /** What was made to go wrong on purpose; undefined where nothing is. */
  readonly chaos?: readonly ChaosRule[];
  /** The status its sender got. */
  readonly responded: number;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const idLength = 8;

/** Random bytes in stock: to fetch eight costs as much as to fetch a thousand. */
const stock = Buffer.alloc(1024);
let used = stock.length;

/** Eight characters, without those that are read as others: 40 random bits. */
export function createDeliveryId(): string {
  if (used + idLength > stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  let id = '';
  for (const end = used + idLength; used < end; used++) id += alphabet[(stock[used] ?? 0) & 31];
  return id;
}
