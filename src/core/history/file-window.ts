import type { FileHandle } from 'node:fs/promises';

/** A file that is read in pieces; what lies in the last one is at hand without waiting. */
export class FileWindow {
  readonly #handle: FileHandle;
  readonly #pieceSize: number;
  #start = 0;
  #piece = Buffer.alloc(0);

  /** @param pieceSize bytes to read ahead; 0 reads exactly what is asked for */
  constructor(handle: FileHandle, pieceSize: number) {
    this.#handle = handle;
    this.#pieceSize = pieceSize;
  }

  /** The bytes from `position` on; fewer than `length` at the end of the file. */
  bytes(position: number, length: number): Buffer | Promise<Buffer> {
    const offset = position - this.#start;
    const isAtHand = offset >= 0 && offset + length <= this.#piece.length;
    return isAtHand ? this.#piece.subarray(offset, offset + length) : this.#load(position, length);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #load(position: number, length: number): Promise<Buffer> {
    // A buffer of its own each time: what was given out before stays as it was.
    const buffer = Buffer.allocUnsafe(Math.max(length, this.#pieceSize));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.#handle.read(
        buffer,
        filled,
        buffer.length - filled,
        position + filled,
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.#start = position;
    this.#piece = buffer.subarray(0, filled);
    return this.#piece.subarray(0, length);
  }
}
