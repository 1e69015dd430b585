import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Bytes to read at a time where records are read one after the other. */
const defaultReadAhead = 1024 * 1024;

/** Neither waits for the writer of a FIFO nor follows a link. Windows has neither flag. */
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
   * @param readAhead bytes to read at least
   * @throws the system's error where the file cannot be opened
   */
  static async open(file: string, readAhead = defaultReadAhead): Promise<SegmentFile> {
    return new SegmentFile(await open(file, flags), readAhead);
  }

  /** Returns the length of the file in bytes. */
  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  /**
   * Returns as many bytes from `position` on as are in memory, at least `atLeast` of them; fewer only
   * at the end of the file.
   * @throws the system's error where the file cannot be read
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
