import type { Delivery } from '../../core/delivery.ts';
import type { AttemptRecord } from '../inspector/source.ts';

/** A delivery with its attempts. */
export interface KeptDelivery {
  readonly delivery: Delivery;
  /** The forward attempt, if it is already rendered. */
  readonly forwarding?: AttemptRecord;
  /** Oldest first. */
  readonly replays: readonly AttemptRecord[];
}

const atMost = { deliveries: 1000, bytes: 64 * 1024 * 1024 } as const;

/** The newest deliveries, in memory: at most 1,000 of them, and 64 MB of bodies. */
export class RecentDeliveries {
  /** Oldest first. */
  readonly #kept = new Map<string, KeptDelivery>();
  #bytes = 0;

  /** Adds a delivery, or replaces an earlier version of it. */
  put(kept: KeptDelivery): void {
    const { id } = kept.delivery;
    const earlier = this.#kept.get(id);
    if (earlier) this.#bytes -= weigh(earlier);
    this.#kept.set(id, kept);
    this.#bytes += weigh(kept);
    for (const [oldest, { delivery }] of this.#kept) {
      const isFull = this.#kept.size > atMost.deliveries || this.#bytes > atMost.bytes;
      if (!isFull || delivery.id === id) break;
      this.#drop(oldest);
    }
  }

  get(id: string): KeptDelivery | undefined {
    return this.#kept.get(id);
  }

  get ids(): ReadonlySet<string> {
    return new Set(this.#kept.keys());
  }

  /** When the oldest was received; undefined if there is none. */
  get since(): Date | undefined {
    const [oldest] = this.#kept.values();
    return oldest?.delivery.request.at;
  }

  /**
   * Returns deliveries, the newest first.
   * @param before only deliveries older than this id; none if it is not in memory
   */
  newestFirst(before?: string): readonly KeptDelivery[] {
    const all = [...this.#kept.values()].reverse();
    if (before === undefined) return all;
    const at = all.findIndex(({ delivery }) => delivery.id === before);
    return at < 0 ? [] : all.slice(at + 1);
  }

  #drop(id: string): void {
    const dropped = this.#kept.get(id);
    if (dropped) this.#bytes -= weigh(dropped);
    this.#kept.delete(id);
  }
}

/** Returns the approximate bytes; everything else is small compared to the bodies. */
function weigh({ delivery: { request, forward }, replays }: KeptDelivery): number {
  const { body, wireBody } = request;
  const came = wireBody === body ? body.length : body.length + wireBody.length;
  const tried = replays.map(
    ({ response, sentBody }) => (response?.body.length ?? 0) + (sentBody?.length ?? 0),
  );
  return tried.reduce((sum, length) => sum + length, came + (forward?.body.length ?? 0));
}
