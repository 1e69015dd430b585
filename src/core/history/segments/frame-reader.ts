import { isHeadSound, isSound } from './frame.ts';
import type { FramePlace } from './scan.ts';
import { SegmentFile } from './segment-file.ts';

/** The most files to keep open, because a history may have thousands of segments. */
const maxOpenFiles = 16;

/** A record whose bytes have changed since they were written. */
export class DamagedRecord extends Error {
  override readonly name = 'DamagedRecord';

  constructor({ id, segment: { file } }: FramePlace) {
    super(`The record of the delivery ${id} in ${file} is damaged.`);
  }
}

/** Reads records of any segments and checks them; adjacent records are read together. */
export class FrameReader {
  readonly #files = new Map<string, SegmentFile>();
  readonly #readAhead: number | undefined;

  /** @param readAhead the minimum number of bytes to read at a time; 0 to read a single record */
  constructor(readAhead?: number) {
    this.#readAhead = readAhead;
  }

  /**
   * Returns a whole record.
   * @throws DamagedRecord, or the system's error if the file cannot be read
   */
  async whole(place: FramePlace): Promise<Buffer> {
    const { segment, position, length } = place;
    const file = this.#files.get(segment.file) ?? (await this.#open(segment.file));
    const bytes = (await file.chunk(position, length)).subarray(0, length);
    if (bytes.length === length && isSound(bytes, segment.marker)) return bytes;
    throw new DamagedRecord(place);
  }

  /**
   * Returns the head of a record, with its summary.
   * @throws DamagedRecord, or the system's error if the file cannot be read
   */
  async head(place: FramePlace): Promise<Buffer> {
    const { segment, position, headLength } = place;
    const file = this.#files.get(segment.file) ?? (await this.#open(segment.file));
    const bytes = (await file.chunk(position, headLength)).subarray(0, headLength);
    if (bytes.length === headLength && isHeadSound(bytes, segment.marker)) return bytes;
    throw new DamagedRecord(place);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.close()));
    this.#files.clear();
  }

  async #open(file: string): Promise<SegmentFile> {
    const [oldest] = this.#files;
    if (this.#files.size >= maxOpenFiles && oldest) {
      this.#files.delete(oldest[0]);
      await oldest[1].close();
    }
    const opened = await SegmentFile.open(file, this.#readAhead);
    this.#files.set(file, opened);
    return opened;
  }
}
