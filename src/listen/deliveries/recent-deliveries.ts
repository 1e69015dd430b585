import type { Delivery } from '../../core/delivery.ts';
import type { AttemptRecord } from '../inspector/source.ts';

/** A delivery as it is kept: what was said of it, and what was tried since. */
export interface KeptDelivery {
  readonly delivery: Delivery;
  /** How it was passed on, where that was put into words already. */
  readonly forwarding?: AttemptRecord;
  /** In order. */
  readonly replays: readonly AttemptRecord[];
}

const atMost = { deliveries: 1000, bytes: 64 * 1024 * 1024 } as const;

/** The last deliveries, in memory: at most 1,000 of them, and 64 MB of bodies. */
export class RecentDeliveries {
  /** Oldest first. */
  readonly #kept = new Map<string, KeptDelivery>();
  #bytes = 0;

  /** Adds a delivery, or puts another version of it in its place. */
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

  /** When the first of them came; undefined if there is none. */
  get since(): Date | undefined {
    const [oldest] = this.#kept.values();
    return oldest?.delivery.request.at;
  }

  /** @param before the id after which to begin; nothing follows one that is no longer kept */
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

/** Bytes, roughly: what else a delivery has is small beside its bodies. */
function weigh({ delivery: { request, forward }, replays }: KeptDelivery): number {
  const { body, wireBody } = request;
  const came = wireBody === body ? body.length : body.length + wireBody.length;
  const tried = replays.map(
    ({ response, sentBody }) => (response?.body.length ?? 0) + (sentBody?.length ?? 0),
  );
  return tried.reduce((sum, length) => sum + length, came + (forward?.body.length ?? 0));
}
