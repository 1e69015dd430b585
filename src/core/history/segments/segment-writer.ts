import { closeSync, existsSync, fdatasync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import path from 'node:path';
import { systemCode, UsageError } from '../../errors.ts';
import { ForeignPathError } from '../../workspace/own-path.ts';
import { ensureStateDirectory } from '../../workspace/state-directory.ts';
import { syncDirectory, writeWhole } from '../files.ts';
import { type Retention, removeExpired, segmentLimits } from '../retention.ts';
import { type Frame, frameLength, writeFrame } from './frame.ts';
import { type Budget, historyDirectory, nameSegment, type Segment } from './segment.ts';

interface OpenSegment extends Segment {
  readonly descriptor: number;
  /** Milliseconds since 1970. */
  readonly begun: number;
  size: number;
}

/** Records that are written together; each of their promises waits for the whole batch. */
interface Batch {
  readonly frames: Frame[];
  readonly written: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The history cannot be written, such as on a full disk. */
class HistoryError extends Error {
  override readonly name = 'HistoryError';
}

export interface SegmentWriterOptions {
  /** The working directory. */
  readonly cwd: string;
  readonly budget: Budget;
  /** The limits of this budget. */
  readonly limits: Retention;
  readonly fsync: boolean;
}

/** Bytes. A larger batch is rare, and gets a buffer of its own. */
const usualBatch = 64 * 1024;

/** Appends records to the segments of one budget. */
export class SegmentWriter {
  readonly #options: SegmentWriterOptions;
  readonly #directory: string;
  /** For the bytes of a batch: allocating them takes as long as encoding them. */
  readonly #buffer = Buffer.allocUnsafe(usualBatch);
  #syncing: Promise<void> | undefined;
  #segment: OpenSegment | undefined;
  #batch: Batch | undefined;
  #lastBegun = 0;

  constructor(options: SegmentWriterOptions) {
    this.#options = options;
    this.#directory = historyDirectory(options.cwd);
  }

  /**
   * Creates the directory and removes expired segments.
   * @param length bytes that are about to be written
   * @throws ForeignPathError if it is not the project's own; HistoryError if it cannot be written
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

  /** Writes pending records and closes the segment. Nothing may be appended afterwards. */
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
    const isUsual = length <= this.#buffer.length;
    const bytes = isUsual ? this.#buffer.subarray(0, length) : Buffer.allocUnsafe(length);
    let end = 0;
    for (const frame of frames) end += writeFrame(frame, segment.marker, bytes.subarray(end));
    try {
      writeWhole(segment.descriptor, bytes);
    } catch (error) {
      this.#abandon(segment);
      throw error;
    }
    segment.size += length;
    if (mayRepeat && isRemoved(segment)) {
      // The segment was removed, and the records with it: write them again.
      this.#end();
      this.#write(frames, false);
    }
  }

  /** Returns a segment with room for `length` bytes; a larger batch gets a segment of its own. */
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
    // Segments are sorted by name, so two must not start in the same millisecond.
    this.#lastBegun = Math.max(Date.now(), this.#lastBegun + 1);
    const begun = this.#lastBegun;
    const segment = nameSegment(this.#directory, this.#options.budget, new Date(begun));
    const descriptor = openSync(segment.file, 'ax', 0o600);
    if (this.#options.fsync) syncDirectory(this.#directory);
    return { ...segment, descriptor, begun, size: 0 };
  }

  /** Cuts off a batch that was written in part, and writes nothing after it. */
  #abandon({ descriptor, size }: OpenSegment): void {
    try {
      ftruncateSync(descriptor, size);
    } catch {
      // Readers skip the incomplete record.
    }
    this.#end();
  }

  #end(): void {
    if (this.#segment) closeSync(this.#segment.descriptor);
    this.#segment = undefined;
  }
}

/** On Windows, a removed file that is open may still count as linked; it was renamed before. */
function isRemoved({ descriptor, file }: OpenSegment): boolean {
  return fstatSync(descriptor).nlink === 0 || (path.sep === '\\' && !existsSync(file));
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
