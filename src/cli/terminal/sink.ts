import { fstatSync, statSync, writeSync } from 'node:fs';

/** Where text goes: standard output or standard error. */
export interface Sink {
  readonly isTTY: boolean;
  /** Width in characters; undefined where nobody looks. */
  readonly columns: number | undefined;
  write(text: string | Uint8Array): void;
}

const descriptors = { stdout: 1, stderr: 2 } as const;

/**
 * Opens standard output or error. What goes to a file or to another program is written straight to the
 * descriptor: Node's streams take a sixth of a bare start to load, and do no more there.
 * @param onGone called when nobody reads any more
 */
export function openSink(
  host: NodeJS.Process,
  name: keyof typeof descriptors,
  onGone: () => void,
): Sink {
  const descriptor = descriptors[name];
  const isDirect = host.platform !== 'win32' && isSeenByNobody(descriptor);
  return isDirect
    ? openDirect(descriptor, () => openStream(host[name], onGone), onGone)
    : openStream(host[name], onGone);
}

/** Whether a descriptor is a file, a pipe, a socket or the null device; all else may be a terminal. */
function isSeenByNobody(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    const isNull = stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev;
    return stats.isFile() || stats.isFIFO() || stats.isSocket() || isNull;
  } catch {
    return false;
  }
}

function openStream(stream: NodeJS.WriteStream, onGone: () => void): Sink {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `logto-hooks … | head` closes our output: that is the reader's right, not an error.
    if (error.code !== 'EPIPE') throw error;
    onGone();
  });
  return {
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.columns;
    },
    write: (text) => void stream.write(text),
  };
}

function openDirect(descriptor: number, open: () => Sink, onGone: () => void): Sink {
  let stream: Sink | undefined;

  function writeAtOnce(bytes: Uint8Array): void {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    } catch (error) {
      recover(error, bytes.subarray(written));
    }
  }

  /** As Node's streams do it: not in the midst of what writes. */
  function recover(error: unknown, rest: Uint8Array): void {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN') {
      // A pipe that is full and, by its other owner's wish, does not let us wait.
      stream = open();
      stream.write(rest);
      return;
    }
    process.nextTick(() => {
      if (code !== 'EPIPE') throw error;
      onGone();
    });
  }

  return {
    isTTY: false,
    columns: undefined,
    write(text) {
      if (stream) stream.write(text);
      else writeAtOnce(typeof text === 'string' ? Buffer.from(text) : text);
    },
  };
}
