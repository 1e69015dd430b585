import { open } from 'node:fs/promises';
import { FileWindow } from './file-window.ts';
import type { FramePlace } from './scan.ts';

/** More are not held open at a time: a history may have thousands of segments. */
const atMost = 16;

/** Reads records of any segments; those that lie one behind the other are read together. */
export class FrameFiles {
  readonly #files = new Map<string, FileWindow>();
  readonly #pieceSize: number;

  /** @param pieceSize bytes to read ahead; 0 where only one record is wanted */
  constructor(pieceSize = 1024 * 1024) {
    this.#pieceSize = pieceSize;
  }

  /** A whole record, in a buffer of its own. */
  async whole({ segment, position, length }: FramePlace): Promise<Buffer> {
    const file = await this.#open(segment.file);
    return Buffer.from(await file.bytes(position, length));
  }

  /** The head of a record, with its summary; good until more is read. */
  async head(place: FramePlace): Promise<Buffer> {
    const { segment, position, headLength } = place;
    return this.headAtHand(place) ?? (await this.#open(segment.file)).bytes(position, headLength);
  }

  /** The same where nothing need be read for it, else undefined: lists read thousands. */
  headAtHand({ segment, position, headLength }: FramePlace): Buffer | undefined {
    return this.#files.get(segment.file)?.atHand(position, headLength);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.close()));
    this.#files.clear();
  }

  async #open(file: string): Promise<FileWindow> {
    const known = this.#files.get(file);
    if (known) return known;
    const [oldest] = this.#files;
    if (this.#files.size >= atMost && oldest) {
      this.#files.delete(oldest[0]);
      await oldest[1].close();
    }
    const opened = new FileWindow(await open(file), this.#pieceSize);
    this.#files.set(file, opened);
    return opened;
  }
}
