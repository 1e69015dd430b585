import type { Page } from '../api/management-api.ts';
import type { LogEntry } from '../api/schemas.ts';

/**
 * Milliseconds that are read again each time: an entry may become visible late, after others that were
 * logged after it (a transaction that took long, a replica that lags, clocks of several servers).
 */
export const overlap = 300_000;

/** Milliseconds that the Date header may be behind what is logged: it has whole seconds. */
const dateGrain = 1000;

/**
 * Which entries of a log were told already, and from when on the log is to be read. All times are the
 * tenant's; ours is never asked.
 */
export class SeenEntries {
  readonly #seen = new Map<string, number>();
  #since: number;
  #newest = 0;
  #found: LogEntry[] = [];

  /** @param since epoch milliseconds; what was logged before is not ours */
  constructor(since: number) {
    this.#since = since;
  }

  /** From when on the log is to be read. */
  get since(): number {
    return this.#since;
  }

  /**
   * How many entries of the window are known. One on its very edge is not counted: whether Logto does,
   * is a matter of microseconds.
   */
  get known(): number {
    let known = 0;
    for (const createdAt of this.#seen.values()) if (createdAt > this.#since + 1) known++;
    return known;
  }

  /** Takes notice of a page; each entry counts once, on however many pages it is found. */
  add({ items }: Pick<Page<LogEntry>, 'items'>): void {
    for (const entry of items) {
      if (entry.createdAt < this.#since || this.#seen.has(entry.id)) continue;
      this.#seen.set(entry.id, entry.createdAt);
      this.#newest = Math.max(this.#newest, entry.createdAt);
      this.#found.push(entry);
    }
  }

  /**
   * The window was read to its end: gives what is new, the oldest first, and moves the window on.
   * @param serverTime of the tenant when its first page was read; undefined if it does not say
   */
  complete(serverTime: number | undefined): LogEntry[] {
    // Reversed, for of one moment the log has the later one first.
    const found = this.#found.reverse().sort((a, b) => a.createdAt - b.createdAt);
    this.#found = [];
    // One server with a clock that is ahead must not hide what others log.
    const latest = serverTime === undefined ? this.#newest : serverTime + dateGrain;
    this.#since = Math.max(
      this.#since,
      this.#quietMoment(Math.min(this.#newest, latest) - overlap),
    );
    for (const [id, createdAt] of this.#seen) if (createdAt < this.#since) this.#seen.delete(id);
    return found;
  }

  /** The last moment up to this one near which nothing was logged, so that no entry is on the edge. */
  #quietMoment(latest: number): number {
    if (latest <= this.#since) return latest;
    const times = new Set(this.#seen.values());
    let moment = latest;
    while (moment > this.#since && [-1, 0, 1].some((near) => times.has(moment + near))) moment--;
    return moment;
  }
}
