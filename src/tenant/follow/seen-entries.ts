import type { Page } from '../api/management-api.ts';
import type { LogEntry } from '../api/schemas.ts';

/**
 * Milliseconds that are read again each time. An entry can become visible late, after entries that were
 * logged later: a long transaction, a replica that lags, several servers with different clocks.
 */
export const overlap = 300_000;

/** Milliseconds by which the Date header can be behind the log, because it has whole seconds. */
const dateGrain = 1000;

/**
 * Tracks which entries of a log were already delivered, and from when on the log must be read. All times
 * are of the tenant's clock.
 */
export class SeenEntries {
  readonly #seen = new Map<string, number>();
  #since: number;
  #newest = 0;
  #found: LogEntry[] = [];

  /** @param since epoch milliseconds; earlier entries are ignored */
  constructor(since: number) {
    this.#since = since;
  }

  /** The time from which the log must be read. */
  get since(): number {
    return this.#since;
  }

  /**
   * The number of known entries in the window. One exactly on its edge is not counted, because Logto may or
   * may not count it.
   */
  get known(): number {
    let known = 0;
    for (const createdAt of this.#seen.values()) if (createdAt > this.#since + 1) known++;
    return known;
  }

  /** Adds a page; an entry that is on several pages counts once. */
  add({ items }: Pick<Page<LogEntry>, 'items'>): void {
    for (const entry of items) {
      if (entry.createdAt < this.#since || this.#seen.has(entry.id)) continue;
      this.#seen.set(entry.id, entry.createdAt);
      this.#newest = Math.max(this.#newest, entry.createdAt);
      this.#found.push(entry);
    }
  }

  /**
   * Returns the new entries, the oldest first, after the whole window was read, and moves the window on.
   * @param serverTime the tenant's clock when the first page was read; undefined if unknown
   */
  complete(serverTime: number | undefined): LogEntry[] {
    // Reversed, because the log lists the later of two entries of the same millisecond first.
    const found = this.#found.reverse().sort((a, b) => a.createdAt - b.createdAt);
    this.#found = [];
    // A server whose clock is ahead must not hide entries of other servers.
    const latest = serverTime === undefined ? this.#newest : serverTime + dateGrain;
    this.#since = Math.max(
      this.#since,
      this.#quietMoment(Math.min(this.#newest, latest) - overlap),
    );
    for (const [id, createdAt] of this.#seen) if (createdAt < this.#since) this.#seen.delete(id);
    return found;
  }

  /**
   * Returns the last moment up to this one with no entry within a millisecond, so that none is on the edge.
   */
  #quietMoment(latest: number): number {
    if (latest <= this.#since) return latest;
    const times = new Set(this.#seen.values());
    let moment = latest;
    while (moment > this.#since && [-1, 0, 1].some((near) => times.has(moment + near))) moment--;
    return moment;
  }
}
