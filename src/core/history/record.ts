import type { Diagnosis } from '../diagnosis/cause.ts';
import type { Failure } from '../http/explain-error.ts';
import type { RawHeaders } from '../http/raw-headers.ts';
import type { Drift } from '../payload/drift.ts';

/** How a delivery reached the listener. */
export type Via = 'http' | 'tenant log';

/** The facts that a list shows; as JSON, with `replay` and `replays` added, a line of `history list --json`. */
export interface DeliverySummary {
  readonly type: 'delivery';
  readonly id: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly via: Via;
  /** From the payload, at most 200 characters. */
  readonly event: string | null;
  readonly hookId: string | null;
  readonly signature: 'valid' | 'invalid' | 'missing';
  /** Which signing key matched; null if none did. Absent in a history of an earlier version. */
  readonly key?: string | null;
  /** The path of the request with its query masked, or null; absent in a history of an earlier version. */
  readonly path?: string | null;
  readonly diagnosis: Diagnosis | null;
  readonly isJson: boolean;
  readonly known: boolean;
  readonly consoleTest: boolean;
  readonly drift: readonly Drift[];
  /** True if `--events` excluded it: acknowledged, but neither shown nor forwarded. */
  readonly skipped: boolean;
  /** The status returned to the sender. */
  readonly responded: number;
  /** The attempt to forward it; null if it was not forwarded. */
  readonly forward: AttemptSummary | null;
  /** A short summary of who did what. */
  readonly words: string;
  /** The kinds of faults that `--chaos` injected; absent if there were none. */
  readonly chaos?: readonly string[] | undefined;
}

/** A fault that `--chaos` injected. */
export interface StoredChaos {
  readonly kind: string;
  /** Milliseconds of a delay, or a status. */
  readonly value: number;
  readonly probability: number;
}

export interface AttemptSummary {
  readonly kind: 'forward' | 'replay';
  /** Start; ISO 8601. */
  readonly at: string;
  readonly url: string;
  /** Null if there was no response. */
  readonly status: number | null;
  /** Rounded to hundredths. */
  readonly latencyMs: number;
  /** Why there was no response; null if there was one. */
  readonly error: Failure | null;
  /** Whether the signature is the received one, or was made for this attempt. */
  readonly signing: 'original' | 'resigned' | 'edited';
}

/** An HTTP attempt as it is stored. */
export interface StoredAttempt extends AttemptSummary {
  /** Of the response; empty if there was none. */
  readonly headers: RawHeaders;
  /** Of the response, the first 64 KB. */
  readonly body: Buffer;
  /** Length of the whole response body in bytes. */
  readonly bodyLength: number;
  /** The body that was sent, if it differs from the delivery's. */
  readonly sent: Buffer | null;
}

/** A delivery to store, with the attempt to forward it. */
export interface NewDelivery extends Omit<DeliverySummary, 'forward' | 'chaos' | 'path'> {
  /**
   * Path and query of the request, unmasked; output masks them with `maskPath`. Null for a delivery of a
   * tenant's log; absent in a history of an earlier version.
   */
  readonly path?: string | null;
  readonly chaos?: readonly StoredChaos[] | undefined;
  readonly headers: RawHeaders;
  /** The bytes that were signed. */
  readonly body: Buffer;
  /** The body on the wire: compressed if it arrived so, else the same bytes. */
  readonly wireBody: Buffer;
  readonly forward: StoredAttempt | null;
}

/** A delivery as it is read from the history. */
export interface StoredDelivery extends Omit<NewDelivery, 'forward'> {
  /** The forward, then the replays, in the order they were recorded. */
  readonly attempts: readonly StoredAttempt[];
}

/** A delivery in a list, with its replays. */
export interface ListedDelivery extends DeliverySummary {
  /** The last replay; null if there was none. */
  readonly replay: AttemptSummary | null;
  /** The number of replays. */
  readonly replays: number;
}
