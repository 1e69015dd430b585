import type { Diagnosis } from '../diagnosis/cause.ts';
import type { Failure } from '../http/explain-error.ts';
import type { RawHeaders } from '../http/raw-headers.ts';
import type { Drift } from '../payload/drift.ts';

/** How a delivery came to us. */
export type Via = 'http' | 'tenant log';

/** What a list shows of a delivery: its JSON is a line of `history list --json`, but for `replay`. */
export interface DeliverySummary {
  readonly type: 'delivery';
  readonly id: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly via: Via;
  /** As the payload says, at most 200 characters of it. */
  readonly event: string | null;
  readonly hookId: string | null;
  readonly signature: 'valid' | 'invalid' | 'missing';
  readonly diagnosis: Diagnosis | null;
  readonly isJson: boolean;
  readonly known: boolean;
  readonly consoleTest: boolean;
  readonly drift: readonly Drift[];
  /** True where `--events` left it out: acknowledged, neither shown nor forwarded. */
  readonly skipped: boolean;
  /** The status its sender got. */
  readonly responded: number;
  /** What became of it when it was passed on; null where it was not. */
  readonly forward: AttemptSummary | null;
  /** Who did what, in a few words. */
  readonly words: string;
  /** What was made to go wrong on purpose, by its kinds; absent where nothing was. */
  readonly chaos?: readonly string[] | undefined;
}

/** One thing that was made to go wrong on purpose. */
export interface StoredChaos {
  readonly kind: string;
  /** Milliseconds of a delay, the status of a status. */
  readonly value: number;
  readonly probability: number;
}

export interface AttemptSummary {
  readonly kind: 'forward' | 'replay';
  /** When it began; ISO 8601. */
  readonly at: string;
  readonly url: string;
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Rounded to hundredths. */
  readonly latencyMs: number;
  /** Why there was no answer; null where there was one. */
  readonly error: Failure | null;
  /** Whether it went out as it had come in. */
  readonly signing: 'original' | 'resigned' | 'edited';
}

/** One HTTP try of a delivery, as it is kept. */
export interface StoredAttempt extends AttemptSummary {
  /** Of the answer; empty where there was none. */
  readonly headers: RawHeaders;
  /** Of the answer, the first 64 KB. */
  readonly body: Buffer;
  /** How long the answer's body was. */
  readonly bodyLength: number;
  /** What was sent, where that was not the delivery's own body. */
  readonly sent: Buffer | null;
}

/** A delivery as it is kept, with the attempt that was made when it came. */
export interface NewDelivery extends Omit<DeliverySummary, 'forward' | 'chaos'> {
  /**
   * Path and query of the request, whole: where they are shown, `maskPath` hides what may be secret. Null for
   * a delivery of a tenant's log; absent in a history of an earlier version.
   */
  readonly path?: string | null;
  readonly chaos?: readonly StoredChaos[] | undefined;
  readonly headers: RawHeaders;
  /** What was signed. */
  readonly body: Buffer;
  /** The same as it was on the wire, where it came compressed; else the same bytes. */
  readonly wireBody: Buffer;
  readonly forward: StoredAttempt | null;
}

/** A delivery as it is read back. */
export interface StoredDelivery extends Omit<NewDelivery, 'forward'> {
  /** The forward, then the replays, in the order they were recorded. */
  readonly attempts: readonly StoredAttempt[];
}

/** What a list shows of a delivery, with what became of it since. */
export interface ListedDelivery extends DeliverySummary {
  /** The last one; null where it was never replayed. */
  readonly replay: AttemptSummary | null;
  /** How often it was replayed. */
  readonly replays: number;
}
