import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { systemCode, UsageError } from '../errors.ts';
import { ForeignPathError } from '../workspace/own-path.ts';
import { ensureStateDirectory } from '../workspace/state-directory.ts';
import { syncDirectory, writeWhole } from './files.ts';
import { encodeFrame, type Frame, frameLength } from './frame.ts';
import { type Retention, removeExpired, segmentLimits } from './retention.ts';
import { type Budget, historyDirectory, nameSegment, type Segment } from './segment.ts';

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

export interface SegmentWriterOptions {
  /** The working directory. */
  readonly cwd: string;
  readonly budget: Budget;
  /** What the budget holds. */
  readonly limits: Retention;
  readonly fsync: boolean;
}

/** Appends records to the segments of one budget. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  readonly #directory: string;
  #syncing: Promise<void> | undefined;
  #segment: OpenSegment | undefined;
  #batch: Batch | undefined;
  #lastBegun = 0;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
    this.#directory = historyDirectory(options.cwd);
  }

  /**
   * Creates the directory and removes what has expired.
   * @param length bytes that are about to be written
   * @throws ForeignPathError where it is not the project's own; HistoryError where nothing can be
   *   written there
   */
  prepare(length = 0): void {
    const { cwd, budget, limits } = this.#options;
    try {
      ensureStateDirectory(cwd, 'history');
      removeExpired(this.#directory, budget, limits, length);
    } catch (error) {
      throw explain(this.#directory, error);
    }
  }

  /**
   * Resolves once the record is written.
   * @throws HistoryError
   */
  append(frame: Frame): Promise<void> {
    if (!this.#batch) {
      this.#batch = beginBatch();
      setImmediate(() => this.#commit());
    }
    this.#batch.frames.push(frame);
    return this.#batch.written;
  }

  /** Writes what was appended. Nothing may be appended afterwards. */
  async close(): Promise<void> {
    do {
      await this.#syncing;
      this.#commit();
    } while (this.#syncing);
    this.#end();
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
    if (this.#options.fsync && this.#segment) this.#sync(this.#segment, batch);
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
    else batch.reject(explain(this.#directory, error));
  }

  #write(frames: readonly Frame[], mayRepeat = true): void {
    const length = frames.reduce((sum, frame) => sum + frameLength(frame), 0);
    const segment = this.#current(length);
    const bytes = Buffer.concat(frames.flatMap((frame) => encodeFrame(frame, segment.marker)));
    try {
      writeWhole(segment.descriptor, bytes);
    } catch (error) {
      this.#abandon(segment);
      throw error;
    }
    segment.size += length;
    if (mayRepeat && fstatSync(segment.descriptor).nlink === 0) {
      // Somebody cleared the history: what was written went with the file.
      this.#end();
      this.#write(frames, false);
    }
  }

  /** Returns a segment with room for `length` bytes; more go into one of their own. */
  #current(length: number): OpenSegment {
    const limits = segmentLimits(this.#options.limits);
    const { size = 0, begun = 0 } = this.#segment ?? {};
    const isFull = size + length > limits.bytes || Date.now() - begun >= limits.age;
    if (isFull) this.#end();
    this.#segment ??= this.#begin(length);
    return this.#segment;
  }

  #begin(length: number): OpenSegment {
    this.prepare(length);
    // Files are in order by their names: two of one millisecond would not be.
    this.#lastBegun = Math.max(Date.now(), this.#lastBegun + 1);
    const begun = this.#lastBegun;
    const segment = nameSegment(this.#directory, this.#options.budget, new Date(begun));
    const descriptor = openSync(segment.file, 'ax', 0o600);
    if (this.#options.fsync) syncDirectory(this.#directory);
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
