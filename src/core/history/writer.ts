import { attemptFrame, deliveryFrame } from './codec.ts';
import type { NewDelivery, StoredAttempt } from './record.ts';
import { type Retention, shareOf } from './retention.ts';
import type { Budget } from './segment.ts';
import { SegmentWriter } from './segment-writer.ts';

/**
 * Appends to the history of a working directory. What is appended within one turn of the event loop
 * goes out in one write; each promise resolves after it, so that a process killed at any moment has
 * lost nothing of what it was told is kept. With `fsync`, each batch is on the disk itself before its
 * promises resolve, and what comes meanwhile is the next batch: a power loss loses nothing either.
 */
export class HistoryWriter {
  readonly #writers: Readonly<Record<Budget, SegmentWriter>>;

  constructor(cwd: string, retention: Retention, { fsync = false } = {}) {
    const open = (budget: Budget) =>
      new SegmentWriter({ cwd, budget, limits: shareOf(retention, budget), fsync });
    this.#writers = { verified: open('verified'), unverified: open('unverified') };
  }

  /**
   * Creates the directory and removes what has expired; each new segment does so, too.
   * @throws ForeignPathError where it is not the project's own; HistoryError where nothing can be
   *   written there
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
   * Adds an attempt to a delivery that is in the history already, whoever wrote it there.
   * @throws HistoryError
   */
  appendAttempt(deliveryId: string, attempt: StoredAttempt): Promise<void> {
    return this.#writers.verified.append(attemptFrame(deliveryId, attempt));
  }

  /** Nothing may be appended afterwards. */
  async close(): Promise<void> {
    for (const writer of Object.values(this.#writers)) await writer.close();
  }
}
