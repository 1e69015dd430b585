import type { ReadFailures } from './problems.ts';
import type { StoredAttempt, StoredDelivery } from './record.ts';
import { bodyOf, readAttempt, readDelivery, summaryOf } from './segments/codec.ts';
import { FrameReader } from './segments/frame-reader.ts';
import type { Places } from './segments/index-segments.ts';
import type { FramePlace } from './segments/scan.ts';

/** Reads deliveries with their replays. Records that cannot be read are left out and noted. */
export class RecordReader {
  readonly #frames: FrameReader;
  readonly #replays: Places['replays'];
  readonly #failures: ReadFailures;

  /** @param readAhead bytes to read at least; 0 where only one delivery is wanted */
  constructor(replays: Places['replays'], failures: ReadFailures, readAhead?: number) {
    this.#frames = new FrameReader(readAhead);
    this.#replays = replays;
    this.#failures = failures;
  }

  /**
   * Returns summaries as JSON: each is the line as it was written; only the replays are added.
   * @param text only deliveries that have it in their body, in any case
   */
  async lines(places: readonly FramePlace[], text?: string): Promise<string[]> {
    const lines: string[] = [];
    for (const place of places) {
      if (text !== undefined && !(await this.#hasText(place, text.toLowerCase()))) continue;
      const head = await this.#head(place);
      if (!head) continue;
      const replays = this.#replays.get(place.id) ?? [];
      const last = replays.at(-1);
      const replay = last && (await this.#head(last));
      const json = replay ? summaryOf(replay) : 'null';
      lines.push(`${summaryOf(head).slice(0, -1)},"replay":${json},"replays":${replays.length}}`);
    }
    return lines;
  }

  /** Returns a delivery with its replays; undefined where it cannot be read. */
  async delivery(place: FramePlace): Promise<StoredDelivery | undefined> {
    const frame = await this.#whole(place);
    if (!frame) return undefined;
    const replays: StoredAttempt[] = [];
    for (const replay of this.#replays.get(place.id) ?? []) {
      const attempt = await this.#whole(replay);
      if (attempt) replays.push(readAttempt(attempt));
    }
    return readDelivery(frame, replays);
  }

  close(): Promise<void> {
    return this.#frames.close();
  }

  /** @param text in lower case */
  async #hasText(place: FramePlace, text: string): Promise<boolean> {
    const frame = await this.#whole(place);
    return frame !== undefined && bodyOf(frame).toString().toLowerCase().includes(text);
  }

  async #head(place: FramePlace): Promise<Buffer | undefined> {
    try {
      return await this.#frames.head(place);
    } catch (error) {
      return this.#failures.add(place, error);
    }
  }

  async #whole(place: FramePlace): Promise<Buffer | undefined> {
    try {
      return await this.#frames.whole(place);
    } catch (error) {
      return this.#failures.add(place, error);
    }
  }
}
