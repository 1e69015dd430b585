/** Controls the reading of a request body. */
export interface BodyControl {
  /** Stops reading, so that its sender waits. */
  pause(): void;
  resume(): void;
  /** Responds 503 and closes the connection. */
  refuse(): void;
}

/** A body that is still being received. */
export interface UnfinishedBody {
  /** Adds received bytes. */
  grow(bytes: number): void;
  /** Stops counting the body: it is complete, refused or aborted. */
  finish(): void;
}

interface Entry extends BodyControl {
  /** Bytes. */
  held: number;
  /** Bytes held at the last progress. */
  marked: number;
  /** Milliseconds, as `performance.now()`. */
  progressAt: number;
}

/** Bytes that count as progress, so that a sender of single bytes counts as stalled. */
const minProgress = 16 * 1024;

/** Milliseconds without progress after which a body may be refused. */
const stallLimitMs = 250;

/** Bodies that may wait for room: each holds a read of 64 KB in memory. */
const maxWaiting = 500;

/** Bytes that a body reads at a time. */
const readSize = 64 * 1024;

/**
 * Bounds the memory of bodies that are still being received. Beyond the limit, all but one wait, and the
 * one that has stalled the longest is refused; a body whose bytes keep arriving is not.
 */
export class UnfinishedBodies {
  readonly #limit: number;
  #held = 0;
  readonly #all = new Set<Entry>();
  /** Bodies that are being read and hold bytes; the one that has stalled the longest comes first. */
  readonly #reading = new Set<Entry>();
  /** Bodies that wait for room. The newest is last: its sender is the most likely to be still connected. */
  readonly #waiting: Entry[] = [];
  #check: NodeJS.Timeout | undefined;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  open(control: BodyControl): UnfinishedBody {
    const entry = { ...control, held: 0, marked: 0, progressAt: performance.now() };
    this.#all.add(entry);
    return {
      grow: (bytes) => this.#grow(entry, bytes),
      finish: () => this.#finish(entry),
    };
  }

  /** Refuses the bodies that have made no progress for this long. */
  refuseStalled(milliseconds: number): void {
    const latest = performance.now() - milliseconds;
    for (const entry of this.#all) {
      if (entry.progressAt <= latest) this.#refuse(entry);
    }
  }

  #grow(entry: Entry, bytes: number): void {
    entry.held += bytes;
    this.#held += bytes;
    const isFirst = entry.held === bytes;
    if (isFirst || entry.held - entry.marked >= minProgress) this.#noteProgress(entry);
    if (this.#held > this.#limit && this.#reading.size > 1) this.#wait(entry);
  }

  #wait(entry: Entry): void {
    this.#reading.delete(entry);
    this.#waiting.push(entry);
    entry.pause();
    if (this.#waiting.length > maxWaiting) this.#refuse(this.#waiting[0]);
    if (this.#check === undefined) this.#scheduleCheck(0);
  }

  /** Moves the entry to the end of those that are being read. */
  #noteProgress(entry: Entry): void {
    entry.marked = entry.held;
    entry.progressAt = performance.now();
    this.#reading.delete(entry);
    this.#reading.add(entry);
  }

  #finish(entry: Entry): void {
    this.#held -= entry.held;
    entry.held = 0;
    this.#all.delete(entry);
    this.#reading.delete(entry);
    if (this.#waiting.length === 0) return;
    const index = this.#waiting.indexOf(entry);
    if (index >= 0) this.#waiting.splice(index, 1);
    this.#resumeWaiting();
  }

  #refuse(entry: Entry | undefined): void {
    if (!entry) return;
    entry.refuse();
    this.#finish(entry);
  }

  #resumeWaiting(): void {
    let room = this.#limit - this.#held;
    for (; room > 0 || this.#reading.size === 0; room -= readSize) {
      const newest = this.#waiting.pop();
      if (newest === undefined) return;
      this.#noteProgress(newest);
      newest.resume();
    }
  }

  #scheduleCheck(delay: number): void {
    // While the event loop was busy, bytes may have arrived. Two turns make sure that they are read
    // before a body counts as stalled.
    this.#check = setTimeout(() => setImmediate(() => setImmediate(() => this.#makeRoom())), delay);
  }

  #makeRoom(): void {
    this.#check = undefined;
    const latest = performance.now() - stallLimitMs;
    for (const entry of this.#reading) {
      if (this.#held <= this.#limit || entry.progressAt > latest) break;
      this.#refuse(entry);
    }
    this.#resumeWaiting();
    if (this.#waiting.length > 0) this.#scheduleCheck(stallLimitMs);
  }
}
