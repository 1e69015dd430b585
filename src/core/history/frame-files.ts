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

  /** A whole record. */
  async whole({ segment, position, length }: FramePlace): Promise<Buffer> {
    return (await this.#open(segment.file)).bytes(position, length);
  }

  /** The head of a record, with its summary. */
  async head({ segment, position, headLength }: FramePlace): Promise<Buffer> {
    return (await this.#open(segment.file)).bytes(position, headLength);
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
