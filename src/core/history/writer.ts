import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../errors.ts';
import { ForeignPathError } from '../workspace/own-path.ts';
import { ensureStateDirectory } from '../workspace/state-directory.ts';
import { attemptFrame, deliveryFrame } from './codec.ts';
import { syncDirectory, writeWhole } from './files.ts';
import { encodeFrame, type Frame } from './frame.ts';
import type { NewDelivery, StoredAttempt } from './record.ts';
import { type Retention, removeExpired, segmentLimits } from './retention.ts';
import { historyDirectory, nameSegment, type Segment } from './segment.ts';

interface OpenSegment extends Segment {
  readonly descriptor: number;
  /** Milliseconds since 1970. */
  readonly begun: number;
  size: number;
}

/** What is written at once; whoever appended a part of it waits for the whole. */
interface Batch {
  readonly frames: Frame[];
  readonly written: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Could not be written: a full disk, a directory that is not ours. */
class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

/**
 * Appends to the history of a working directory. What is appended within one turn of the event loop
 * goes out in one write; each promise resolves after it, so that a process killed at any moment has
 * lost nothing of what it was told is kept. With `fsync`, each batch is on the disk itself before its
 * promises resolve, and what comes meanwhile is the next batch: a power loss loses nothing either.
 */
export class HistoryWriter {
  readonly #cwd: string;
  readonly #retention: Retention;
  readonly #fsync: boolean;
  #syncing: Promise<void> | undefined;
  #segment: OpenSegment | undefined;
  #batch: Batch | undefined;
  #lastBegun = 0;

  constructor(cwd: string, retention: Retention, { fsync = false } = {}) {
    this.#cwd = cwd;
    this.#retention = retention;
    this.#fsync = fsync;
  }

  /**
   * Makes the directory and removes what has expired; each new segment does so, too.
   * @throws ForeignPathError where it is not the project's own; HistoryError where nothing can be
   *   written there
   */
  prepare(): void {
    const directory = historyDirectory(this.#cwd);
    try {
      ensureStateDirectory(this.#cwd, 'history');
      removeExpired(directory, this.#retention, new Date());
    } catch (error) {
      throw explain(directory, error);
    }
  }

  /** @throws HistoryError */
  appendDelivery(delivery: NewDelivery): Promise<void> {
    return this.#append(deliveryFrame(delivery));
  }

  /**
   * Adds an attempt to a delivery that is in the history already, whoever wrote it there.
   * @throws HistoryError
   */
  appendAttempt(deliveryId: string, attempt: StoredAttempt): Promise<void> {
    return this.#append(attemptFrame(deliveryId, attempt));
  }

  /** Nothing may be appended afterwards. */
  async close(): Promise<void> {
    do {
      await this.#syncing;
      this.#commit();
    } while (this.#syncing);
    this.#end();
  }

  #append(frame: Frame): Promise<void> {
    if (!this.#batch) {
      this.#batch = beginBatch();
      setImmediate(() => this.#commit());
    }
    this.#batch.frames.push(frame);
    return this.#batch.written;
  }

  #commit(): void {
    const batch = this.#batch;
    if (this.#syncing || !batch) return;
    this.#batch = undefined;
    try {
      this.#write(batch.frames);
    } catch (error) {
      this.#settle(batch, error);
      return;
    }
    if (this.#fsync && this.#segment) this.#sync(this.#segment, batch);
    else this.#settle(batch);
  }

  #sync({ descriptor }: OpenSegment, batch: Batch): void {
    this.#syncing = new Promise((resolve) => {
      fdatasync(descriptor, (error) => {
        this.#syncing = undefined;
        this.#settle(batch, error ?? undefined);
        this.#commit();
        resolve();
      });
    });
  }

  #settle(batch: Batch, error?: unknown): void {
    if (error === undefined) batch.resolve();
    else batch.reject(explain(historyDirectory(this.#cwd), error));
  }

  #write(frames: readonly Frame[], mayRepeat = true): void {
    const segment = this.#current();
    const bytes = Buffer.concat(frames.flatMap((frame) => encodeFrame(frame, segment.marker)));
    try {
      writeWhole(segment.descriptor, bytes);
    } catch (error) {
      this.#abandon(segment);
      throw error;
    }
    segment.size += bytes.length;
    if (mayRepeat && fstatSync(segment.descriptor).nlink === 0) {
      // Somebody cleared the history: what was written went with the file.
      this.#end();
      this.#write(frames, false);
    }
  }

  #current(): OpenSegment {
    const limits = segmentLimits(this.#retention);
    const { size = 0, begun = 0 } = this.#segment ?? {};
    if (size >= limits.bytes || Date.now() - begun >= limits.age) this.#end();
    this.#segment ??= this.#begin();
    return this.#segment;
  }

  #begin(): OpenSegment {
    this.prepare();
    // Files are in order by their names: two of one millisecond would not be.
    this.#lastBegun = Math.max(Date.now(), this.#lastBegun + 1);
    const begun = this.#lastBegun;
    const segment = nameSegment(historyDirectory(this.#cwd), new Date(begun));
    const descriptor = openSync(segment.file, 'ax', 0o600);
    if (this.#fsync) syncDirectory(path.dirname(segment.file));
    return { ...segment, descriptor, begun, size: 0 };
  }

  /** Half a batch may have been written: it is cut off, and nothing is ever written after it. */
  #abandon({ descriptor, size }: OpenSegment): void {
    try {
      ftruncateSync(descriptor, size);
    } catch {
      // A reader skips the torn record.
    }
    this.#end();
  }

  #end(): void {
    if (this.#segment) closeSync(this.#segment.descriptor);
    this.#segment = undefined;
  }
}

function beginBatch(): Batch {
  let [resolve, reject] = [() => {}, (_error: unknown) => {}];
  const written = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return { frames: [], written, resolve, reject };
}

function explain(directory: string, error: unknown): HistoryError | ForeignPathError {
  if (error instanceof HistoryError || error instanceof ForeignPathError) return error;
  const { cause = error } = error instanceof UsageError ? error : { cause: error };
  const reason = systemCode(cause) ?? String(error);
  return new HistoryError(`${directory} cannot be written (${reason}).`, { cause: error });
}
