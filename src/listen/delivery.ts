import { randomBytes } from 'node:crypto';
import type { Failure } from '../core/failure.ts';
import type { ChaosRule } from './chaos-rules.ts';
import type { Verdict } from './judge.ts';
import type { Received } from './received.ts';

/** What became of a delivery that was passed on to the app. */
export interface Forwarded {
  readonly url: string;
  /** Null where the app gave no answer. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly failure: Failure | null;
}

/** Everything about one delivery, once it has been answered. */
export interface Delivery {
  /** Short, random, the same in all that is said of it. */
  readonly id: string;
  readonly received: Received;
  readonly verdict: Verdict;
  /** Null where it was not passed on. */
  readonly forwarded: Forwarded | null;
  /** What was made to go wrong on purpose; undefined where nothing is. */
  readonly chaos?: readonly ChaosRule[];
  /** The status its sender got. */
  readonly responded: number;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Eight characters, without those that are read as others: 40 random bits. */
export function createDeliveryId(): string {
  const bytes = randomBytes(8);
  return Array.from(bytes, (byte) => alphabet[byte & 31]).join('');
}
