import type { NewDelivery, StoredAttempt } from './record.ts';
import { type Retention, shareOf } from './retention.ts';
import { attemptFrame, deliveryFrame } from './segments/codec.ts';
import type { Budget } from './segments/segment.ts';
import { SegmentWriter } from './segments/segment-writer.ts';

/**
 * Appends to the history of a project. Records of one turn of the event loop are written together, and
 * their promises resolve after the write: when the process is killed, no record whose promise resolved
 * is lost. With `fsync`, promises resolve once the batch is on the disk, so a power loss loses none
 * either; records that arrive meanwhile are the next batch.
 */
export class HistoryWriter {
  readonly #writers: Readonly<Record<Budget, SegmentWriter>>;

  constructor(cwd: string, retention: Retention, { fsync = false } = {}) {
    const open = (budget: Budget) =>
      new SegmentWriter({ cwd, budget, limits: shareOf(retention, budget), fsync });
    this.#writers = { verified: open('verified'), unverified: open('unverified') };
  }

  /**
   * Creates the directory and removes expired segments; so does each new segment.
   * @throws ForeignPathError if it is not the project's own; HistoryError if it cannot be written
   */
  prepare(): void {
    for (const writer of Object.values(this.#writers)) writer.prepare();
  }

  /** @throws HistoryError */
  appendDelivery(delivery: NewDelivery): Promise<void> {
    const budget = delivery.signature === 'valid' ? 'verified' : 'unverified';
    return this.#writers[budget].append(deliveryFrame(delivery));
  }

  /**
   * Adds an attempt to a delivery in the history, also one that another process wrote.
   * @throws HistoryError
   */
  appendAttempt(deliveryId: string, attempt: StoredAttempt): Promise<void> {
    return this.#writers.verified.append(attemptFrame(deliveryId, attempt));
  }

  /** Writes pending records and closes the segments. Nothing may be appended afterwards. */
  async close(): Promise<void> {
    for (const writer of Object.values(this.#writers)) await writer.close();
  }
}
