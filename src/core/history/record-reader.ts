import type { ReadFailures } from './problems.ts';
import type { ListedDelivery, StoredAttempt, StoredDelivery } from './record.ts';
import {
  bodyOf,
  MalformedRecord,
  readAttempt,
  readAttemptSummary,
  readDelivery,
  readDeliverySummary,
} from './segments/codec.ts';
import { DamagedRecord, FrameReader } from './segments/frame-reader.ts';
import type { Places } from './segments/index-segments.ts';
import type { FramePlace } from './segments/scan.ts';

/** Reads deliveries with their replays. Records that cannot be read are left out and noted. */
export class RecordReader {
  readonly #frames: FrameReader;
  readonly #replays: Places['replays'];
  readonly #failures: ReadFailures;

  /** @param readAhead the minimum number of bytes to read at a time; 0 to read a single delivery */
  constructor(replays: Places['replays'], failures: ReadFailures, readAhead?: number) {
    this.#frames = new FrameReader(readAhead);
    this.#replays = replays;
    this.#failures = failures;
  }

  /**
   * Returns summaries with the last replay of each.
   * @param text only deliveries with this text in their body; case does not matter
   */
  async summaries(places: readonly FramePlace[], text?: string): Promise<ListedDelivery[]> {
    const listed: ListedDelivery[] = [];
    for (const place of places) {
      if (text !== undefined && !(await this.#hasText(place, text.toLowerCase()))) continue;
      const summary = await this.#try(place, readDeliverySummary, () => this.#frames.head(place));
      if (!summary) continue;
      const replays = this.#replays.get(place.id) ?? [];
      const last = replays.at(-1);
      const replay =
        last && (await this.#try(last, readAttemptSummary, () => this.#frames.head(last)));
      listed.push({ ...summary, replay: replay ?? null, replays: replays.length });
    }
    return listed;
  }

  /** Returns a delivery with its replays; undefined if it cannot be read. */
  async delivery(place: FramePlace): Promise<StoredDelivery | undefined> {
    const replays: StoredAttempt[] = [];
    for (const replay of this.#replays.get(place.id) ?? []) {
      const attempt = await this.#try(replay, readAttempt, () => this.#frames.whole(replay));
      if (attempt) replays.push(attempt);
    }
    const read = (frame: Buffer) => readDelivery(frame, replays);
    return this.#try(place, read, () => this.#frames.whole(place));
  }

  close(): Promise<void> {
    return this.#frames.close();
  }

  /** Returns whether the body contains a text. @param text in lower case */
  async #hasText(place: FramePlace, text: string): Promise<boolean> {
    const body = await this.#try(place, bodyOf, () => this.#frames.whole(place));
    return body?.toString().toLowerCase().includes(text) ?? false;
  }

  /** Loads and reads a record; notes one that cannot be read or is malformed. */
  async #try<T>(
    place: FramePlace,
    read: (frame: Buffer) => T,
    load: () => Promise<Buffer>,
  ): Promise<T | undefined> {
    try {
      return read(await load());
    } catch (error) {
      const isMalformed = error instanceof SyntaxError || error instanceof MalformedRecord;
      return this.#failures.add(place, isMalformed ? new DamagedRecord(place) : error);
    }
  }
}
