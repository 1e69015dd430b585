/** What a request body lets be done to it. */
export interface BodyControl {
  /** Stops reading: its sender waits. */
  pause(): void;
  resume(): void;
  /** Responds 503 and closes the connection. */
  refuse(): void;
}

/** A body of which more is to be received. */
export interface UnfinishedBody {
  /** Adds received bytes. */
  grow(bytes: number): void;
  /** The body is complete, refused or aborted: it is not counted anymore. */
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

/** Bytes that count as progress: a sender of single bytes has stalled. */
const leastProgress = 16 * 1024;

/** Milliseconds without progress after which a body may be refused. */
const patience = 250;

/** Bodies that may wait for room: each has a read of 64 KB in memory. */
const mostWaiting = 500;

/** Bytes that a body reads at a time. */
const readSize = 64 * 1024;

/**
 * Bounds the memory of bodies that are still being received. Beyond the limit all but one wait, and the
 * one that is read but has stalled longest is refused; a body whose bytes keep arriving is not.
 */
export class UnfinishedBodies {
  readonly #limit: number;
  #held = 0;
  readonly #all = new Set<Entry>();
  /** Those that are read and hold something, the one that has stalled longest first. */
  readonly #reading = new Set<Entry>();
  /** Those that wait for room, the newest last: it is the likeliest to have a sender that still waits. */
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

  /** Refuses the bodies that have made no progress for so many milliseconds. */
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
    if (isFirst || entry.held - entry.marked >= leastProgress) this.#noteProgress(entry);
    if (this.#held > this.#limit && this.#reading.size > 1) this.#wait(entry);
  }

  #wait(entry: Entry): void {
    this.#reading.delete(entry);
    this.#waiting.push(entry);
    entry.pause();
    if (this.#waiting.length > mostWaiting) this.#refuse(this.#waiting[0]);
    if (this.#check === undefined) this.#scheduleCheck(0);
  }

  /** Makes the entry the last of those that are read. */
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
    // While the event loop was busy, bytes may have arrived: a body has stalled only if it still has
    // none after everything that did was read, which two turns make sure of.
    this.#check = setTimeout(() => setImmediate(() => setImmediate(() => this.#makeRoom())), delay);
  }

  #makeRoom(): void {
    this.#check = undefined;
    const latest = performance.now() - patience;
    for (const entry of this.#reading) {
      if (this.#held <= this.#limit || entry.progressAt > latest) break;
      this.#refuse(entry);
    }
    this.#resumeWaiting();
    if (this.#waiting.length > 0) this.#scheduleCheck(patience);
  }
}
