import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes to read at a time if records are read in sequence. */
const defaultReadAhead = 1024 * 1024;

/** Do not wait for the writer of a FIFO, and do not follow links. Windows has neither flag. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * Reads a segment in pieces. A piece is never overwritten: every buffer that was returned stays valid.
 */
export class SegmentFile {
  readonly #handle: FileHandle;
  readonly #readAhead: number;
  #piece: Buffer = Buffer.alloc(0);
  /** Where the piece begins in the file. */
  #start = 0;

  private constructor(handle: FileHandle, readAhead: number) {
    this.#handle = handle;
    this.#readAhead = readAhead;
  }

  /**
   * Opens a regular file.
   * @param readAhead the minimum number of bytes to read at a time
   * @throws the system's error if the file cannot be opened
   */
  static async open(file: string, readAhead = defaultReadAhead): Promise<SegmentFile> {
    return new SegmentFile(await open(file, flags), readAhead);
  }

  /** Returns the length of the file in bytes. */
  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  /**
   * Returns the bytes in memory from `position` on, at least `atLeast`; fewer only at the end of the file.
   * @throws the system's error if the file cannot be read
   */
  async chunk(position: number, atLeast: number): Promise<Buffer> {
    const offset = position - this.#start;
    if (offset < 0 || offset + atLeast > this.#piece.length) {
      this.#piece = await this.#read(position, Math.max(atLeast, this.#readAhead));
      this.#start = position;
      return this.#piece;
    }
    return this.#piece.subarray(offset);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(
        buffer,
        filled,
        length - filled,
        position + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }
}
