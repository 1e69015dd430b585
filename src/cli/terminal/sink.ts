/** A writable output: standard output or standard error. */
export interface Sink {
  readonly isTTY: boolean;
  /** Width in characters; undefined if it is not a terminal. */
  readonly columns: number | undefined;
  write(text: string | Uint8Array): void;
  /** Resolves when the reader has caught up; undefined if it has. */
  drained(): Promise<void> | undefined;
}

/**
 * Opens standard output or error.
 * @param onGone called when the reader has closed the pipe
 */
export function openSink(stream: NodeJS.WriteStream, onGone: () => void): Sink {
  if (stream.isTTY) assumeSize(stream);
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `logto-hooks … | head` closes the pipe early, which is not an error.
    if (error.code !== 'EPIPE') throw error;
    onGone();
  });
  let draining: Promise<void> | undefined;
  return {
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.columns;
    },
    write: (text) => void stream.write(text),
    drained() {
      if (!stream.writableNeedDrain) return undefined;
      // One listener for all who wait.
      draining ??= new Promise((resolve) => {
        stream.once('drain', () => {
          draining = undefined;
          resolve();
        });
      });
      return draining;
    },
  };
}

/** The size of a terminal that does not report one. */
const usualSize = { columns: 80, rows: 24 } as const;

/**
 * Replaces a size of 0, which a pseudo-terminal reports until it is given one. It is replaced in the stream
 * itself because libraries read it from there: with 0 columns, ora counts lines up to infinity.
 */
function assumeSize(stream: NodeJS.WriteStream): void {
  for (const side of ['columns', 'rows'] as const) {
    let size = stream[side];
    Object.defineProperty(stream, side, {
      configurable: true,
      enumerable: true,
      get: () => size || usualSize[side],
      // Node.js sets it when the terminal is resized.
      set: (resized: number) => {
        size = resized;
      },
    });
  }
}
