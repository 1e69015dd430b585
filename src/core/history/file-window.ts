import type { FileHandle } from 'node:fs/promises';

/**
 * A file that is read in pieces; what lies in the last one is at hand without waiting. Bytes that
 * were given out are good until more are read.
 */
export class FileWindow {
  readonly #handle: FileHandle;
  readonly #pieceSize: number;
  #buffer = Buffer.alloc(0);
  #start = -1;
  #piece = this.#buffer;

  /** @param pieceSize bytes to read ahead; 0 reads exactly what is asked for */
  constructor(handle: FileHandle, pieceSize: number) {
    this.#handle = handle;
    this.#pieceSize = pieceSize;
  }

  /** The bytes from `position` on; fewer than `length` at the end of the file. */
  async bytes(position: number, length: number): Promise<Buffer> {
    return this.atHand(position, length) ?? (await this.load(position, length));
  }

  /** The same where nothing need be read for it, else undefined. */
  atHand(position: number, length: number): Buffer | undefined {
    const offset = position - this.#start;
    if (offset < 0 || offset + length > this.#piece.length) return undefined;
    return this.#piece.subarray(offset, offset + length);
  }

  /** What lies at hand from `position` on; perhaps nothing. */
  rest(position: number): Buffer {
    const offset = position - this.#start;
    return this.#piece.subarray(offset < 0 ? this.#piece.length : offset);
  }

  /** Where the piece at hand begins. */
  get start(): number {
    return this.#start;
  }

  /** The bytes from `position` on, read anew, and what lies behind them. */
  async load(position: number, length: number): Promise<Buffer> {
    if (length > this.#buffer.length) {
      this.#buffer = Buffer.allocUnsafeSlow(Math.max(length, this.#pieceSize));
    }
    const buffer = this.#buffer;
    let filled = 0;
    while (filled < buffer.length) {
      const room = buffer.length - filled;
      const { bytesRead } = await this.#handle.read(buffer, filled, room, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.#start = position;
    this.#piece = buffer.subarray(0, filled);
    return this.#piece.subarray(0, length);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
